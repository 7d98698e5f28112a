import pytest

from graph.catalogue import Catalogue
from graph.concepts import Concepts
from graph.engine import Engine
from graph.kinds import TABLE


@pytest.fixture(scope="module")
def catalogue(engine: Engine) -> Catalogue:
    return Catalogue.read(engine, Concepts.read(engine))


def test_every_thing_is_an_entry_of_its_kind(engine: Engine, catalogue: Catalogue) -> None:
    for kind in TABLE:
        text = f"""SELECT DISTINCT ?s WHERE {{ ?s a <https://w3id.org/facelex/ns#{kind.class_name}>
          FILTER(STRSTARTS(STR(?s), "https://w3id.org/facelex/id/{kind.key}/")) }}"""
        assert len(catalogue.of(kind.key)) == len(list(engine.run(text)))  # type: ignore[arg-type]
        assert all(set(entry.values) <= set(kind.fields) for entry in catalogue.of(kind.key))


def test_concepts_are_words_and_things_are_ids(catalogue: Catalogue) -> None:
    law = catalogue.by_id["law/us-ca-san-francisco-19b-2019"]
    assert law.first("kind") == "ordinance"
    assert law.values["enacted_by"] == ("regulator/san-francisco-board-of-supervisors",)
    assert catalogue.by_id["jurisdiction/us-ca"].values["wikidata"] == ("http://www.wikidata.org/entity/Q99",)


def test_parts_know_the_thing_that_holds_them(catalogue: Catalogue) -> None:
    rule = catalogue.by_id["rule/us-ca-san-francisco-19b-2019--ban"]
    assert rule.first("law") == "law/us-ca-san-francisco-19b-2019"
    exception = catalogue.by_id[rule.values["exceptions"][0]]
    assert exception.first("rule") == rule.id
    assert exception.first("jurisdiction") == rule.first("jurisdiction") == "jurisdiction/us-ca-san-francisco"
    assert all(outcome.first("proceeding") for outcome in catalogue.of("outcome"))


def test_rule_without_a_verification_of_its_own_has_that_of_its_law(catalogue: Catalogue) -> None:
    assert all(rule.first("verification") for rule in catalogue.of("rule"))


def test_everything_has_a_name(catalogue: Catalogue) -> None:
    assert all(entry.name and entry.name != entry.id for entry in catalogue.by_id.values())
    assert catalogue.name_of("rule/us-il-bipa-2008--consent").startswith(
        "Biometric Information Privacy Act: "
    )
    assert catalogue.name_of("law/nope") == "law/nope"


def test_former_id_leads_to_the_present_one(catalogue: Catalogue) -> None:
    assert catalogue.present_id("proceeding/oaic-bunnings") == "proceeding/bunnings-v-privacy-commissioner"
    assert catalogue.present_id("law/nope") is None


def test_what_points_to_a_thing_comes_with_the_field(catalogue: Catalogue) -> None:
    found = {(field, entry.id) for field, entry in catalogue.pointing_to("organisation/clearview-ai")}
    assert ("vendor", "technology/clearview-app") in found
    assert ("defendants", "proceeding/aclu-v-clearview") in found
