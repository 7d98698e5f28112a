import pytest

from graph.description import current_id, facts_in, facts_of, mentions_of, rdf_in, rdf_of
from graph.engine import Engine
from schema.vocabulary import ID, RECORD

SMALL = """
PREFIX fl: <https://w3id.org/facelex/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
GRAPH <https://w3id.org/facelex/record/law/x> {
  <https://w3id.org/facelex/id/law/x> skos:prefLabel "X"@en ;
    fl:rule <https://w3id.org/facelex/id/rule/x--ban> ;
    fl:formerId <https://w3id.org/facelex/id/law/old> .
  <https://w3id.org/facelex/id/rule/x--ban> fl:law <https://w3id.org/facelex/id/law/x> ; fl:effect fl:ban .
}
"""


@pytest.fixture(scope="module")
def small() -> Engine:
    return Engine.from_text(SMALL)


def test_facts_are_those_of_the_thing_and_its_parts(small: Engine) -> None:
    facts = facts_of(small, ID + "law/x")
    assert {fact.subject for fact in facts} == {"law/x", "rule/x--ban"}
    back = next(fact for fact in facts if fact.property == "law")
    assert (back.value, back.is_thing, back.label) == ("law/x", True, "X")


def test_mentions_are_the_things_that_point_to_it(small: Engine) -> None:
    assert [(one.subject, one.property) for one in mentions_of(small, ID + "law/x")] == [
        ("rule/x--ban", "law")
    ]


def test_graph_states_its_facts_and_no_others(small: Engine) -> None:
    assert len(facts_in(small, RECORD + "law/x")) == 5
    assert facts_in(small, RECORD + "law/y") == []


def test_former_id_names_the_thing_of_now(small: Engine) -> None:
    assert current_id(small, ID + "law/old") == "law/x"
    assert current_id(small, ID + "law/x") is None


def test_rdf_has_the_same_triples(small: Engine) -> None:
    assert len(rdf_of(small, ID + "law/x", "nt").splitlines()) == 5
    assert len(rdf_in(small, RECORD + "law/x", "nt").splitlines()) == 5


@pytest.mark.parametrize("hostile", ["law/a b", "law/<script>", "law/x> ?p ?o } #", ""])
def test_text_that_is_no_iri_names_nothing(small: Engine, hostile: str) -> None:
    assert facts_of(small, ID + hostile) == []
    assert facts_in(small, ID + hostile) == []
