from viz.world_lines import lines_of

SCALE = {"scale": [1.0, 1.0], "translate": [-180.0, -90.0]}


def test_line_goes_through_its_points_with_north_at_the_top() -> None:
    assert lines_of({"transform": SCALE, "arcs": [[[180, 90], [2, 3]]]}) == "M0.0 -0.0L2.0 -3.0"


def test_step_around_the_back_of_the_globe_is_not_drawn() -> None:
    arcs = [[[0, 90], [1, 0], [358, 0], [1, 0]]]
    assert lines_of({"transform": SCALE, "arcs": arcs}) == "M-180.0 -0.0L-179.0 -0.0M179.0 -0.0L180.0 -0.0"
