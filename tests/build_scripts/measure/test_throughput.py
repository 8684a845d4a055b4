import json

import pytest

from build_scripts.measure import throughput
from tests.cli.program import png_of
from tests.samples import digit

pytestmark = pytest.mark.slow  # each starts the program several times


@pytest.fixture
def once(monkeypatch):
    monkeypatch.setattr(throughput, "RUNS", 1)


def test_drawings_are_counted_and_the_share_of_each_part_measured(tmp_path, once, capfd):
    ink = tmp_path / "ink.jsonl"
    ink.write_text("".join(digit(at % 10).to_json() + "\n" for at in range(40)) + "broken\n")
    (tmp_path / "pictures").mkdir()
    for at in (3, 4):
        (tmp_path / "pictures" / f"{at}.png").write_bytes(png_of(at))
    words = [str(ink), "--json", "--pictures", str(tmp_path / "pictures")]
    assert throughput.main(words) == 0
    found = json.loads(capfd.readouterr().out)
    assert found["drawings"] == 40
    assert found["each_second"] > 0
    assert found["milliseconds"] > 0
    assert tuple(found["shares"]) == throughput.PARTS
    assert all(share > 0 for share in found["shares"].values())
    assert sum(found["shares"].values()) == pytest.approx(1)
    assert found["pictures"] == 2
    shares = dict(zip(throughput.PARTS, (0.4, 0.3, 0.2, 0.1), strict=True))
    words = throughput.report_lines(
        throughput.Throughput(40, 2, 1000.4, 600.2, 1.5, shares, 20, 80.0)
    )
    assert [line.strip() for line in words[1:]] == [
        "1,000 per second on 2 cores",
        "600 per second on one core",
        "1.50 ms of one core per drawing, of these",
        "40% networks",
        "30% features and segmentation",
        "20% reading the ink",
        "10% writing the answers",
        "20 pictures: 80 ms of one core each, 12.5 per second and core",
    ]


def test_a_file_without_ink_is_reported(tmp_path, once, capfd):
    assert throughput.main([str(tmp_path / "none.jsonl")]) == 1
    assert "read nothing" in capfd.readouterr().err
