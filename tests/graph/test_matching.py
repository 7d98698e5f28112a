import pytest

from graph.answer import Lookup
from graph.catalogue import Catalogue
from graph.engine import Engine
from graph.filters import World
from graph.matching import KINDS, Condition, Found, Row, description_of, match_row, properties_of
from graph.search import LabelIndex

PLACES = ("jurisdiction",)


@pytest.fixture(scope="module")
def world(engine: Engine) -> World:
    lookup = Lookup(engine)
    return World(Catalogue.read(engine, lookup.concepts), lookup.places, lookup.concepts)


@pytest.fixture(scope="module")
def index(engine: Engine) -> LabelIndex:
    return LabelIndex(engine)


def matched(
    world: World, index: LabelIndex, text: str, kinds: tuple[str, ...] = (), *conditions: Condition
) -> list[Found]:
    return match_row(world, index, Row(text, kinds, conditions))


@pytest.mark.parametrize(
    ("text", "kinds", "thing"),
    [
        ("California", PLACES, "jurisdiction/us-ca"),
        ("US-CA", PLACES, "jurisdiction/us-ca"),
        ("Portland, Oregon", PLACES, "jurisdiction/us-or-portland"),
        ("Portland ME", PLACES, "jurisdiction/us-me-portland"),
        ("us-ca-oakland", PLACES, "jurisdiction/us-ca-oakland"),
        ("Biometric Information Privacy Act", ("law",), "law/us-il-bipa-2008"),
        ("law/us-il-bipa-2008", (), "law/us-il-bipa-2008"),
        ("https://w3id.org/facelex/id/law/us-il-bipa-2008", (), "law/us-il-bipa-2008"),
        ("proceeding/oaic-bunnings", (), "proceeding/bunnings-v-privacy-commissioner"),
        ("CNIL", ("regulator",), "regulator/fr-cnil"),
        ("clearview ai", ("organisation",), "organisation/clearview-ai"),
        ("Commission d'acces a l'information du Quebec", ("regulator",), "regulator/ca-qc-cai"),
    ],
)
def test_whole_name_code_or_id_of_one_thing_is_sure(
    world: World, index: LabelIndex, text: str, kinds: tuple[str, ...], thing: str
) -> None:
    (first, *others) = matched(world, index, text, kinds)
    assert (first.entry.id, first.is_sure) == (thing, True)
    assert not any(other.is_sure for other in others)
    assert 90 <= first.score <= 100


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Portland", PLACES),  # two of them
        ("Georgia", PLACES),  # a country and a state
        ("Springfield", PLACES),  # one is recorded, many there are
        ("Oakland", PLACES),
        ("Georgia", ("regulator",)),  # in brackets after the name of another
        ("Privacy Act", ("law",)),
        ("SB 342", ("law",)),
        ("BIPA", ("law",)),  # initials
        ("San Fransisco", PLACES),
        ("Californ", PLACES),
        ("1:21-cv-00135", ("proceeding",)),
        ("xyzzy", ()),
    ],
)
def test_what_others_may_be_called_too_is_not_sure(
    world: World, index: LabelIndex, text: str, kinds: tuple[str, ...]
) -> None:
    assert not any(found.is_sure for found in matched(world, index, text, kinds))


@pytest.mark.parametrize(
    ("text", "condition", "thing"),
    [
        ("Portland", Condition("place", ("Maine",)), "jurisdiction/us-me-portland"),
        ("Portland", Condition("place", ("jurisdiction/us-or",)), "jurisdiction/us-or-portland"),
        ("Springfield", Condition("place", ("Massachusetts",)), "jurisdiction/us-ma-springfield"),
        ("Georgia", Condition("type", ("State",)), "jurisdiction/us-ga"),
        ("Georgia", Condition("place", ("United States",)), "jurisdiction/us-ga"),
    ],
)
def test_another_fact_tells_namesakes_apart(
    world: World, index: LabelIndex, text: str, condition: Condition, thing: str
) -> None:
    first = matched(world, index, text, PLACES, condition)[0]
    assert (first.entry.id, first.is_sure) == (thing, True)


def test_fact_that_contradicts_takes_the_surety_away(world: World, index: LabelIndex) -> None:
    condition = Condition("place", ("Oregon",))
    (first, *_) = matched(world, index, "California", PLACES, condition)
    assert first.entry.id == "jurisdiction/us-ca"
    assert not first.is_sure
    assert first.score < 80
    assert first.facts == (("place", False),)


def test_required_fact_leaves_out_what_lacks_it(world: World, index: LabelIndex) -> None:
    found = matched(world, index, "Portland", PLACES, Condition("place", ("Maine",), required=True))
    assert [one.entry.id for one in found] == ["jurisdiction/us-me-portland"]
    without = Condition("place", ("Maine",), required=True, quantifier="none")
    assert [one.entry.id for one in matched(world, index, "Portland", PLACES, without)] == [
        "jurisdiction/us-or-portland"
    ]


@pytest.mark.parametrize(
    ("kinds", "condition", "thing"),
    [
        (PLACES, Condition("iso_code", ("US-CA",)), "jurisdiction/us-ca"),
        (PLACES, Condition("wikidata", ("http://www.wikidata.org/entity/Q99",)), "jurisdiction/us-ca"),
    ],
)
def test_code_alone_says_which(
    world: World, index: LabelIndex, kinds: tuple[str, ...], condition: Condition, thing: str
) -> None:
    (found,) = matched(world, index, "", kinds, condition)
    assert (found.entry.id, found.score, found.is_sure) == (thing, 100.0, True)


def test_other_facts_alone_are_not_sure(world: World, index: LabelIndex) -> None:
    found = matched(world, index, "", ("technology",), Condition("vendor", ("Clearview AI",)))
    assert {"technology/clearview-app"} <= {one.entry.id for one in found}
    assert not any(one.is_sure for one in found)


def test_fact_of_a_link_may_be_its_id_or_any_of_its_names(world: World, index: LabelIndex) -> None:
    for value in ("law/us-il-bipa-2008", "Biometric Information Privacy Act", "Illinois BIPA"):
        found = matched(
            world, index, "clearview", ("proceeding",), Condition("under", (value,), required=True)
        )
        assert found, value


def test_description_tells_namesakes_apart(world: World) -> None:
    told = {
        thing: description_of(world, world.catalogue.by_id[thing])
        for thing in ("jurisdiction/us-me-portland", "organisation/sfpd", "law/us-il-bipa-2008")
    }
    assert told["jurisdiction/us-me-portland"] == "city in Cumberland County, Maine, United States"
    assert told["organisation/sfpd"].startswith("police force in ")
    assert told["law/us-il-bipa-2008"] == "statute in Illinois (2008-10-03)"
    assert all(description_of(world, entry) for kind in KINDS for entry in world.catalogue.of(kind))


def test_every_kind_with_places_can_be_compared_by_place() -> None:
    assert all(("place" in properties_of(kind)) is (kind != "technology") for kind in KINDS)
