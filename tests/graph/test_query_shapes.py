import re
from urllib.parse import quote, unquote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.guard import check_query
from graph.query_shapes import QueryReader, QueryShape, shape_of
from graph.sandbox.worker import unescaped
from schema.errors import QueryError, QueryRefused

PIECES = [
    "'",
    '"',
    "'''",
    '"""',
    "<",
    ">",
    "#",
    "\n",
    " ",
    "<<",
    "<<(",
    ")>>",
    "?v",
    "a",
    "x:y",
    "1",
    "=",
    "SERVICE",
    "LOAD",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ".",
    ";",
    "FILTER",
    "SELECT",
    "*",
    "^^",
    "@en",
    "<x:a>",
    "<x:b#c>",
    "<x:(d)>",
    "'s'",
    '"t#"',
    "'<u>'",
    "# said\n",
    "# '\n",
    "VALUES",
    ",",
    "||",
    "\\",
]


def outcome(text: str) -> str:
    try:
        check_query(text)
    except QueryError as error:
        return re.sub(r"\d+", "", str(error))
    return ""


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.lists(st.sampled_from(PIECES), max_size=30))
@example(["(", "<x:a>", "?v"], ["(", "<x:b#c>", "?v"])
@example(["<x:b#c>", "SERVICE", "\n"], ["<x:b#c>", "x:y", "\n"])
def test_texts_of_one_shape_have_one_verdict(first: list[str], second: list[str]) -> None:
    one, other = " ".join(first), "".join(second)
    reader = QueryReader()
    for text in (one, other, other.replace("s", "t"), other.replace("x:a", "x:SERVICE"), one):
        try:
            reader.read(text)
            found = ""
        except QueryError as error:
            found = re.sub(r"\d+", "", str(error))
        assert found == outcome(text)


@given(st.text(alphabet="'\"<>#\n xS({", max_size=40), st.text(alphabet="'\"<>#\n xS({", max_size=40))
def test_texts_of_one_shape_have_one_verdict_whatever_they_are(one: str, other: str) -> None:
    if shape_of(one) == shape_of(other):
        assert bool(outcome(one)) == bool(outcome(other))


@pytest.mark.parametrize(
    ("text", "may_choose", "is_constant", "names_graph"),
    [
        ("SELECT * { <x:a> ?p 'NOW()' } # FROM", False, True, False),
        ("SELECT (NOW() AS ?n) {}", False, False, False),
        ("SELECT (rand() AS ?n) FROM <x:g> {}", True, False, False),
        ("SELECT (StrUUID() AS ?n) { ?s ?p '\\n' }", False, False, False),
        ("ASK FROM <x:g> { BIND(BNODE() AS ?b) }", True, False, False),
        ("ASK { graph ?g {} }", False, True, True),
        ("ASK { ?s ?p 'GRAPH' }", False, True, False),
        ("ASK { FILTER(UUID() = ?x) }", False, False, False),
    ],
)
def test_what_is_known_of_a_shape(text: str, may_choose: bool, is_constant: bool, names_graph: bool) -> None:
    assert QueryReader().read(text) == QueryShape(may_choose, is_constant, names_graph)


def test_known_shape_does_not_let_another_pass() -> None:
    reader = QueryReader()
    reader.read("SELECT * { ?s ?p 'x' }")
    reader.read("SELECT * { ?s ?p 'SERVICE' }")
    with pytest.raises(QueryRefused):
        reader.read("SELECT * { SERVICE <x:s> { ?s ?p 'x' } }")


def test_many_shapes_are_read_without_end() -> None:
    reader = QueryReader()
    for number in range(600):
        reader.read(f"SELECT * {{ ?s ?p ?v{number} }}")
    reader.read("SELECT * { ?s ?p ?v0 }")


@given(st.text())
@example("=3D %41 + \r\n\t .=")
def test_field_is_read_as_it_was_escaped(text: str) -> None:
    assert unescaped(quote(text, safe="").encode()) == text


@given(st.text(alphabet="%=+4aF zq\u00e9_.", max_size=20))
def test_field_is_read_as_everywhere(text: str) -> None:
    raw = quote(text, safe="%=+ ").replace(" ", "+").encode()
    try:
        expected = unquote_plus(raw.decode("ascii"), errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(QueryError, match="UTF-8"):
            unescaped(raw)
    else:
        assert unescaped(raw) == expected
