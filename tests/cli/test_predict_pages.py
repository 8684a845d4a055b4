"""What `predict` prints for files of several pages."""

import io
from pathlib import Path

from PIL import Image

from tests.cli.program import check_schema, digitrec, objects, picture_of, png_of


def pages(kind: str, numbers: str) -> bytes:
    first, *others = (picture_of(int(number)).convert("RGB") for number in numbers)
    file = io.BytesIO()
    first.save(file, kind, save_all=True, append_images=others)
    return file.getvalue()


def test_every_page_is_answered_in_order_and_numbered_from_the_second_on(tmp_path: Path) -> None:
    numbers = "7310723192"  # more pages than one job reads
    (tmp_path / "form.pdf").write_bytes(pages("PDF", "72"))
    (tmp_path / "fax.tif").write_bytes(pages("TIFF", numbers))
    (tmp_path / "three.png").write_bytes(png_of(3))

    done = digitrec(
        tmp_path, "predict", "--json", "form.pdf", "fax.tif", "three.png", "-",
        stdin=pages("GIF", "52"),
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, b"")
    answers = objects(done.stdout)
    for answer in answers:
        check_schema(answer)
    assert [(answer["source"], answer["text"]) for answer in answers] == [
        ("form.pdf", "7"),
        ("form.pdf#2", "2"),
        ("fax.tif", "7"),
        *((f"fax.tif#{page}", number) for page, number in enumerate(numbers[1:], 2)),
        ("three.png", "3"),
        ("-", "5"),
        ("-#2", "2"),
    ]


def test_a_broken_page_has_an_error_and_the_others_a_reading(tmp_path: Path) -> None:
    content = bytearray(pages("TIFF", "731"))
    with Image.open(io.BytesIO(content)) as image:
        image.seek(1)
        at = image.tag_v2[273][0]  # where its pixels are
        place = content.index(at.to_bytes(4, "little"))
    content[place : place + 4] = b"\xff\xff\xff\x7f"
    (tmp_path / "fax.tif").write_bytes(content)

    done = digitrec(tmp_path, "predict", "--json", "fax.tif")

    assert done.returncode == 1
    first, second, third = objects(done.stdout)
    assert (first["text"], third["text"]) == ("7", "1")
    assert second.keys() == {"id", "source", "error"}
    assert second["source"] == "fax.tif#2"


def test_a_page_that_cant_be_read_as_asked_costs_only_itself(tmp_path: Path) -> None:
    first, blank = picture_of(7), Image.new("L", (160, 160), 255)
    first.save(tmp_path / "fax.tif", save_all=True, append_images=[blank, picture_of(1)])

    done = digitrec(tmp_path, "predict", "--json", "--digits", "1", "fax.tif")

    answers = objects(done.stdout)
    assert [answer["source"] for answer in answers] == ["fax.tif", "fax.tif#2", "fax.tif#3"]
    assert [answers[at]["text"] for at in (0, 2)] == ["7", "1"]
