"""Files that ask for more memory or time than a picture may take. Each is built small."""

import io
import json
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from digitrec.recognition.picture.decoding import PictureError, open_picture
from digitrec.recognition.picture.formats import bitmap, limits
from digitrec.recognition.picture.formats import pdf as pdf_format
from tests.recognition.picture.inks import ink_of

MOST_MEMORY = 500_000_000  # bytes

MEASURE = """
import json, resource, sys
from digitrec.recognition.picture.decoding import PictureError, open_picture
def peak():
    if sys.platform == "linux":  # where `ru_maxrss` begins with that of the process that starts one
        status = dict(line.split(":", 1) for line in open("/proc/self/status"))
        return int(status["VmHWM"].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sys.argv[1:]:
    try:
        said = list(open_picture(path).pixels.shape)
    except PictureError as error:
        said = str(error)
    print(json.dumps([said, peak()]))
"""


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(
        ">I", zlib.crc32(kind + content)
    )  # fmt: skip


def png(width, height, bits=8, between=b""):
    head = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + between + chunk(b"IDAT", rows) + chunk(
        b"IEND", b""
    )  # fmt: skip


def stored(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def webp(width, height):
    """A lossless WebP of one colour: its head, and as good as nothing (RFC 9649, section 7)."""
    bits = 0x2F | (width - 1) << 8 | (height - 1) << 22
    data = bits.to_bytes(5, "little") + bytes([0x88, 0x88, 0x08])
    body = b"WEBPVP8L" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pdf(width, height, draw=b"9 0 0 9 0 0 cm /I Do"):
    """A page with a picture of so many pixels, all in a few bytes."""
    pixels = zlib.compress(bytes(1000))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R %s>>"
        % b"/Resources<</XObject<</I 5 0 R>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (width, height, len(pixels), pixels),
    ]
    file = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(file))
        file += b"%d 0 obj" % number + part + b"\nendobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n"
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return file + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d" % len(file)


GREEDY = {
    "a WebP of 7,000 × 7,000 pixels": (webp(7000, 7000), "up to 22 million"),
    "a row of 50 million pixels": (png(50_000_000, 1), "a side may have"),
    "50 million rows of a pixel": (png(1, 50_000_000), "a side may have"),
    "a million chunks": (
        png(20, 20, between=chunk(b"tEXt", b"a\0b") * 1_000_000),
        "made of too many parts",
    ),
    "a page with a picture of 400 million pixels": (pdf(20_000, 20_000), "too many"),
}


def test_greedy_files_are_refused_before_they_take_much_memory(tmp_path):
    files = []
    for number, (content, _) in enumerate(GREEDY.values()):
        files.append(tmp_path / str(number))
        files[-1].write_bytes(content)
    large = Image.new("L", (10_000, 10_000), 255)  # as large as a picture may be
    files.append(tmp_path / "large.jpg")
    large.save(files[-1])
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *map(str, files)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(files), done.stderr
    for (name, (_, says)), (said, _) in zip(GREEDY.items(), answers, strict=False):
        assert says in str(said), name
    assert isinstance(answers[-1][0], list)
    assert max(memory for _, memory in answers) < MOST_MEMORY


MANY_PARTS = {
    "empty parts of the pixels": png(20, 20, between=chunk(b"IDAT", b"") * 2_000),
    "segments": b"\xff\xd8" + b"\xff\xe1\0\x04ab" * 2_000,
    "comments": b"GIF89a\5\0\5\0\0\0\0" + b"!\xfe\1a\0" * 2_000 + b";",
}


@pytest.mark.parametrize("parts", MANY_PARTS)
def test_a_file_of_too_many_parts_is_given_up(parts, monkeypatch):
    monkeypatch.setattr(limits, "_MAX_READS", 1_000)
    with pytest.raises(PictureError, match="too many parts"):
        open_picture(io.BytesIO(MANY_PARTS[parts]))


def test_a_progressive_jpeg_counts_what_it_keeps_until_its_end(monkeypatch):
    monkeypatch.setattr(limits, "_max_bytes", 7_000_000)
    image = Image.new("RGB", (1_100, 1_000))
    whole = stored(image, "JPEG", progressive=True, subsampling=0)
    with pytest.raises(PictureError, match="up to 1 million"):
        open_picture(io.BytesIO(whole))
    assert not ink_of(io.BytesIO(stored(image, "JPEG", subsampling=0))).any()


def test_a_jpeg_of_many_scans_is_given_up(monkeypatch):
    monkeypatch.setattr(bitmap, "_MAX_SCANS", 0)
    with pytest.raises(PictureError, match="too many parts"):
        open_picture(io.BytesIO(stored(Image.new("RGB", (50, 50)), "JPEG", progressive=True)))


def test_a_pdf_page_of_too_many_parts_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf_format, "_MAX_OBJECTS", 100)
    pdf_format.PdfFile(io.BytesIO(pdf(9, 9, b"0 0 4 4 re f " * 100))).page(0)
    with pytest.raises(PictureError, match="too many parts"):
        pdf_format.PdfFile(io.BytesIO(pdf(9, 9, b"0 0 4 4 re f " * 101))).page(0)


def test_a_turned_tiff_counts_twice(monkeypatch):
    monkeypatch.setattr(limits, "_max_bytes", 1_500_000)
    image = Image.new("L", (1_000, 1_000))
    assert not ink_of(io.BytesIO(stored(image, "TIFF", compression="tiff_lzw"))).any()
    turned = stored(image, "TIFF", compression="tiff_lzw", tiffinfo={274: 6})
    with pytest.raises(PictureError, match="too many"):
        open_picture(io.BytesIO(turned))


def test_a_file_that_its_decoder_wants_whole_may_not_be_huge(monkeypatch):
    monkeypatch.setattr(limits, "_MAX_FILE", 100)
    content = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
    with pytest.raises(PictureError, match="MB"):
        open_picture(io.BytesIO(content))
