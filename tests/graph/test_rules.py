import pytest

from graph.concepts import Concepts
from graph.engine import Engine
from graph.places import Places
from graph.queries import parse_query
from graph.rules import Rule, rules_of

COUNT = "SELECT (COUNT(?rule) AS ?n) { ?rule a <https://w3id.org/facelex/ns#Rule> }"


@pytest.fixture(scope="module")
def francisco(engine: Engine) -> dict[str, Rule]:
    rules = rules_of(engine, Concepts.read(engine), "jurisdiction/us-ca-san-francisco")
    return {rule.id: rule for rule in rules}


def test_rule_carries_what_its_record_says(francisco: dict[str, Rule]) -> None:
    ban = francisco["rule/us-ca-san-francisco-19b-2019--ban"]
    assert (ban.effect, ban.effect_group, ban.force, ban.reach) == ("ban", "prohibition", "law", "full")
    assert ban.actors == {"local-government", "municipal-police"}
    assert str(ban.period.start) == "2019-07"
    assert ban.period.end is None
    assert ban.law.citation is not None
    assert "19B" in ban.law.citation
    assert len(ban.exceptions) == 3
    assert ban.verification == "text"


def test_rule_has_its_own_sources_and_those_of_its_law(francisco: dict[str, Rule]) -> None:
    ban = francisco["rule/us-ca-san-francisco-19b-2019--ban"]
    urls = [source.url for source in ban.sources]
    assert any("calawyers.org" in url for url in urls)
    assert any("codelibrary.amlegal.com" in url for url in urls)
    assert len(urls) == len(set(urls))
    assert all(source.supports for source in ban.sources)


def test_every_rule_of_the_dataset_belongs_to_one_jurisdiction(engine: Engine) -> None:
    concepts = Concepts.read(engine)
    found = [rule.id for place in Places.read(engine).by_id for rule in rules_of(engine, concepts, place)]
    counted = engine.select(parse_query("all_rules", "# How many rules?\n# gives: ?n\n" + COUNT))
    total = counted[0]["n"]
    assert len(found) == len(set(found)) == int(total)


def test_place_without_law_has_no_rules(engine: Engine) -> None:
    assert rules_of(engine, Concepts.read(engine), "jurisdiction/us-ca-alameda-county") == ()
