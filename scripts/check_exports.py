"""Called by check-exports: reads each format with readers that are not ours and prints what was checked."""

import contextlib
import io
import json
import pathlib
import struct
import sys
import tarfile
import xml.etree.ElementTree as ElementTree
import zlib

PNG = b"\x89PNG\r\n\x1a\n"


def require(condition, message):
    if not condition:
        raise SystemExit(f"FAILED: {message}")


def size(path):
    """Width and height in a PNG's header."""
    with open(path, "rb") as file:
        header = file.read(24)
    require(header[:8] == PNG, f"{path}: expected a PNG, found other content")
    return struct.unpack(">II", header[16:24])


def pixels(path):
    """The samples of an 8-bit PNG of one channel, row by row."""
    data = path.read_bytes()
    position, packed = 8, b""
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", data[position + 8 : position + 18])
            require(depth == 8 and colour in (0, 3), f"{path}: expected 8 bits and one channel")
        packed += data[position + 8 : position + 8 + length] if kind == b"IDAT" else b""
        position += 12 + length
    rows, previous, raw = [], bytearray(width), zlib.decompress(packed)
    for y in range(height):
        line = raw[y * (width + 1) : (y + 1) * (width + 1)]
        row = bytearray(line[1:])
        for x in range(width):
            left, up, corner = row[x - 1] if x else 0, previous[x], previous[x - 1] if x else 0
            guess = left + up - corner
            paeth = min((left, up, corner), key=lambda value: abs(guess - value))
            row[x] = (row[x] + (0, left, up, (left + up) // 2, paeth)[line[0]]) & 255
        rows.append(row)
        previous = row
    return rows


def coco(folder, truth):
    try:
        import numpy
        from pycocotools.coco import COCO
    except ImportError:
        COCO = None
    for path in sorted(folder.glob("annotations/*.json")):
        if COCO is None:
            print(f"coco: {path.name}: {len(json.loads(path.read_text())['images'])} images; no pycocotools, masks unchecked")
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            data = COCO(str(path))
        split = path.stem.replace("instances_", "").replace("_rle", "")
        worst, compared, instances = 1.0, 0, 0
        for image in data.loadImgs(data.getImgIds()):
            file = folder / "images" / split / image["file_name"]
            require(size(file) == (image["width"], image["height"]), f"{file}: expected the size in {path.name}")
            annotations = data.loadAnns(data.getAnnIds(imgIds=image["id"]))
            union = numpy.zeros((image["height"], image["width"]), bool)
            for annotation in annotations:
                mask = data.annToMask(annotation).astype(bool)
                if path.stem.endswith("_rle"):
                    require(mask.sum() == annotation["area"], f"{path.name}: area of annotation {annotation['id']}")
                ys, xs = numpy.nonzero(mask)
                box = [xs.min(), ys.min(), xs.max() - xs.min() + 1, ys.max() - ys.min() + 1]
                require([int(v) for v in box] == annotation["bbox"], f"{path.name}: box of annotation {annotation['id']}")
                union |= mask
            instances += len(annotations)
            if image["file_name"] in truth:
                expected = numpy.array([list(row) for row in truth[image["file_name"]]]) > 0
                both, either = (union & expected).sum(), (union | expected).sum()
                worst, compared = min(worst, both / either if either else 1.0), compared + 1
        require(worst >= (1.0 if path.stem.endswith("_rle") else 0.95), f"{path.name}: worst overlap {worst}")
        print(f"coco: pycocotools reads {path.name}: {len(data.imgs)} images, {instances} instances; boxes agree;"
              f" worst overlap with the mask of {compared} images: {worst:.4f}")
    return COCO is not None


def yolo(folder, polygons):
    images, lines = 0, 0
    names = (folder / "data.yaml").read_text()
    for image in sorted(folder.glob("images/*/*.png")):
        label = folder / "labels" / image.parent.name / (image.stem + ".txt")
        require(label.is_file(), f"{label}: expected a label file, found none")
        images += 1
        for line in label.read_text().splitlines():
            index, *values = line.split()
            values = [float(value) for value in values]
            count = len(values) >= 6 and len(values) % 2 == 0 if polygons else len(values) == 4
            require(int(index) >= 0 and count, f"{label}: expected a label and numbers, found {line}")
            require(all(0 <= value <= 1 for value in values), f"{label}: expected numbers in [0, 1], found {line}")
            lines += 1
    require("train: " in names and "val: " in names and "names:" in names, "data.yaml: expected train, val, names")
    print(f"{folder.name}: {images} images, a label file each, {lines} instances, all in [0, 1]")


def voc(folder):
    objects, count = 0, 0
    for path in sorted((folder / "Annotations").glob("*.xml")):
        root = ElementTree.parse(path).getroot()
        image = folder / "JPEGImages" / root.findtext("filename")
        expected = tuple(int(root.findtext(f"size/{side}")) for side in ("width", "height"))
        require(size(image) == expected, f"{image}: expected the size in {path.name}")
        picture = pixels(folder / "SegmentationClass" / (path.stem + ".png"))
        for thing in root.iter("object"):
            left, top, right, bottom = (int(thing.findtext(f"bndbox/{key}")) for key in ("xmin", "ymin", "xmax", "ymax"))
            inside = any(any(row[left - 1 : right]) for row in picture[top - 1 : bottom])
            require(1 <= left <= right <= expected[0] and 1 <= top <= bottom <= expected[1] and inside,
                    f"{path.name}: expected a box with pixels of a class, found {left, top, right, bottom}")
            objects += 1
        count += 1
    listed = [name for split in ("train", "val", "test") for path in [folder / f"ImageSets/Main/{split}.txt"]
              if path.exists() for name in path.read_text().split()]
    require(len(listed) == count == len(set(listed)), f"voc: expected {count} images in the sets, found {len(listed)}")
    print(f"voc: Python's XML reads {count} annotations, {objects} objects; sizes and sets agree; pictures have palettes")


def mvtec(folder):
    for category in sorted(folder.iterdir()):
        masks = 0
        for image in sorted(category.glob("test/*/*.png")):
            if image.parent.name != "good":
                mask = category / "ground_truth" / image.parent.name / (image.stem + "_mask.png")
                require(size(mask) == size(image), f"{mask}: expected the size of its image")
                masks += 1
        good = len(list(category.glob("train/good/*.png")))
        print(f"mvtec: {category.name}: {good} good images to learn from, {masks} defects with masks of their size")


def webdataset(folder):
    for path in sorted(folder.glob("*.tar")):
        keys = {}
        with tarfile.open(path) as tar:
            for entry in tar:
                require((entry.mtime, entry.uid, entry.gid) == (0, 0, 0), f"{path.name}: {entry.name}: expected no owner, no time")
                key, extension = entry.name.split(".", 1)
                keys.setdefault(key, set()).add(extension)
                if extension == "json":
                    json.load(tar.extractfile(entry))
        require(all({"png", "cls", "json"} <= files for files in keys.values()), f"{path.name}: expected png, cls, json")
        print(f"webdataset: Python's tarfile reads {path.name}: {len(keys)} images")


def imagefolder(folder):
    for path in sorted(folder.glob("*/metadata.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for line in lines:
            size(path.parent / line["file_name"])
        images = len(list(path.parent.glob("*/*.png")))
        require(images == len(lines), f"{path}: expected {images} lines, found {len(lines)}")
        print(f"imagefolder: {path.parent.name}: {images} images, a line each")


def main(root):
    checks = {
        "imagefolder": imagefolder,
        "yolo": lambda folder: yolo(folder, False),
        "yolo-segmentation": lambda folder: yolo(folder, True),
        "voc": voc,
        "mvtec": mvtec,
        "webdataset": webdataset,
    }
    # The masks to compare with are those that another format holds.
    truth = {path.name: pixels(path) for path in root.glob("voc/SegmentationClass/*.png")}
    found, masks_checked = 0, True
    if (root / "coco").is_dir():
        masks_checked = coco(root / "coco", truth)
        found += 1
    for name, check in checks.items():
        if (root / name).is_dir():
            check(root / name)
            found += 1
    require(found > 0, f"{root}: expected a folder of {sorted(checks | {'coco': None})}, found none")
    print(f"all well: {found} formats" + ("" if masks_checked else "; COCO's masks were NOT checked"))


main(pathlib.Path(sys.argv[1]))
