from hypothesis import given
from hypothesis import strategies as st

from digitrec.ui.widgets.flow_layout import _filled, rows


@given(st.lists(st.integers(1, 300), max_size=12), st.integers(1, 900), st.integers(0, 20))
def test_every_widget_has_its_place_in_order_and_rows_fit(widths, room, gap):
    found = rows(widths, room, gap)
    assert [index for row in found for index in row] == list(range(len(widths)))
    for row in found:
        assert len(row) == 1 or sum(widths[i] for i in row) + gap * (len(row) - 1) <= room


def test_no_widget_is_left_alone_below_full_rows():
    assert rows([60] * 6, 350, 10) == [[0, 1, 2], [3, 4, 5]]
    assert rows([40, 40, 40, 40, 120], 230, 10) == [[0, 1, 2], [3, 4]]
    assert rows([90, 90, 90, 30], 300, 10) == [[0, 1], [2, 3]]


@given(st.lists(st.integers(1, 300), max_size=12), st.integers(1, 900), st.integers(0, 20))
def test_even_rows_are_no_more_than_full_ones(widths, room, gap):
    assert len(rows(widths, room, gap)) == len(_filled(widths, room, gap))


def test_a_row_is_filled_before_the_next_begins():
    assert rows([50, 50, 50], 110, 10) == [[0, 1], [2]]
    assert rows([50, 50, 50], 170, 10) == [[0, 1, 2]]
