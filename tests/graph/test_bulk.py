import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from graph.bulk import load_quads, triples_of
from graph.engine import Engine
from graph.queries import parse_query

TERMS = st.sampled_from([NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:p")])
LITERALS = st.text(alphabet='a <>".\\\n_:^@', max_size=12).map(Literal)
QUADS = st.builds(Quad, TERMS, TERMS, st.one_of(TERMS, LITERALS), st.one_of(TERMS, st.just(DefaultGraph())))
LINE = b"<x:s> <x:p> <x:o> <x:g> .\n"


@given(st.lists(QUADS, max_size=12))
def test_stores_hold_what_was_written(quads: list[Quad]) -> None:
    data = serialize(quads, None, RdfFormat.N_QUADS)
    assert data is not None
    store, merged = load_quads(data)
    expected = Store()
    expected.extend(quads)
    expected.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert set(store) == set(expected)
    if merged is not None:
        assert set(merged) == set(expected.quads_for_pattern(None, None, None, DefaultGraph()))


@given(st.lists(QUADS, max_size=6))
def test_triples_are_told_from_quads_by_the_line(quads: list[Quad]) -> None:
    data = serialize(quads, None, RdfFormat.N_QUADS) or b""
    triples = triples_of(data)
    if triples is None:
        assert not quads or any(isinstance(quad.graph_name, DefaultGraph) for quad in quads) or b"_:" in data
    else:
        found = [(one.subject, one.predicate, one.object) for one in parse(triples, RdfFormat.N_TRIPLES)]
        assert found == [(quad.subject, quad.predicate, quad.object) for quad in quads]


def test_data_is_read_in_pieces_of_whole_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.bulk._PIECE", 40)
    lines = [b"<x:s%d> <x:p> <x:o> <x:g%d> .\n" % (number, number % 3) for number in range(50)]
    store, merged = load_quads(b"".join(lines))
    assert merged is not None
    assert (len(store), len(merged)) == (100, 50)
    assert load_quads(b"".join([*lines, b"_:b <x:p> <x:o> <x:g> .\n"]))[1] is None


@pytest.mark.parametrize(
    "line",
    [
        b"<x:s> <x:p> <x:o> .\n",
        b'<x:s> <x:p> "a <x:g> ." .\n',
        b'<x:s> <x:p> "a b"^^<x:g> .\n',
        b"_:s <x:p> <x:o> <x:g> .\n",
        b"<x:s> <x:p> _:o <x:g> .\n",
        b"<x:s> <x:p> <x:o> _:g .\n",
        b"<x:s>\t<x:p>\t<x:o>\t<x:g>\t.\n",
        b"<x:s> <x:p> <x:o> <x:g> . # said\n",
        b"<x:s> <x:p> <x:o> <x:g> .",
        b"",
    ],
)
def test_lines_that_are_not_written_so_are_left_to_the_engine(line: bytes) -> None:
    assert triples_of(LINE + line) is None or not line
    assert load_quads(LINE + line)[1] is None or not line


@pytest.mark.parametrize(
    "line", [b"<x:s> <x:p> <x:o> <x:g> \n", b"no quads\n", b"<x:s> <x y> <x:o> <x:g> .\n"]
)
def test_what_is_no_data_is_an_error(line: bytes) -> None:
    with pytest.raises(SyntaxError):
        load_quads(LINE + line)


def test_queries_that_name_no_graph_are_answered_from_the_merge_alone() -> None:
    engine = Engine.from_text("<x:s> <x:p> <x:o> <x:g> .\n<x:s> <x:p> <x:o> <x:h> .\n")
    assert engine.merged is not None
    engine.merged.add(Quad(NamedNode("x:only"), NamedNode("x:p"), NamedNode("x:o")))
    without = parse_query("q", "# Which?\n# gives: ?s\nSELECT ?s { ?s ?p ?o } ORDER BY ?s")
    named = parse_query("q", "# Which?\n# gives: ?s\nSELECT DISTINCT ?s { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }")
    assert [row["s"] for row in engine.select(without)] == ["x:only", "x:s"]
    assert [row["s"] for row in engine.select(named)] == ["x:s"]
