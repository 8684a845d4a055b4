import numpy as np

from digitrec.recognition.picture.segmentation.connected_components import components


def mask(*rows):
    return np.array([[letter == "#" for letter in row] for row in rows])


def test_what_touches_even_at_a_corner_is_one_piece():
    found = components(mask("#..#", ".#..", "...#"))
    assert found.boxes.tolist() == [[0, 0, 2, 2], [3, 0, 4, 1], [3, 2, 4, 3]]
    assert found.areas.tolist() == [2, 1, 1]


def test_pieces_that_meet_far_down_are_one():
    found = components(mask("#.#.#", "#.#.#", "#.###", "###.."))
    assert len(found) == 1
    assert (found.boxes.tolist(), found.areas.tolist()) == ([[0, 0, 5, 4]], [13])


def test_the_labels_say_which_pixel_is_whose():
    found = components(mask("##..", "...#"))
    assert found.labels.tolist() == [[1, 1, 0, 0], [0, 0, 0, 2]]
    assert found.where(np.array([False, True])).tolist() == mask("....", "...#").tolist()
    values = np.array([[1, 5, 9, 9], [9, 9, 9, 2]], np.float32)
    assert found.greatest(values).tolist() == [5, 2]


def test_rows_do_not_run_into_each_other():
    assert len(components(mask("...#", "#..."))) == 2


def test_there_may_be_none():
    assert len(components(np.zeros((3, 4), bool))) == 0


def test_a_spiral_is_one_piece():
    spiral = np.zeros((41, 41), bool)
    for ring in range(0, 20, 2):
        spiral[ring, ring : 41 - ring] = spiral[40 - ring, ring : 41 - ring] = True
        spiral[ring : 41 - ring, ring] = spiral[ring : 41 - ring, 40 - ring] = True
        spiral[ring + 1, ring] = False
        spiral[ring + 2 : ring + 3, ring : ring + 3] = ring < 18
    assert len(components(spiral)) == 1
