import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageDraw

from digitrec.recognition.picture import decoding
from digitrec.recognition.picture.decoding import (
    LONGEST_SIDE,
    PictureError,
    open_picture,
)
from digitrec.recognition.picture.picture_raster import render_picture
from digitrec.recognition.raster import render
from tests.recognition.picture.inks import ink_of
from tests.samples import digit

pillow_heif.register_heif_opener()  # so that Pillow can write HEIC; the program reads it otherwise


def drawing(mode="L", paper=255, ink=0, size=(300, 300), which=3):
    """A picture of a digit in a mode of Pillow's."""
    image = Image.new(mode, size, paper)
    draw = ImageDraw.Draw(image)
    for stroke in digit(which, 60, 50, 1.8).strokes:
        draw.line(list(stroke), fill=ink, width=24, joint="curve")
    return image


def saved(image, kind, **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    stream.seek(0)
    return stream


@pytest.fixture(scope="module")
def expected():
    """What a clean black on white picture becomes."""
    return render_picture(ink_of(saved(drawing(), "PNG")))


def difference(ink, expected):
    """Mean difference of levels, at the best of the shifts by a pixel that rounding may cause."""
    shown = render_picture(ink)
    return min(
        abs(np.roll(shown, (dy, dx), (0, 1)) - expected).mean()
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
    )


def deep(image):
    return Image.fromarray((np.asarray(image, np.uint16) * 257).astype(np.uint16))


def with_alpha(ink, paper_colour=(7, 99, 200)):
    image = Image.new("RGBA", (300, 300), (*paper_colour, 0))
    image.paste((*ink, 255), mask=drawing(paper=0, ink=255))
    return image


CASES = {
    "png": lambda: saved(drawing(), "PNG"),
    "white on black": lambda: saved(drawing(paper=0, ink=255), "PNG"),
    "grey on grey": lambda: saved(drawing(paper=150, ink=90), "PNG"),
    "one bit": lambda: saved(drawing().convert("1"), "PNG"),
    "palette": lambda: saved(drawing("RGB", "white", "navy").quantize(8), "PNG"),
    "palette with transparency": lambda: saved(
        with_alpha((0, 0, 0)).quantize(4), "PNG"
    ),
    "colour": lambda: saved(drawing("RGB", "white", "darkred"), "PNG"),
    "dark ink with alpha": lambda: saved(with_alpha((20, 20, 20)), "PNG"),
    "light ink with alpha": lambda: saved(with_alpha((240, 240, 240)), "PNG"),
    "grey with alpha": lambda: saved(with_alpha((0, 0, 0)).convert("LA"), "PNG"),
    "opaque alpha": lambda: saved(drawing("RGBA", "white", "black"), "PNG"),
    "16 bit": lambda: saved(deep(drawing()), "PNG"),
    "16 bit, white on black": lambda: saved(deep(drawing(paper=0, ink=255)), "TIFF"),
    "16 bit, dim": lambda: saved(
        Image.fromarray((np.asarray(drawing(), np.uint16) * 40).astype(np.uint16)), "TIFF"
    ),
    "floating point": lambda: saved(
        Image.fromarray(np.asarray(drawing(), np.float32) / 255), "TIFF"
    ),
    "cmyk jpeg": lambda: saved(drawing("RGB", "white", "black").convert("CMYK"), "JPEG"),
    "cmyk tiff": lambda: saved(drawing("RGB", "white", "black").convert("CMYK"), "TIFF"),
    "lab tiff": lambda: saved(drawing("LAB", (255, 128, 128), (0, 128, 128)), "TIFF"),
    "jpeg": lambda: saved(drawing("RGB", "white", "black"), "JPEG", quality=60),
    "bmp": lambda: saved(drawing(), "BMP"),
    "gif": lambda: saved(drawing(), "GIF"),
    "webp": lambda: saved(drawing("RGB", "white", "black"), "WEBP", quality=70),
    "avif": lambda: saved(drawing("RGB", "white", "black"), "AVIF", speed=10),
    "heic": lambda: saved(drawing("RGB", "white", "black"), "HEIF", quality=80),
    "grey heic": lambda: saved(drawing(), "HEIF", quality=80),
    "pdf": lambda: saved(drawing("RGB", "white", "black"), "PDF"),
    "animated gif": lambda: saved(
        drawing(), "GIF", save_all=True, append_images=[drawing(which=8), drawing(which=1)]
    ),
    "animated webp": lambda: saved(
        drawing("RGB", "white", "black"), "WEBP", save_all=True,
        append_images=[drawing("RGB", "white", "black", which=8)],
    ),
    "tiff of several pages": lambda: saved(
        drawing(), "TIFF", save_all=True, append_images=[drawing(which=8)]
    ),
    "large": lambda: saved(drawing().resize((4000, 4000)), "PNG"),
    "large jpeg": lambda: saved(drawing("RGB", "white", "black").resize((4000, 4000)), "JPEG"),
    "wide paper": lambda: saved(drawing(size=(1200, 300)), "PNG"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_digit_looks_the_same_however_its_picture_is_stored(case, expected):
    assert difference(ink_of(CASES[case]()), expected) < 0.03


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_turned_photo_is_put_upright(turn, kind, expected):
    image = drawing("RGB", "white", "black")
    if turn > 1:
        undo = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE",
                6: "ROTATE_90", 7: "TRANSVERSE", 8: "ROTATE_270"}[turn]  # fmt: skip
        image = image.transpose(Image.Transpose[undo])
    exif = Image.Exif()
    exif[0x0112] = turn
    options = {"AVIF": {"speed": 10}, "JPEG": {"quality": 95}}.get(kind, {})
    image.info["exif"] = exif.tobytes()  # HEIC has its own way of saying it, which is made of this
    if kind != "HEIF":
        options["exif"] = exif
    ink = ink_of(saved(image, kind, **options))
    assert difference(ink, expected) < 0.03


@pytest.mark.parametrize("small", [(28, 28), (9, 9), (3, 40), (1, 1)])
def test_pictures_may_be_tiny(small):
    ink = ink_of(saved(drawing().resize(small), "PNG"))
    assert ink.shape == (small[1], small[0])
    assert render_picture(ink).shape == (28, 28)


def test_a_picture_of_one_colour_is_blank():
    for colour in (0, 128, 255):
        ink = ink_of(saved(Image.new("L", (50, 50), colour), "PNG"))
        assert not ink.any()


def test_an_entirely_transparent_picture_is_blank():
    assert not ink_of(saved(Image.new("RGBA", (50, 50), (255, 0, 0, 0)), "PNG")).any()


def test_a_large_picture_is_reduced_and_says_by_how_much():
    grey, colour = open_picture(CASES["large"]()), open_picture(CASES["large jpeg"]())
    assert (grey.pixels.dtype, colour.pixels.dtype) == (np.uint8, np.uint8)
    assert (grey.pixels.shape, colour.pixels.shape) == ((2000, 2000), (2000, 2000, 3))
    assert max(grey.pixels.shape) <= LONGEST_SIDE
    assert (grey.scale, colour.scale) == (2.0, 2.0)


def test_colours_stay_colours():
    pixels = open_picture(saved(drawing("RGB", "white", "darkred"), "PNG")).pixels
    assert set(map(tuple, pixels.reshape(-1, 3).tolist())) == {(255, 255, 255), (139, 0, 0)}


def test_a_part_of_a_picture_is_in_the_pixels_of_the_whole():
    whole = open_picture(CASES["large"]())
    part, (x, y) = whole.crop((1001, 400, 2003.5, 10_000))
    assert (x, y, part.scale) == (1000, 400, 2.0)
    assert part.pixels.shape == (1800, 502)
    outside, _ = whole.crop((-9, 5000, -5, 5001))
    assert outside.pixels.shape == (1, 1)


def bomb():
    """A PNG of 30,000 by 30,000 pixels in a few hundred bytes."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    )


PNG = CASES["png"]().getvalue()
BROKEN = {
    "empty": (b"", "not a picture"),
    "text": (b"hello, this is text", "not a picture"),
    "cut off": (PNG[: len(PNG) // 2], "broken"),
    "only a head": (PNG[:40], "broken|not a picture"),
    "bytes flipped": (PNG[:60] + bytes(255 - b for b in PNG[60:90]) + PNG[90:], "broken"),
    "cut jpeg": (CASES["jpeg"]().getvalue()[:700], "broken"),
    "cut webp": (CASES["webp"]().getvalue()[:200], "broken|not a picture"),
    "cut tiff": (CASES["lab tiff"]().getvalue()[:-200], "broken"),
    "too large": (bomb(), "million pixels"),
    "another format": (saved(drawing(), "PPM").getvalue(), "not a picture"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_not_a_picture_is_refused_in_words(case):
    content, says = BROKEN[case]
    with pytest.raises(PictureError, match=says):
        open_picture(io.BytesIO(content))


def test_a_fault_of_the_program_is_not_taken_for_a_broken_picture(monkeypatch):
    def no_module(*_):
        raise ModuleNotFoundError("No module named 'scipy'")

    for part in ("_colours", "_reduced"):
        monkeypatch.setattr(decoding, part, no_module)
        with pytest.raises(ModuleNotFoundError):
            open_picture(CASES["png"]())


def test_too_little_memory_is_named_wherever_it_is_missing(monkeypatch):
    def no_memory(*_, **__):
        raise MemoryError

    for owner, part in ((Image, "open"), (decoding, "_colours")):
        monkeypatch.setattr(owner, part, no_memory)
        with pytest.raises(PictureError, match="more memory"):
            open_picture(CASES["png"]())


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    with pytest.raises(PictureError, match="no such file"):
        open_picture(tmp_path / "nothing.png")
    with pytest.raises(PictureError, match="a folder"):
        open_picture(tmp_path)


def test_a_folder_is_named_even_if_windows_only_says_that_access_is_denied(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PictureError, match="a folder"):
        open_picture(tmp_path)
    with pytest.raises(PictureError, match="not allowed"):
        open_picture(tmp_path / "a.png")


def stored(pixels):
    file = io.BytesIO()
    Image.fromarray(np.uint8(pixels)).save(file, "PNG")
    file.seek(0)
    return file


@pytest.mark.parametrize("ink", [255, 0])
def test_a_ring_that_fills_a_tiny_picture_is_the_ink(ink):
    """There is more ink than paper on the picture's rim; its corners are paper."""
    ring = np.ones((8, 8))
    ring[[0, 0, 0, 0, 1, 1, -1, -1, -1, -1, -2, -2], [0, 1, -1, -2, 0, -1, 0, 1, -1, -2, 0, -1]] = 0
    ring[3:5, 2:6] = 0
    assert np.concatenate([ring[0], ring[-1], ring[:, 0], ring[:, -1]]).mean() == 0.5
    assert (ink_of(stored(255 - ring * 255 if ink == 0 else ring * 255)) == ring).all()


def test_shadows_in_the_corners_of_a_large_picture_are_not_paper():
    photo = np.full((200, 200), 200.0)
    photo[:60, :60] = photo[:60, -60:] = photo[-60:, :60] = 90
    photo[80:120, 98:104] = 10
    ink = ink_of(stored(photo))
    assert ink[100, 100] == 1
    assert ink[150, 150] == 0


def test_digits_of_a_few_pixels_are_read():
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.resources import model_path

    recognizer = Recognizer.open(model_path())
    read = []
    for which in range(10):
        box = Image.fromarray(np.uint8(255 * render(digit(which).strokes))).crop((4, 4, 24, 24))
        tiny = box.resize((8, 8), Image.Resampling.BOX)
        read.append(recognizer.read_picture(open_picture(stored(tiny)), 1).text)
    assert sum(text == str(which) for which, text in enumerate(read)) >= 9
