import io
from datetime import date
from pathlib import Path

import pytest

from graph.engine import Engine, date_term, iri_term, text_term, version_of, write_result
from graph.queries import Query
from schema.errors import QueryError, QuerySyntaxError, StoreError

TWICE = """
<http://a/1> <http://a/name> "one"@en <http://g/1> .
<http://a/1> <http://a/name> "one"@en <http://g/2> .
<http://a/2> <http://a/name> "two"@en <http://g/2> .
<http://a/2> <http://a/day> "2019-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> <http://g/2> .
"""
NAMES = Query(
    "names",
    "What is it called?",
    ("thing", "wanted"),
    ("name", "day"),
    """SELECT ?thing ?wanted ?name ?day WHERE {
         ?thing <http://a/name> ?name . OPTIONAL { ?thing <http://a/day> ?day }
         FILTER(COALESCE(STR(?name) = ?wanted, true))
       } ORDER BY ?thing""",
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_text(TWICE)


def test_a_triple_that_two_records_state_counts_once_in_the_default_graph(engine: Engine) -> None:
    result = engine.run("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    out = io.BytesIO()
    write_result(result, "csv", out)
    assert out.getvalue().split() == [b"n", b"3"]
    assert len(list(engine.quads())) == 3


def test_graph_tells_which_records_state_it(engine: Engine) -> None:
    query = Query("q", "?", ("g",), ("s",), 'SELECT ?g ?s WHERE { GRAPH ?g { ?s ?p "one"@en } } ORDER BY ?g')
    assert [row["g"] for row in engine.select(query)] == ["http://g/1", "http://g/2"]
    assert engine.select(query, g=iri_term("http://g/2")) == [{"g": "http://g/2", "s": "http://a/1"}]
    assert engine.graph_names() == ["http://g/1", "http://g/2"]
    assert len(list(engine.quads("http://g/2"))) == 3


def test_unbound_query_answers_for_everything_and_leaves_missing_values_out(engine: Engine) -> None:
    assert engine.select(NAMES) == [
        {"thing": "http://a/1", "name": "one"},
        {"thing": "http://a/2", "name": "two", "day": "2019-07"},
    ]


def test_bound_variable_selects_its_rows(engine: Engine) -> None:
    assert engine.select(NAMES, thing=iri_term("http://a/1")) == [{"thing": "http://a/1", "name": "one"}]


def test_binding_that_the_header_does_not_declare_is_refused(engine: Engine) -> None:
    with pytest.raises(QueryError, match="does not bind name; it binds thing, wanted"):
        engine.select(NAMES, name=text_term("one"))


@pytest.mark.parametrize("text", ['one") } ; DROP ALL #', '"', "\\", "one' || true", "\n}", "?thing", "\x00"])
def test_hostile_text_is_only_a_value(engine: Engine, text: str) -> None:
    assert engine.select(NAMES, wanted=text_term(text)) == []
    assert len(engine.select(NAMES)) == 2


@pytest.mark.parametrize("iri", ["http://a/1> ?p ?o } #", "not an iri", "", "a b:c"])
def test_hostile_iri_is_refused(iri: str) -> None:
    with pytest.raises(QueryError, match="is not an IRI"):
        iri_term(iri)


def test_query_text_that_is_not_sparql_is_located(engine: Engine) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        engine.run("SELECT *\nWHERE { ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 16)


def test_reason_of_a_syntax_error_is_said_without_the_parsers_grammar(engine: Engine) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        engine.run("SELECT (STR(?x) AS ?y) (COUNT(*) AS ?n) WHERE { ?s ?p ?x } GROUP BY ?p")
    assert str(caught.value) == (
        f"not SPARQL at line 1, column {caught.value.column}: "
        "The SELECT contains an expression with a variable that is unbound"
    )


def test_update_is_not_a_query(engine: Engine) -> None:
    with pytest.raises(QuerySyntaxError):
        engine.run("DELETE WHERE { ?s ?p ?o }")
    assert len(engine.select(NAMES)) == 2


def test_terms_have_their_types() -> None:
    assert str(date_term(date(2024, 6, 1))) == '"2024-06-01"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert str(text_term("a", "en")) == '"a"@en'
    assert str(text_term("a")) == '"a"'


@pytest.mark.parametrize(
    ("text", "name", "start"),
    [
        ("ASK {}", "json", b'{"head"'),
        ("ASK {}", "xml", b"<?xml"),
        ("SELECT ?s { ?s ?p ?o }", "tsv", b"?s"),
        ("CONSTRUCT WHERE { ?s <http://a/name> ?o }", "nt", b"<http://a/"),
        ("CONSTRUCT WHERE { ?s <http://a/name> ?o }", "ttl", b"<http://a/"),
        ("CONSTRUCT WHERE { ?s <http://a/name> ?o }", "rdf", b"<?xml"),
        ("CONSTRUCT WHERE { ?s <http://a/name> ?o }", "jsonld", b"["),
    ],
)
def test_results_are_written(engine: Engine, text: str, name: str, start: bytes) -> None:
    out = io.BytesIO()
    write_result(engine.run(text), name, out)
    assert out.getvalue().startswith(start)


@pytest.mark.parametrize(("text", "name"), [("ASK {}", "ttl"), ("CONSTRUCT WHERE {?s ?p ?o}", "csv")])
def test_format_that_does_not_fit_the_result_is_refused(engine: Engine, text: str, name: str) -> None:
    with pytest.raises(QueryError, match=f"cannot be written as {name}"):
        write_result(engine.run(text), name, io.BytesIO())


def test_select_refuses_a_query_without_rows(engine: Engine) -> None:
    with pytest.raises(QueryError, match="not a SELECT"):
        engine.select(Query("yes", "?", (), ("x",), "ASK {}"))


def test_trig_is_read_as_well() -> None:
    engine = Engine.from_text('GRAPH <http://g/1> { <http://a/1> <http://a/name> "one" }')
    assert len(list(engine.quads())) == 1
    assert engine.graph_names() == ["http://g/1"]


def test_text_that_is_not_rdf_is_refused() -> None:
    with pytest.raises(StoreError, match="neither"):
        Engine.from_text("hello")


def test_loaded_file_is_named_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "dataset.nq"
    path.write_text(TWICE, encoding="utf-8")
    assert Engine.load(path).data_version == version_of(path.read_bytes())


def test_missing_or_damaged_file_says_how_to_make_it_anew(tmp_path: Path) -> None:
    path = tmp_path / "dataset.nq"
    with pytest.raises(StoreError, match="facelex build"):
        Engine.load(path)
    path.write_text('<http://a/1> <http://a/name> "on', encoding="utf-8")
    with pytest.raises(StoreError, match="facelex build"):
        Engine.load(path)
