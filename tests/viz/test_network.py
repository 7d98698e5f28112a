from datetime import date

import pytest

from graph.engine import Engine
from schema.errors import NotFound
from tests.viz.sample import SAMPLE
from viz.network import network, relations, things


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_text(SAMPLE)


def test_whole_network_holds_every_kind_but_no_sources_or_exceptions(engine: Engine) -> None:
    graph = network(engine)
    assert {thing.kind for thing in things(graph).values()} == {
        "jurisdiction",
        "law",
        "rule",
        "regulator",
        "organisation",
        "technology",
        "proceeding",
        "event",
    }
    assert len(graph) == 14


def test_edges_say_their_relation_in_words(engine: Engine) -> None:
    said = {(start, relation.words, end) for start, relation, end in relations(network(engine))}
    assert ("law/oakland-ban", "enacted by", "regulator/oakland-council") in said
    assert ("rule/oakland-ban--ban", "rule of", "law/oakland-ban") in said
    assert ("technology/facefind-app", "sold by", "organisation/facefind") in said
    assert ("event/facefind-breach", "involves", "organisation/facefind") in said


def test_thing_carries_names_dates_as_stated_doubts_and_sources(engine: Engine) -> None:
    law = things(network(engine))["law/oakland-ban"]
    assert law.label == "Oakland Municipal Code ch. 9.64"
    assert law.category == "ordinance"
    assert law.other_names == ("Oakland ban",)
    assert law.dates == (("in force from", "2019-10"),)
    assert law.doubts == ("not confirmed: the exact day",)
    assert law.verification == "the legal text was read"
    assert [(source.url, source.publisher) for source in law.sources] == [
        ("https://example.org/oakland", "City of Oakland")
    ]


def test_rule_is_called_by_effect_and_law_and_leans_on_the_sources_of_its_law(engine: Engine) -> None:
    rule = things(network(engine))["rule/oakland-ban--ban"]
    assert rule.label == "Ban: Oakland ban"
    assert rule.sources_of == "law/oakland-ban"
    assert rule.sources[0].title == "Ordinance"
    assert rule.parts == (("Exception · 9.64.045(b)", "Mistaken receipt of a match."),)


def test_rule_says_whom_it_binds_and_an_event_does_not_repeat_its_edges(engine: Engine) -> None:
    known = things(network(engine))
    assert ("Who", "local government; police") in known["rule/oakland-ban--ban"].details
    assert known["event/facefind-breach"].details == ()


def test_outcome_stands_with_its_case(engine: Engine) -> None:
    case = things(network(engine))["proceeding/doe-v-facefind"]
    assert case.parts == (("Settlement · 2022-05 · 250,000 USD", "Settled."),)


def test_category_of_a_place_is_its_narrowest_class(engine: Engine) -> None:
    known = things(network(engine))
    assert known["jurisdiction/us-ca-oakland"].category == "city"
    assert known["organisation/facefind"].category == "vendor"


def test_around_takes_the_steps_asked_for(engine: Engine) -> None:
    one = network(engine, around="organisation/facefind")
    assert set(one) == {
        "organisation/facefind",
        "technology/facefind-app",
        "proceeding/doe-v-facefind",
        "event/facefind-breach",
        "jurisdiction/us-ca",
    }
    assert one.graph["centre"] == "organisation/facefind"


def test_around_does_not_walk_through_places(engine: Engine) -> None:
    assert "jurisdiction/us" not in network(engine, around="organisation/facefind", depth=3)


def test_place_comes_with_the_law_that_reaches_it(engine: Engine) -> None:
    oakland = set(network(engine, place="us-ca-oakland"))
    assert {"jurisdiction/us", "law/us-bill", "rule/oakland-ban--ban", "regulator/oakland-council"} <= oakland
    assert not {"law/fr-act", "jurisdiction/fr", "organisation/facefind"} & oakland


def test_day_keeps_law_in_force_and_what_had_happened(engine: Engine) -> None:
    in_2020 = set(network(engine, on=date(2020, 6, 1)))
    assert {"rule/oakland-ban--ban", "law/oakland-ban", "event/facefind-breach"} <= in_2020
    assert not {"law/us-bill", "rule/us-bill--ban", "proceeding/doe-v-facefind"} & in_2020
    assert "rule/oakland-ban--ban" not in network(engine, on=date(2025, 1, 1))


def test_thing_asked_about_stays_on_any_day_and_among_any_kinds(engine: Engine) -> None:
    graph = network(engine, around="law/us-bill", on=date(2020, 6, 1), kinds=["jurisdiction"])
    assert set(graph) == {"law/us-bill", "jurisdiction/us"}


def test_former_id_and_iri_name_the_thing(engine: Engine) -> None:
    for given in ("jurisdiction/us-oakland", "https://w3id.org/facelex/id/jurisdiction/us-ca-oakland"):
        assert network(engine, around=given).graph["centre"] == "jurisdiction/us-ca-oakland"


def test_unknown_thing_is_not_found_and_near_ones_are_named(engine: Engine) -> None:
    with pytest.raises(NotFound) as caught:
        network(engine, around="organisation/facefnd")
    assert "organisation/facefind" in [candidate.id for candidate in caught.value.near]
    with pytest.raises(NotFound):
        network(engine, place="organisation/facefind")


def test_unknown_kind_is_refused_and_the_accepted_ones_are_named(engine: Engine) -> None:
    with pytest.raises(ValueError, match=r"wizard.*accepted: jurisdiction"):
        network(engine, kinds=["wizard"])


def test_same_graph_in_the_same_order_each_time(engine: Engine) -> None:
    first, second = network(engine), network(Engine.from_text(SAMPLE))
    assert list(first) == list(second)
    assert list(relations(first)) == list(relations(second))
