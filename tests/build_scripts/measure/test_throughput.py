import json

import pytest

from build_scripts.measure import throughput
from tests.samples import digit

pytestmark = pytest.mark.slow  # each starts the program several times


@pytest.fixture
def once(monkeypatch):
    monkeypatch.setattr(throughput, "RUNS", 1)


def test_drawings_are_counted_and_the_networks_share_measured(tmp_path, once, capfd):
    ink = tmp_path / "ink.jsonl"
    ink.write_text("".join(digit(at % 10).to_json() + "\n" for at in range(40)) + "broken\n")
    assert throughput.main([str(ink), "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert found["drawings"] == 40
    assert found["each_second"] > 0
    assert found["milliseconds"] > 0
    assert 0 < found["network"] < 1
    words = throughput.report_lines(throughput.Throughput(40, 2, 1000.4, 600.2, 1.5, 0.6))
    assert [line.strip() for line in words[1:]] == [
        "1,000 per second on 2 cores",
        "600 per second on one core",
        "1.50 ms of one core per drawing; 60% for the networks, 40% for the rest",
    ]


def test_a_file_without_ink_is_reported(tmp_path, once, capfd):
    assert throughput.main([str(tmp_path / "none.jsonl")]) == 1
    assert "read nothing" in capfd.readouterr().err
