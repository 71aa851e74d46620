"""What other programs make of an exported model: `npm run check:exports -- --python PATH` starts it.

    python bench/check_exports.py --tfjs DIR --saved-model DIR --images FILE --probabilities FILE

Reads the SavedModel with TensorFlow, and rebuilds the tfjs layers model with Keras. FILE of images: bytes 0..255, as
many as there are; of probabilities: what Haberdash gives for them, float32. Prints one JSON object: the largest
difference of any probability, for each format.
"""
import argparse, json, os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import tensorflow as tf
import keras
from keras import layers

LAYERS = {
    "Conv2D": lambda c: layers.Conv2D(
        c["filters"], c["kernel_size"], c["strides"], c["padding"], use_bias=c["use_bias"], activation=c["activation"]
    ),
    "Dense": lambda c: layers.Dense(c["units"], activation=c["activation"], use_bias=c["use_bias"]),
    "BatchNormalization": lambda c: layers.BatchNormalization(momentum=c["momentum"], epsilon=c["epsilon"]),
    "Activation": lambda c: layers.Activation(c["activation"]),
    "MaxPooling2D": lambda c: layers.MaxPooling2D(c["pool_size"], c["strides"], c["padding"]),
    "GlobalAveragePooling2D": lambda c: layers.GlobalAveragePooling2D(),
    "Flatten": lambda c: layers.Flatten(),
    "Dropout": lambda c: layers.Dropout(c["rate"]),
}


def read_json(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as f:
        return json.load(f)


def tfjs_weights(folder, manifest):
    """The weights of a tfjs model by name: in the order of the manifest, one after the other in its files."""
    weights = {}
    for group in manifest:
        data = b"".join(open(os.path.join(folder, path), "rb").read() for path in group["paths"])
        at = 0
        for weight in group["weights"]:
            assert weight["dtype"] == "float32"
            count = int(np.prod(weight["shape"]))
            weights[weight["name"]] = np.frombuffer(data, "<f4", count, at).reshape(weight["shape"])
            at += 4 * count
        assert at == len(data)
    return weights


def tfjs_model(folder):
    """A tfjs layers model (sequential) as a Keras model. Every weight of its file is used, each once."""
    file = read_json(folder, "model.json")
    specs = file["modelTopology"]["config"]["layers"]
    weights = tfjs_weights(folder, file["weightsManifest"])
    model = keras.Sequential([keras.Input(specs[0]["config"]["batch_input_shape"][1:])])
    for spec in specs:
        layer = LAYERS[spec["class_name"]](spec["config"])
        model.add(layer)
        layer.set_weights([weights.pop(f"{spec['config']['name']}/{weight.name}") for weight in layer.weights])
    assert not weights, f"weights that no layer has: {list(weights)}"
    return model


def softmax(logits):
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponents / exponents.sum(axis=1, keepdims=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--tfjs", required=True)
    p.add_argument("--saved-model", required=True)
    p.add_argument("--images", required=True)
    p.add_argument("--probabilities", required=True)
    a = p.parse_args()
    about = read_json(a.saved_model, "haberdash.json")
    shape = [about["input"][side] for side in ("height", "width", "channels")]
    images = np.fromfile(a.images, np.uint8).reshape(-1, *shape).astype("float32") / 255.0
    ours = np.fromfile(a.probabilities, "<f4").reshape(len(images), len(about["classes"]))

    served = tf.saved_model.load(a.saved_model).signatures["serving_default"](images=tf.constant(images))
    logits = tfjs_model(a.tfjs).predict(images, verbose=0)
    theirs = {
        "savedModel": served["probabilities"].numpy(),
        "tfjsLayers": softmax(logits / np.float32(about.get("temperature", 1))),
    }
    print(json.dumps({
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "largestDifference": {name: float(np.abs(rows - ours).max()) for name, rows in theirs.items()},
    }))


main()
