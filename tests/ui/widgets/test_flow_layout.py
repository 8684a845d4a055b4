from hypothesis import given
from hypothesis import strategies as st

from digitrec.ui.widgets.flow_layout import rows


@given(st.lists(st.integers(1, 300), max_size=12), st.integers(1, 900), st.integers(0, 20))
def test_every_widget_has_its_place_in_order_and_rows_fit(widths, room, gap):
    found = rows(widths, room, gap)
    assert [index for row in found for index in row] == list(range(len(widths)))
    for row in found:
        assert len(row) == 1 or sum(widths[i] for i in row) + gap * (len(row) - 1) <= room


def test_a_row_is_filled_before_the_next_begins():
    assert rows([50, 50, 50], 110, 10) == [[0, 1], [2]]
    assert rows([50, 50, 50], 170, 10) == [[0, 1, 2]]
