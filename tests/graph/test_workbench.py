import pytest

from graph.engine import Engine
from graph.queries import load_query
from graph.workbench import FOLDERS, shorten, words_of


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
