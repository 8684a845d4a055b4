from build_scripts.benchmark import Start, compare


def test_medians_are_set_side_by_side_as_ratios():
    ours = [Start(0.3, 0.2, 60_000_000), Start(0.2, 0.4, 60_000_000), Start(9.0, 0.3, 60_000_000)]
    bare = [Start(0.2, None, 20_000_000)] * 3
    lines = compare(ours, bare)
    assert lines[0].endswith("× 1.50")
    assert "0.300 s after the window" in lines[1]
    assert lines[2].endswith("× 3.00")
