from digitrec.ui.widgets.selection import Selection


def selection_of(count):
    selection = Selection()
    selection.reset(count)
    return selection


def test_at_first_nothing_is_selected():
    selection = selection_of(5)
    assert len(selection) == 0
    assert selection.only is None


def test_one_after_another_is_selected_alone():
    selection = selection_of(5)
    selection.select(3)
    selection.select(1)
    assert selection.positions == {1}
    assert selection.only == 1
    selection.select(None)
    assert not selection.positions


def test_a_range_reaches_from_the_anchor_in_either_direction():
    selection = selection_of(9)
    selection.select(4)
    selection.extend_to(6)
    assert selection.positions == {4, 5, 6}
    selection.extend_to(2)
    assert selection.positions == {2, 3, 4}
    assert selection.only is None


def test_single_ones_are_added_and_taken_out():
    selection = selection_of(9)
    selection.select(1)
    selection.toggle(7)
    assert selection.positions == {1, 7}
    selection.toggle(1)
    assert selection.positions == {7}
    assert 7 in selection


def test_all_are_selected():
    selection = selection_of(50_000)
    selection.select_all()
    assert len(selection) == 50_000
    selection.reset(3)
    assert len(selection) == 0


def test_keys_move_from_the_anchor_and_stop_at_the_ends():
    selection = selection_of(6)
    assert selection.move(3) == 0  # the first key selects the first
    assert selection.move(3) == 3
    assert selection.move(3) is None
    assert selection.move(-1) == 2
    assert selection.positions == {2}
    assert selection_of(0).move(1) is None
