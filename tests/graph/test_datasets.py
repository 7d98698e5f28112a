import pytest
from pyoxigraph import DefaultGraph, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse
from rdflib.plugins.sparql import prepareQuery

from graph.datasets import WHOLE, Dataset, dataset_of
from graph.engine import Engine
from graph.rdf import in_graph
from schema.errors import NoSuchGraph


@pytest.mark.parametrize(
    ("text", "default", "named"),
    [
        ("SELECT * FROM <x:a> { ?s ?p ?o }", ["x:a"], []),
        ("SELECT * FROM <x:a> FROM NAMED <x:b> FROM <x:c> WHERE { ?s ?p ?o }", ["x:a", "x:c"], ["x:b"]),
        ("CONSTRUCT { ?s ?p ?o } FROM <x:a> WHERE { ?s ?p ?o }", ["x:a"], []),
        ("CONSTRUCT FROM <x:a> WHERE { ?s ?p ?o }", ["x:a"], []),
        ("DESCRIBE <x:s> FROM NAMED <x:b>", [], ["x:b"]),
        ("SELECT (EXISTS { ?s ?p ?o } AS ?x) FROM <x:a> { ?s ?p ?o }", ["x:a"], []),
        ("PREFIX : <http://x/> ASK FROM :a { ?s ?p ?o }", ["http://x/a"], []),
        (
            "BASE <http://x/y/> ASK FROM <../a> FROM NAMED <#b> { ?s ?p ?o }",
            ["http://x/a"],
            ["http://x/y/#b"],
        ),
        ("SELECT * { ?s ?p 'FROM <x:a>' } # FROM <x:b>", [], []),
        ("SELECT ?from { ?from ?p ?o }", [], []),
    ],
)
def test_from_chooses_as_other_readers_read_it(text: str, default: list[str], named: list[str]) -> None:
    assert dataset_of(text) == Dataset(tuple(default), tuple(named))
    clauses = prepareQuery(text).algebra.get("datasetClause") or []
    assert [str(one.default) for one in clauses if one.default] == default
    assert [str(one.named) for one in clauses if one.named] == named


@pytest.mark.parametrize(
    ("text", "default", "named"),
    [
        (
            "PREFIX g: <http://x/> ASK from g:a\\,b from named g: { ?s ?p ?o }",
            ["http://x/a,b"],
            ["http://x/"],
        ),
        ("BASE <http://x/> BASE <y/> PREFIX g: <z/> ASK FROM g:a { ?s ?p ?o }", ["http://x/y/z/a"], []),
    ],
)
def test_from_chooses_as_the_engine_reads_it(text: str, default: list[str], named: list[str]) -> None:
    """Names that rdflib reads otherwise."""
    assert dataset_of(text) == Dataset(tuple(default), tuple(named))
    store = Store()
    store.extend(parse(f"<x:s> <x:p> <x:o> <{default[0]}> .", RdfFormat.N_QUADS))
    assert bool(store.query(text))
    assert not bool(store.query("ASK { ?s ?p ?o }"))


def test_nothing_chosen_is_the_whole() -> None:
    assert dataset_of("ASK {}") == WHOLE
    assert not WHOLE
    assert Dataset(named=("x:a",))


DATA = "<x:s> <x:p> <x:o> <x:a> .\n<x:s> <x:p> <x:o> <x:b> .\n<x:s> <x:p> <x:q> <x:b> .\n"
QUESTIONS = [
    "SELECT * FROM <x:a> { ?s ?p ?o }",
    "SELECT * FROM <x:a> FROM <x:b> { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) FROM <x:a> FROM <x:b> { ?s ?p ?o }",
    "SELECT * FROM <x:a> FROM NAMED <x:b> { ?s ?p ?o . GRAPH ?g { ?s ?q ?r } }",
    "SELECT * FROM NAMED <x:b> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM NAMED <x:b> { ?s ?p ?o }",
    "SELECT * FROM <x:b> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <x:b> FROM <x:b> { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_chosen_dataset_answers_as_a_dataset_of_those_graphs_alone(text: str) -> None:
    engine, chosen = Engine.from_text(DATA), dataset_of(text)
    alone = Store()
    for quad in parse(DATA, RdfFormat.N_QUADS):
        if str(quad.graph_name)[1:-1] in chosen.default:
            alone.add(in_graph(quad, DefaultGraph()))
        if str(quad.graph_name)[1:-1] in chosen.named:
            alone.add(quad)
    plain = text.split("FROM", 1)[0] + text[text.index(" { ") :]
    assert rows_of(engine.run(text, dataset=chosen)) == rows_of(alone.query(plain))


def rows_of(result: object) -> list[bytes]:
    assert isinstance(result, QuerySolutions)
    return sorted((result.serialize(format=QueryResultsFormat.TSV) or b"").splitlines())


def test_unknown_graph_is_told_and_never_fetched() -> None:
    engine = Engine.from_text(DATA)
    for dataset in (Dataset(default=("http://127.0.0.1/x",)), Dataset(named=("x:a", "x:none"))):
        with pytest.raises(NoSuchGraph, match="nothing is fetched"):
            engine.run("ASK {}", dataset=dataset)
