"""Unpacks from a TensorFlow wheel what tfjs-node needs: python3 unpack-wheel.py WHEEL TARGET PREFIX...

Takes the files below the wheel's tensorflow/ whose path there begins with one of the prefixes.
"""

import pathlib
import shutil
import sys
import zipfile

wheel, target, *prefixes = sys.argv[1:]
inside = "tensorflow/"

with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        path = entry.filename.removeprefix(inside)
        if entry.is_dir() or path == entry.filename or not path.startswith(tuple(prefixes)):
            continue
        file = pathlib.Path(target, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as source, file.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
