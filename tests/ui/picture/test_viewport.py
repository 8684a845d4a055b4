import pytest

from digitrec.ui.picture.viewport import LARGEST_PIXEL, Viewport

SCREEN = (500, 400)


def fitting(picture=(1000, 400)):
    return Viewport.fitting(picture, SCREEN)


def test_a_picture_is_fitted_into_the_middle_whatever_its_size():
    assert fitting().to_screen((0, 0, 1000, 400)) == (0, 100, 500, 300)
    assert fitting((50, 40)).to_screen((0, 0, 50, 40)) == (0, 0, 500, 400)
    assert fitting().fits
    assert fitting().visible == (0, 0, 1000, 400)


@pytest.mark.parametrize("factor", [1.25, 3, 7.7])
def test_what_is_under_the_pointer_stays_there(factor):
    at = 130, 180
    before = fitting()
    x, y = ((at[0] - before.x) / before.scale, (at[1] - before.y) / before.scale)
    after = before.zoomed(4).zoomed(factor, at)
    there = before.zoomed(4)
    x, y = ((at[0] - there.x) / there.scale, (at[1] - there.y) / there.scale)
    assert after.to_screen((x, y, x, y))[:2] == pytest.approx(at)


def test_zooming_out_ends_with_all_of_the_picture_and_zooming_in_with_large_pixels():
    assert fitting().zoomed(9).zoomed(0.001) == fitting()
    assert fitting().zoomed(1e6).scale == LARGEST_PIXEL


def test_a_picture_moves_no_further_than_to_its_sides():
    zoomed = fitting((1000, 1000)).zoomed(4)
    assert zoomed.moved(1e9, 0).visible[0] == 0
    assert zoomed.moved(-1e9, -1e9).visible[2:] == pytest.approx((1000, 1000))
    assert fitting().moved(50, 50) == fitting()


def test_a_larger_window_shows_more_and_a_fitted_picture_stays_fitted():
    assert fitting().resized((900, 900)) == Viewport.fitting((1000, 400), (900, 900))
    zoomed = fitting().zoomed(8)
    wider = zoomed.resized((700, 400))
    assert wider.scale == zoomed.scale
    middle = [sum(one.visible[0:3:2]) / 2 for one in (zoomed, wider)]
    assert middle[0] == pytest.approx(middle[1])


def test_a_box_is_brought_into_the_window_with_as_little_move_as_possible():
    zoomed = fitting((1000, 1000)).zoomed(8)
    box = (10.0, 900.0, 40.0, 950.0)
    shown = zoomed.showing(box, 20)
    left, _, _, bottom = shown.to_screen(box)
    assert left >= 0
    assert bottom <= SCREEN[1] - 20 + 1e-6
    assert shown.showing(box, 20) == shown
