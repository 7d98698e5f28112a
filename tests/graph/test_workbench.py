from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode

from graph.engine import Engine, Term, iri_term
from graph.queries import Query, load_query
from graph.query_text import with_values
from graph.workbench import FOLDERS, examples, sample_values, shorten, words_of
from schema.vocabulary import iri_of

XSD_DATE = "http://www.w3.org/2001/XMLSchema#date"


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://w3id.org/facelex/ns#Law", "fl:Law"),
        ("http://www.w3.org/2004/02/skos/core#prefLabel", "skos:prefLabel"),
        ("https://example.org/nothing", ""),
        ("https://w3id.org/facelex/ns#", ""),
    ],
)
def test_iri_is_shortened_by_a_prefix_or_not_at_all(iri: str, name: str) -> None:
    assert shorten(iri) == name


def test_words_are_those_that_the_data_uses(engine: Engine) -> None:
    names = [word.name for word in words_of(engine)]
    assert names == sorted(names)
    assert {"fl:Law", "fl:rule", "fl:municipal-police"} <= set(names)


@pytest.mark.parametrize("name", ["places-with-bans", "rules-by-effect", "rules-by-year"])
def test_example_to_begin_with_has_rows(engine: Engine, name: str) -> None:
    query = load_query(name, FOLDERS["To begin with"])
    rows = engine.select(query)
    assert len(rows) > 5
    assert all(set(row) == set(query.gives) for row in rows)


@pytest.mark.parametrize("query", [one for group in examples().values() for one in group if one.binds])
def test_example_has_rows_with_its_sample_values(engine: Engine, query: Query) -> None:
    bound = with_values(query.text, {name: term_of(value) for name, value in sample_values(query).items()})
    assert engine.select(replace(query, text=bound))


def term_of(value: str) -> Term:
    if value[:4].isdigit():
        return Literal(value, datatype=NamedNode(XSD_DATE))
    thing = value if "/" in value else f"jurisdiction/{value}"
    return iri_term(value if value.startswith("http") else iri_of(thing))
