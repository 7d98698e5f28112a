import pytest

from graph.engine import Engine, Term, date_term, iri_term, text_term
from graph.queries import QUERY_NAMES, load_query, parse_query
from graph.query_text import form_of, with_values
from schema.errors import QueryError


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# CONSTRUCT\nPREFIX ask: <http://describe> ask {}", "ASK"),
        ("BASE <http://select/> construct { ?s ?p 'SELECT' } where {}", "CONSTRUCT"),
        ("DESCRIBE <urn:select>", "DESCRIBE"),
    ],
)
def test_form_is_the_first_word_that_names_one(text: str, form: str) -> None:
    assert form_of(text) == form


@pytest.mark.parametrize("text", ["", "PREFIX select: <urn:x>", "<urn:select>", "# SELECT"])
def test_text_without_a_form_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="none of SELECT, ASK"):
        form_of(text)


def test_values_stand_in_the_outer_pattern_whatever_stands_before_it() -> None:
    text = "# WHERE {\nCONSTRUCT { ?s ?p '{ WHERE {' } WHERE { ?s ?p ?o { SELECT ?s WHERE { ?s ?p ?o } } }"
    bound = with_values(text, {"s": iri_term("urn:s"), "o": text_term('"} #')})
    assert bound == text.replace(
        "} WHERE { ?s ?p ?o {",
        '} WHERE {\n  VALUES (?s ?o) { (<urn:s> "\\"} #") } ?s ?p ?o {',
    )


def test_query_without_a_pattern_to_bind_in_is_refused() -> None:
    with pytest.raises(QueryError, match="WHERE"):
        with_values("SELECT ?s { ?s ?p ?o }", {"s": iri_term("urn:s")})
    assert with_values("SELECT ?s { ?s ?p ?o }", {}) == "SELECT ?s { ?s ?p ?o }"


@pytest.mark.parametrize("name", [name for name in QUERY_NAMES if load_query(name).binds])
def test_values_mean_the_same_as_bound_terms(name: str, engine: Engine) -> None:
    query = load_query(name)
    terms: dict[str, Term] = {
        "place": iri_term("https://w3id.org/facelex/id/jurisdiction/us-ca-san-francisco"),
        "jurisdiction": iri_term("https://w3id.org/facelex/id/jurisdiction/us-ca"),
        "thing": iri_term("https://w3id.org/facelex/id/law/us-il-bipa-2008"),
        "class": iri_term("https://w3id.org/facelex/ns#Technology"),
        "graph": iri_term("https://w3id.org/facelex/record/law/us-il-bipa-2008"),
        "start": iri_term("https://w3id.org/facelex/id/technology/clearview-app"),
        "end": iri_term("https://w3id.org/facelex/id/organisation/clearview-ai"),
        "former": iri_term("https://w3id.org/facelex/id/law/nope"),
        "day": date_term("2021-03-01"),
        "rule": iri_term("https://w3id.org/facelex/id/rule/us-ca-san-francisco-19b-2019--ban"),
    }
    bound = {variable: terms[variable] for variable in query.binds}
    text = with_values(query.text, bound)
    alike = engine.select(parse_query(name, text))
    assert sorted(map(str, alike)) == sorted(map(str, engine.select(query, **bound)))
