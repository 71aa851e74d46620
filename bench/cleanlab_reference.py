"""How many changed labels Cleanlab's published rankings put first, on the probabilities that bench/label-issues.ts has made.

    python3 -m venv venv && venv/bin/pip install cleanlab
    npm run bench:issues -- --cleanlab-python venv/bin/python

Each ranking is what cleanlab.filter.find_label_issues gives with its default filter and with the one that keeps every image
whose prediction differs from its label, by each of its quality scores. Where a filter keeps fewer than --first images, the share is of
--first all the same. Prints one JSON object.
"""
import argparse, json
import numpy as np
import cleanlab
from cleanlab.filter import find_label_issues

parser = argparse.ArgumentParser()
parser.add_argument("--labels", required=True)
parser.add_argument("--changed", required=True)
parser.add_argument("--probabilities", required=True)
parser.add_argument("--first", type=int, required=True)
args = parser.parse_args()

labels = np.fromfile(args.labels, np.uint8).astype(int)
changed = np.fromfile(args.changed, np.uint8)
probabilities = np.fromfile(args.probabilities, np.float32).reshape(len(labels), -1)

result = {"version": cleanlab.__version__}
for kept in ("prune_by_noise_rate", "predicted_neq_given", "low_self_confidence"):
    for score in ("self_confidence", "normalized_margin", "confidence_weighted_entropy"):
        places = find_label_issues(
            labels, probabilities, filter_by=kept, return_indices_ranked_by=score, n_jobs=1
        )
        result[f"{kept}, {score}"] = round(float(changed[places[: args.first]].sum() / args.first), 4)
print(json.dumps(result))
