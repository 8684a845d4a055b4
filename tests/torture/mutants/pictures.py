"""Picture files of every format that the program reads, and mutants of them."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, features

from tests.torture.mutants.mutation import mutated, with_checksums
from tests.torture.mutants.programs import recognizer, verdict
from tests.torture.trial import Trial

VECTORS = b"8 w 1 J 20 80 m 60 80 l 35 10 l S BT /F 40 Tf 80 20 Td (7) Tj ET"


def trials(seed: int, count: int) -> Iterator[Trial]:
    """Mutants of pictures, each read by the job that `digitrec predict` runs."""
    seeds = files()
    recognizer()
    for number in range(count):
        rng = random.Random(f"pictures {seed} {number}")
        kind = rng.choice(list(seeds))
        content = mutated(rng, seeds[kind], list(seeds.values()))
        if kind.startswith("png") and rng.random() < 0.6:
            content = with_checksums(content)
        yield Trial(f"pictures --seed {seed} --only {number} ({kind})", lambda it=content: read(it))


def read(content: bytes) -> str:
    """What the job says about a picture."""
    from dataclasses import replace

    from digitrec.bulk.jobs import PictureJob

    job = PictureJob("picture", None, "json", content=content)
    pages = job.count_pages()
    return verdict(replace(job, pages=range(min(pages, 3))).run(recognizer()))


@cache
def files() -> dict[str, bytes]:
    """A small picture of a 7 in each format, and in the ways in which it can be stored."""
    grey = _drawn()
    colour = Image.merge("RGB", (grey, grey.point(lambda v: v // 2), grey))
    alpha = colour.copy()
    alpha.putalpha(grey.point(lambda v: 255 - v))
    exif = Image.Exif()
    exif[0x0112] = 6
    made: dict[str, bytes] = {
        "png": _stored(grey, "PNG"),
        "png-alpha": _stored(alpha, "PNG"),
        "png-palette": _stored(colour.quantize(8), "PNG"),
        "png-16": _stored(grey.convert("I;16"), "PNG"),
        "jpeg": _stored(colour, "JPEG", exif=exif),
        "jpeg-progressive": _stored(colour, "JPEG", progressive=True, subsampling=2),
        "bmp": _stored(colour, "BMP"),
        "gif": _stored(grey, "GIF", save_all=True, append_images=[grey.rotate(5, fillcolor=255)]),
        "tiff": _stored(grey, "TIFF"),
        "tiff-lzw": _stored(colour, "TIFF", compression="tiff_lzw", tiffinfo={274: 3}),
        "tiff-jpeg": _stored(colour, "TIFF", compression="jpeg"),
        "tiff-pages": _stored(grey.convert("1"), "TIFF", compression="group4", save_all=True,
                              append_images=[grey.convert("1")]),
        "pdf-picture": _stored(grey, "PDF"),
        "pdf-vectors": pdf(VECTORS),
    }  # fmt: skip
    if features.check("webp"):
        made["webp"] = _stored(colour, "WEBP", quality=60)
        made["webp-lossless"] = _stored(alpha, "WEBP", lossless=True)
        made["webp-frames"] = _stored(colour, "WEBP", save_all=True, append_images=[colour])
    if features.check("avif"):
        made["avif"] = _stored(colour, "AVIF")
    try:
        import pillow_heif
    except ImportError:
        return made
    pillow_heif.register_heif_opener()
    made["heic"] = _stored(colour, "HEIF")
    return made


def pdf(
    *contents: bytes, extra: bytes = b"", form: bytes = b"", box: bytes = b"0 0 120 100"
) -> bytes:
    """A PDF file with a page for each stream of operators.

    Args:
        contents: the operators of each page.
        extra: objects of a page's resources.
        form: further objects, from number `3 + 2 * pages` on, each with its own `obj` line.
        box: the size of the pages.
    """
    kids = b" ".join(b"%d 0 R" % (3 + 2 * at) for at in range(len(contents)))
    file = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    file += b"2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n" % (kids, len(contents))
    for at, content in enumerate(contents):
        file += (
            b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %d 0 R/Resources<</Font<</F"
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>%s>>>>endobj\n"
            % (3 + 2 * at, box, 4 + 2 * at, extra)
        )
        file += b"%d 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (
            4 + 2 * at, len(content), content,
        )  # fmt: skip
    # Without a table PDFium looks for the objects itself.
    return file + form + b"trailer<</Root 1 0 R>>\n%%EOF"


def pdf_of_forms(depth: int, copies: int) -> bytes:
    """A page of forms, each of which contains the next some times: `copies ** depth` in all."""
    forms = b""
    for at in range(depth):
        last = at == depth - 1
        content = VECTORS if last else b"/X Do " * copies
        inner = b"" if last else b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + at)
        forms += b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 99 99]%s/Length %d>>stream\n" % (
            5 + at, inner, len(content),
        )  # fmt: skip
        forms += content + b"\nendstream endobj\n"
    return pdf(b"/X Do", extra=b"/XObject<</X 5 0 R>>", form=forms)


def _drawn() -> Image.Image:
    grey = Image.new("L", (60, 50), 245)
    ImageDraw.Draw(grey).line([(15, 10), (45, 10), (28, 42)], fill=20, width=5)
    return grey


def _stored(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
