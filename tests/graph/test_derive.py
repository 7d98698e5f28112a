from itertools import product
from pathlib import Path

import pytest

from graph.build import DERIVE
from graph.rdf import Workspace
from schema.vocabulary import ID, NS, SCHEMA_GRAPH

PREFIXES = """
@prefix fl: <https://w3id.org/facelex/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix law: <https://w3id.org/facelex/id/law/> . @prefix rule: <https://w3id.org/facelex/id/rule/> .
@prefix place: <https://w3id.org/facelex/id/jurisdiction/> .
"""
SCHEMA = """
fl:City rdfs:subClassOf fl:Jurisdiction . fl:Jurisdiction rdfs:subClassOf fl:Thing , geo:SpatialThing .
fl:statute fl:givesForce fl:force-of-law . fl:policy fl:givesForce fl:force-of-policy .
fl:municipal-police skos:broader fl:police . fl:police skos:broader fl:government .
fl:government skos:broader fl:everyone . fl:retailers skos:broader fl:private-sector .
fl:schools skos:broader fl:government , fl:private-sector . fl:thing dct:source law:elsewhere .
"""


def derived(turtle: str, places: str = "", *, twice: bool = False) -> set[str]:
    """The triples that the updates add to one record, as short text."""
    work = Workspace()
    work.add_turtle((PREFIXES + SCHEMA).encode(), SCHEMA_GRAPH)
    work.add_turtle((PREFIXES + places).encode(), "http://g/places")
    work.add_turtle((PREFIXES + turtle).encode(), "http://g/record")
    for step in sorted(DERIVE.glob("*.ru")) * (2 if twice else 1):
        work.update(step.read_text(encoding="utf-8"))
    found = set()
    for line in work.nquads().decode().splitlines():
        if line.endswith(" <http://g/record> ."):
            for long, short in ((NS, "fl:"), (ID, ""), ("http://www.w3.org/2001/XMLSchema#", "xsd:")):
                line = line.replace(long, short)
            found.add(line.removesuffix(" <http://g/record> .").replace("<", "").replace(">", ""))
    return found


def test_place_of_a_part_gives_its_class() -> None:
    found = derived(
        "law:a fl:rule rule:r ; fl:amendment law:b ; dct:source law:s ; fl:outcome law:o . "
        "rule:r fl:exception law:e ."
    )
    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    for thing, name in (
        ("rule/r", "Rule"),
        ("law/b", "Amendment"),
        ("law/s", "Source"),
        ("law/o", "Outcome"),
    ):
        assert f"{thing} {rdf_type} fl:{name}" in found
    assert f"law/e {rdf_type} fl:Exception" in found


def test_thing_belongs_to_all_wider_classes_of_ours_only() -> None:
    found = derived("place:x a fl:City .")
    assert {line.split()[-1] for line in found} == {"fl:City", "fl:Jurisdiction", "fl:Thing"}


def test_rule_knows_its_law() -> None:
    assert "rule/r fl:law law/a" in derived("law:a fl:rule rule:r .")


@pytest.mark.parametrize(
    ("text", "datatype", "first"),
    [
        ("2019", "gYear", "2019-01-01"),
        ("2019-07", "gYearMonth", "2019-07-01"),
        ("2019-07-15", "date", "2019-07-15"),
    ],
)
def test_date_has_the_type_of_its_precision_and_counts_from_its_first_day(
    text: str, datatype: str, first: str
) -> None:
    found = derived(
        f'rule:r fl:from "{text}"^^xsd:date ; fl:until "{text}"^^xsd:date ; dct:date "{text}"^^xsd:date .'
    )
    assert found == {
        f'rule/r fl:from "{text}"^^xsd:{datatype}',
        f'rule/r fl:until "{text}"^^xsd:{datatype}',
        f'rule/r http://purl.org/dc/terms/date "{text}"^^xsd:{datatype}',
        f'rule/r fl:fromDay "{first}"^^xsd:date',
        f'rule/r fl:untilDay "{first}"^^xsd:date',
    }


def test_place_has_a_point_longitude_first() -> None:
    found = derived("place:x geo:lat 37.77 ; geo:long -122.42 .")
    gsp = "http://www.opengis.net/ont/geosparql#"
    assert f"jurisdiction/x {gsp}hasGeometry jurisdiction/x#point" in found
    assert f'jurisdiction/x#point {gsp}asWKT "POINT(-122.42 37.77)"^^{gsp}wktLiteral' in found


CITY = "place:c a fl:City . place:s a fl:State ."


@pytest.mark.parametrize(
    ("turtle", "force"),
    [
        ("law:a fl:kind fl:statute ; fl:rule rule:r .", "law"),
        ("law:a fl:kind fl:policy ; fl:rule rule:r .", "policy"),
        ("law:a fl:kind fl:statute ; fl:force fl:force-of-guidance ; fl:rule rule:r .", "guidance"),
        (
            "law:a fl:kind fl:statute ; fl:force fl:force-of-guidance ; fl:rule rule:r . "
            "rule:r fl:force fl:force-of-policy .",
            "policy",
        ),
    ],
)
def test_force_is_the_rules_own_else_the_laws_own_else_that_of_its_kind(turtle: str, force: str) -> None:
    assert [line for line in derived(turtle) if line.startswith("rule/r fl:force")] == [
        f"rule/r fl:force fl:force-of-{force}"
    ]


@pytest.mark.parametrize(
    ("place", "actors", "force"),
    [
        ("c", "fl:municipal-police", "policy"),
        ("c", "fl:government , fl:schools", "policy"),
        ("c", "fl:municipal-police , fl:retailers", "guidance"),
        ("c", "fl:everyone", "guidance"),
        ("s", "fl:government", "guidance"),
        ("unknown", "fl:government", "guidance"),
    ],
)
def test_resolution_is_policy_only_of_a_city_or_county_about_public_bodies(
    place: str, actors: str, force: str
) -> None:
    law = f"law:a fl:kind fl:resolution ; fl:jurisdiction place:{place} ; fl:rule rule:r ."
    turtle = f"{law} rule:r fl:actor {actors} ."
    assert f"rule/r fl:force fl:force-of-{force}" in derived(turtle, CITY)


def test_force_a_resolution_states_itself_stands() -> None:
    turtle = (
        "law:a fl:kind fl:resolution ; fl:jurisdiction place:c ; fl:force fl:force-of-law ; fl:rule rule:r ."
    )
    forces = [line for line in derived(turtle, CITY) if line.startswith("rule/r fl:force")]
    assert forces == ["rule/r fl:force fl:force-of-law"]


def test_deriving_twice_adds_nothing() -> None:
    turtle = 'law:a a fl:City ; fl:kind fl:resolution ; fl:rule rule:r . rule:r fl:from "2019"^^xsd:date .'
    assert derived(turtle, twice=True) == derived(turtle)


def test_every_update_begins_with_its_question() -> None:
    steps: list[Path] = sorted(DERIVE.glob("*.ru"))
    assert len(steps) == 8
    for step, word in product(steps, ("# ", "?")):
        assert word in step.read_text(encoding="utf-8").splitlines()[0], step
