import json

import pytest

from benchmarks.answers import difference, normal_graph, normal_rows

XSD = "http://www.w3.org/2001/XMLSchema#"


def rows(*bindings: dict[str, dict[str, str]]) -> bytes:
    return json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": bindings}}).encode()


def literal(value: str, datatype: str = "", kind: str = "literal", language: str = "") -> dict[str, str]:
    term = {"type": kind, "value": value}
    if datatype:
        term["datatype"] = XSD + datatype
    return {**term, "xml:lang": language} if language else term


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (literal("x"), literal("x", "string")),
        (literal("3", "integer"), literal("3", "int", "typed-literal")),
        (literal("3.0", "decimal"), literal("3", "integer")),
        (literal("true", "boolean"), literal("1", "boolean", "typed-literal")),
        (literal("x", language="en"), literal("x", language="EN")),
    ],
)
def test_same_value_written_differently_is_equal(one: dict[str, str], other: dict[str, str]) -> None:
    assert normal_rows(rows({"a": one})) == normal_rows(rows({"a": other}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (literal("x"), literal("x", language="en")),
        (literal("3", "integer"), literal("3")),
        (literal("2020-01", "gYearMonth"), literal("2020-01-01", "date")),
        ({"type": "uri", "value": "x"}, literal("x")),
    ],
)
def test_other_values_are_not(one: dict[str, str], other: dict[str, str]) -> None:
    assert normal_rows(rows({"a": one})) != normal_rows(rows({"a": other}))


def test_order_of_rows_does_not_matter_and_number_does() -> None:
    one, two = {"a": literal("1")}, {"a": literal("2")}
    assert normal_rows(rows(one, two)) == normal_rows(rows(two, one))
    assert normal_rows(rows(one, one)) != normal_rows(rows(one))


def test_yes_and_no_are_read_in_both_forms() -> None:
    virtuoso = {"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": []}}
    assert normal_rows(json.dumps(virtuoso).encode()) == normal_rows(b'{"head": {}, "boolean": false}')


def test_graph_is_a_set() -> None:
    prefix = b"@prefix x: <http://x/> . "
    assert normal_graph(prefix + b"x:a x:b 1 . x:a x:b 1 , x:c .") == normal_graph(
        b"<http://x/a> <http://x/b> <http://x/c>, 1 ."
    )


def test_difference_names_what_is_missing() -> None:
    assert difference([("a",)], [("a",)]) == ""
    assert "not there: b" in difference([("a", "b")], [("a",)])
    assert "more: c" in difference([("a",)], [("a", "c")])
    assert "status 500" in difference([("a",)], [("status 500: broken",)])
