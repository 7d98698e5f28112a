import math
from itertools import combinations

from tests.viz.sample import graph_of, large_graph, small_graph, thing
from viz.layout import home_of, lay_out


def test_small_network_is_left_to_physics_from_seeded_positions() -> None:
    first, second = lay_out(small_graph()), lay_out(small_graph())
    assert first.physics
    assert first.positions == second.positions


def test_large_network_is_laid_out_beforehand_and_always_alike() -> None:
    first, second = lay_out(large_graph()), lay_out(large_graph())
    assert not first.physics
    assert first == second
    assert set(first.positions) == set(large_graph())


def test_no_two_nodes_of_a_large_network_stand_on_each_other() -> None:
    positions = lay_out(large_graph()).positions.values()
    assert min(math.dist(a, b) for a, b in combinations(positions, 2)) > 20


def test_discs_of_places_do_not_overlap_and_lie_within_their_country() -> None:
    country, *states = lay_out(large_graph()).regions
    assert country.node == "jurisdiction/us"
    for a, b in combinations(states, 2):
        assert math.dist((a.x, a.y), (b.x, b.y)) > a.radius + b.radius - 2
    for state in states:
        assert math.dist((state.x, state.y), (country.x, country.y)) + state.radius <= country.radius + 1


def test_west_is_left_and_north_is_up() -> None:
    regions = {region.node: region for region in lay_out(large_graph()).regions}
    assert regions["jurisdiction/us-03"].x < regions["jurisdiction/us-38"].x
    assert regions["jurisdiction/us-20"].y < regions["jurisdiction/us-14"].y


def test_thing_is_drawn_in_the_place_it_belongs_to_also_by_way_of_another() -> None:
    graph = graph_of(
        [
            thing("jurisdiction/us", category="country"),
            thing("organisation/facefind"),
            thing("technology/app"),
            thing("event/somewhere"),
        ],
        ("organisation/facefind", "based-in", "jurisdiction/us"),
        ("technology/app", "sold-by", "organisation/facefind"),
    )
    assert home_of(graph, "technology/app") == "jurisdiction/us"
    assert home_of(graph, "event/somewhere") == ""


def test_technology_that_only_an_event_names_stands_where_the_event_was() -> None:
    graph = graph_of(
        [thing("jurisdiction/us", category="country"), thing("technology/app"), thing("event/trial")],
        ("event/trial", "about", "technology/app"),
        ("event/trial", "took-place-in", "jurisdiction/us"),
    )
    assert home_of(graph, "technology/app") == "jurisdiction/us"


def test_country_in_a_union_of_countries_stands_by_itself() -> None:
    graph = graph_of(
        [thing("jurisdiction/eu", category="supranational"), thing("jurisdiction/fr", category="country")],
        ("jurisdiction/fr", "within", "jurisdiction/eu"),
    )
    assert home_of(graph, "jurisdiction/fr") == ""


def test_things_that_lead_to_each_other_in_a_ring_have_no_home() -> None:
    graph = graph_of(
        [thing("proceeding/a"), thing("organisation/b")],
        ("proceeding/a", "against", "organisation/b"),
        ("organisation/b", "changes", "proceeding/a"),
    )
    assert home_of(graph, "proceeding/a") == ""
