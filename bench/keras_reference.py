"""What bench/train-ours.ts measures, in Python Keras: `npm run bench:train -- --keras-python PATH` starts both in turn.

    python3 -m venv venv && venv/bin/pip install tensorflow-cpu==2.21.0 keras==3.15.1
    venv/bin/python bench/keras_reference.py --data DIR --kernels 64 --dropout 0.25 --batch 512 --epochs 1

DIR holds train-images-idx3-ubyte and train-labels-idx1-ubyte, plain or .gz. Test images are not needed: speed is
measured on training images. Prints one JSON object a line: one an epoch, then the summary.
"""
import argparse, gzip, json, os, resource, statistics, time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import keras
from keras import layers

PREDICTED = 10_000
SINGLE_CALLS = 100


def read(folder, name, header):
    path = f"{folder}/{name}"
    opener = open(path, "rb") if os.path.exists(path) else gzip.open(f"{path}.gz")
    with opener as f:
        return np.frombuffer(f.read(), np.uint8, offset=header)


def build(kernels, dropout):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(kernels, 3, activation="relu"), layers.MaxPooling2D(2)]
    if dropout:
        stack.append(layers.Dropout(dropout))
    stack += [layers.Flatten(), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
    model = keras.Sequential(stack)
    model.compile(keras.optimizers.Adam(1e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


class Clock(keras.callbacks.Callback):
    """Seconds of each epoch."""

    def __init__(self):
        super().__init__()
        self.seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.began)


def predict_speed(model, x, batch):
    model.predict(x, batch_size=batch, verbose=0)
    t = time.perf_counter()
    model.predict(x, batch_size=batch, verbose=0)
    return len(x) / (time.perf_counter() - t)


def single_ms(model, x):
    times = []
    for i in range(SINGLE_CALLS):
        t = time.perf_counter()
        np.array(model(x[i : i + 1], training=False))
        times.append((time.perf_counter() - t) * 1000)
    return statistics.median(times)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--data", required=True)
    p.add_argument("--kernels", type=int, default=64)
    p.add_argument("--dropout", type=float, default=0.25)
    p.add_argument("--batch", type=int, default=512)
    p.add_argument("--epochs", type=int, default=1)
    p.add_argument("--images", type=int, default=60_000)
    a = p.parse_args()
    x = read(a.data, "train-images-idx3-ubyte", 16).reshape(-1, 28, 28, 1)[: a.images].astype("float32") / 255.0
    y = read(a.data, "train-labels-idx1-ubyte", 8)[: a.images].astype("int32")
    model = build(a.kernels, a.dropout)
    # Traced and warm before the clock runs, with a full batch and a last, smaller one.
    warm = min(len(x), 8 * a.batch + len(x) % a.batch)
    model.fit(x[:warm], y[:warm], batch_size=a.batch, epochs=1, verbose=0)
    clock = Clock()
    history = model.fit(x, y, batch_size=a.batch, epochs=a.epochs, verbose=0, callbacks=[clock]).history
    speeds = [len(x) / seconds for seconds in clock.seconds]
    for epoch, speed in enumerate(speeds):
        line = {"epoch": epoch + 1, "imagesPerSecond": round(speed), "accuracy": round(history["accuracy"][epoch], 4)}
        print(json.dumps(line), flush=True)
    some = x[:PREDICTED]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"trainImagesPerSecond": round(statistics.median(speeds)),
                      "predictImagesPerSecond": round(max(predict_speed(model, some, b) for b in (256, 1024))),
                      "singleImageMs": round(single_ms(model, x), 3),
                      "peakRssMb": peak}))


main()
