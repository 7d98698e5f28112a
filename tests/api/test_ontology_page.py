import re

import pytest
from fastapi.testclient import TestClient

from graph.description import facts_in
from graph.engine import Engine
from schema.vocabulary import SCHEMA_GRAPH


def test_every_term_has_its_anchor_once_and_its_definition(client: TestClient, engine: Engine) -> None:
    page = client.get("/ns").text
    facts = facts_in(engine, SCHEMA_GRAPH)
    terms = {fact.subject for fact in facts if fact.property == "rdf:type" and "/" not in fact.subject}
    terms = {term for term in terms if ":" not in term}
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(terms) > 200
    assert terms <= set(anchors)
    assert len(anchors) == len(set(anchors))
    assert "The conduct is forbidden without a set end." in page


def test_concepts_stand_as_trees_with_the_words_that_are_taken(client: TestClient) -> None:
    page = client.get("/ns").text
    assert page.index('id="condition"') < page.index('id="prohibition"') < page.index('id="ban"')
    assert re.search(r'class="term depth-1" id="ban"', page)
    assert re.search(r'class="term depth-2" id="real-time-identification"', page)


def test_class_names_an_example_that_has_a_page(client: TestClient) -> None:
    page = client.get("/ns").text
    law = page[page.index('id="Law"') :]
    example = re.search(r'<dt>example</dt><dd><a href="(/law/[^"]+)"', law)
    assert example
    assert client.get(example[1]).status_code == 200


def test_ties_to_other_vocabularies_are_said_in_words(client: TestClient) -> None:
    page = client.get("/ns").text
    assert "<dt>the same as</dt><dd><code>dpv:Prohibition</code></dd>" in page
    assert "<code>eli:LegalResource</code>" in page


def test_page_is_made_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    page = client.get("/ns").text
    monkeypatch.setattr("api.ontology_page._page", None)
    assert client.get("/ns").text == page
