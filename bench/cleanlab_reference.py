"""What Cleanlab makes of labels and probabilities: `node bench/label-issues.ts --python PATH` starts it.

    python bench/cleanlab_reference.py --labels FILE --probabilities FILE --changed FILE --first 3000

FILE of labels: a class index each, a byte; of probabilities: out of sample, float32, a row each; of changed: a byte each, 1
where the label was changed on purpose. Prints one JSON object: of the first images of each published ranking, the percentage
whose label was truly changed. Cleanlab is used as it is installed (AGPL); nothing of it is part of Haberdash.
"""
import argparse, json
import numpy as np
import cleanlab
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores

# Northcutt, Jiang, Chuang 2021, section 3.2, and the rankings that Cleanlab 2 adds.
FILTERS = [
    "confident_learning",
    "predicted_neq_given",
    "prune_by_class",
    "prune_by_noise_rate",
    "both",
    "low_normalized_margin",
    "low_self_confidence",
]
SCORES = ["self_confidence", "normalized_margin"]


def rankings(labels, probabilities):
    for score in SCORES:
        yield score, np.argsort(get_label_quality_scores(labels, probabilities, method=score), kind="stable")
    for name in FILTERS:
        for score in SCORES:
            issues = find_label_issues(
                labels, probabilities, filter_by=name, return_indices_ranked_by=score, n_jobs=1
            )
            yield f"{name} by {score}", issues


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--labels", required=True)
    p.add_argument("--probabilities", required=True)
    p.add_argument("--changed", required=True)
    p.add_argument("--first", type=int, required=True)
    a = p.parse_args()
    labels = np.fromfile(a.labels, np.uint8).astype(int)
    probabilities = np.fromfile(a.probabilities, "<f4").reshape(len(labels), -1)
    changed = np.fromfile(a.changed, np.uint8).astype(bool)
    # Where a ranking has fewer, those that it has are all that it finds: shares are of `first` all the same.
    found = {name: int(changed[issues[: a.first]].sum()) for name, issues in rankings(labels, probabilities)}
    share = {name: round(100 * n / a.first, 1) for name, n in found.items()}
    best = max(share, key=share.get)
    print(json.dumps({"cleanlab": cleanlab.__version__, "best": {best: share[best]}, "trulyChangedOfFirst": share}))


main()
