import pytest

from graph.answer import Lookup
from graph.catalogue import Catalogue
from graph.engine import Engine
from graph.full_record import INVERSE, full_record, linked_from
from graph.kinds import BY_KEY, TABLE
from graph.rows import LINKS


@pytest.fixture(scope="module")
def catalogue(engine: Engine) -> Catalogue:
    return Catalogue.read(engine, Lookup(engine).concepts)


def test_law_shows_its_rules_whole_and_who_relies_on_it(engine: Engine, catalogue: Catalogue) -> None:
    law = full_record(engine, catalogue, catalogue.by_id["law/us-il-bipa-2008"])
    assert {rule["effect"] for rule in law["rules"]} >= {"consent-required"}
    assert all(rule["exceptions"] is not None for rule in law["rules"])
    cases = law["linked_from"]["proceedings"]
    assert {"id", "name", "status", "filed"} == set(cases[0])
    assert "proceeding/aclu-v-clearview" in {case["id"] for case in cases}
    assert law["amendments"][0]["date"] == "2024-08-02"


def test_company_shows_what_it_sells_and_where_it_was_sued(engine: Engine, catalogue: Catalogue) -> None:
    company = full_record(engine, catalogue, catalogue.by_id["organisation/clearview-ai"])
    assert company["headquarters"] == {"id": "jurisdiction/us-ny-new-york", "name": "New York City"}
    assert {"technologies", "defendant_in", "plaintiff_in", "events"} <= set(company["linked_from"])


def test_regulator_shows_the_laws_that_it_enforces(catalogue: Catalogue) -> None:
    found = linked_from(catalogue, catalogue.by_id["regulator/us-ftc"])
    assert found["enforces"]
    assert all(set(law) == {"id", "name", "status", "effective"} for law in found["enforces"])


def test_source_comes_with_all_that_it_supports_in_the_record(engine: Engine, catalogue: Catalogue) -> None:
    law = full_record(engine, catalogue, catalogue.by_id["law/us-ca-san-francisco-19b-2019"])
    (source,) = [one for one in law["sources"] if one["url"] == "https://ipvm.com/reports/sf-ban"]
    assert source == {
        "id": "source/ipvm-com-reports-sf-ban",
        "url": "https://ipvm.com/reports/sf-ban",
        "title": "San Francisco Face Recognition Ban And Surveillance Regulation Details Examined",
        "publisher": "IPVM",
        "date": "2019-05-14",
        "supports": ["8-1 vote on 14 May 2019"],
    }
    assert law["sources_of"]["id"] == law["id"]


def test_what_has_no_source_of_its_own_rests_on_those_of_its_holder(
    engine: Engine, catalogue: Catalogue
) -> None:
    report = full_record(engine, catalogue, catalogue.by_id["rule/us-ca-san-francisco-19b-2019--report"])
    assert report["sources_of"]["id"] == "law/us-ca-san-francisco-19b-2019"
    assert report["sources"]
    exception = next(
        one
        for one in catalogue.of("exception")
        if one.first("rule") == "rule/us-ca-san-francisco-19b-2019--ban"
    )
    shown = full_record(engine, catalogue, exception)
    assert shown["sources_of"]["id"] == "rule/us-ca-san-francisco-19b-2019--ban"
    assert shown["record"]["address"] == "/record/law/us-ca-san-francisco-19b-2019"


def test_everything_of_a_legal_kind_has_a_source(engine: Engine, catalogue: Catalogue) -> None:
    for kind in ("law", "rule", "outcome"):
        for entry in catalogue.of(kind)[::40]:
            assert full_record(engine, catalogue, entry)["sources"], entry.id


@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.key)
def test_record_has_every_field_of_its_kind(engine: Engine, catalogue: Catalogue, kind: object) -> None:
    found = next(one for one in TABLE if one is kind)
    for entry in catalogue.of(found.key)[:5]:
        shown = full_record(engine, catalogue, entry)
        assert set(found.fields) <= set(shown) | {"sources"}
        assert shown["iri"] == f"https://w3id.org/facelex/id/{entry.id}"


def test_every_link_of_the_data_has_a_name_from_the_other_side(catalogue: Catalogue) -> None:
    held = {"rules", "exceptions", "outcomes", "amendments"} | {"law", "rule", "proceeding"}
    derived = {("rule", "jurisdiction"), ("exception", "jurisdiction"), ("outcome", "jurisdiction")}
    for entry in catalogue.by_id.values():
        for field, other in catalogue.pointing_to(entry.id):
            assert field in LINKS
            assert (
                (other.kind, field) in INVERSE
                or field in held | {"related", "sources"}
                or (other.kind, field) in derived
            )
    assert {kind for kind, _ in INVERSE} <= set(BY_KEY)
