from hypothesis import given
from hypothesis import strategies as st

from digitrec.ui.canvas.curve import bend, smooth

points = st.lists(
    st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=1, max_size=30, unique=True
)


@given(points)
def test_a_curve_begins_and_ends_where_the_stroke_does_and_stays_in_its_box(stroke):
    flat = smooth(stroke)
    assert tuple(flat[:2]) == stroke[0]
    assert tuple(flat[-2:]) == stroke[-1]
    for side in (0, 1):
        values = [point[side] for point in stroke]
        assert min(values) - 1e-6 <= min(flat[side::2])
        assert max(flat[side::2]) <= max(values) + 1e-6


def test_a_bend_runs_from_middle_to_middle():
    flat = bend((0, 0), (10, 0), (10, 10))
    assert flat[:2] == [5, 0]
    assert flat[-2:] == [10, 5]
