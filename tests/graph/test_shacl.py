from pathlib import Path

import pytest

from graph.shacl import ShaclResult, check_shapes, read_shapes
from schema.errors import StoreError

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix x: <http://x/> .
x:LawShape a sh:NodeShape ; sh:targetClass x:Law ;
  sh:property x:Name, x:Summary .
x:Name sh:path x:name ; sh:minCount 1 ; sh:message "A law has a name" .
x:Summary sh:path x:summary ; sh:maxLength 5 ; sh:severity sh:Warning ; sh:message "A summary is short" .
"""
LAW = "<http://x/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/Law> .\n"


@pytest.fixture
def shapes_file(tmp_path: Path) -> Path:
    path = tmp_path / "shapes.ttl"
    path.write_text(SHAPES)
    return path


def test_violations_and_warnings_come_with_focus_path_value_and_message(shapes_file: Path) -> None:
    data = LAW + '<http://x/a> <http://x/summary> "far too long" .\n'
    assert check_shapes(data.encode(), read_shapes(shapes_file)) == [
        ShaclResult("http://x/a", "http://x/name", "", "error", "A law has a name"),
        ShaclResult("http://x/a", "http://x/summary", "far too long", "warning", "A summary is short"),
    ]


def test_only_the_given_nodes_are_looked_at(shapes_file: Path) -> None:
    data = (LAW + LAW.replace("http://x/a", "http://x/b")).encode()
    shapes = read_shapes(shapes_file)
    assert [result.focus for result in check_shapes(data, shapes)] == ["http://x/a", "http://x/b"]
    assert [result.focus for result in check_shapes(data, shapes, ["http://x/b"])] == ["http://x/b"]
    assert check_shapes(data, shapes, []) == []


def test_conforming_data_has_no_results(shapes_file: Path) -> None:
    data = LAW + '<http://x/a> <http://x/name> "A" .\n'
    assert check_shapes(data.encode(), read_shapes(shapes_file)) == []


NESTED = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix x: <http://x/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:Date a sh:NodeShape ; sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] ) .
x:LawShape a sh:NodeShape ; sh:targetClass x:Law ;
  sh:property [ sh:path x:from ; sh:node x:Date ; sh:message "Not a date" ] ;
  sh:property [ sh:path x:by ; sh:or ( [ sh:class x:Body ] [ sh:class x:Law ] ) ; sh:message "Not a body" ] .
"""
NESTED_DATA = LAW + '<http://x/a> <http://x/from> "soon" .\n<http://x/a> <http://x/by> <http://x/b> .\n'
NESTED_RESULTS = [
    ShaclResult("http://x/a", "http://x/by", "http://x/b", "error", "Not a body"),
    ShaclResult("http://x/a", "http://x/from", "soon", "error", "Not a date"),
]


@pytest.fixture
def nested_file(tmp_path: Path) -> Path:
    path = tmp_path / "nested.ttl"
    path.write_text(NESTED)
    return path


def test_what_a_nested_shape_asks_of_a_value_is_told_of_the_thing(nested_file: Path) -> None:
    results = check_shapes(NESTED_DATA.encode(), read_shapes(nested_file))
    assert [result for result in results if result.focus == "http://x/a"] == NESTED_RESULTS


def test_nothing_is_told_of_the_value_that_a_nested_shape_looked_at(nested_file: Path) -> None:
    assert check_shapes(NESTED_DATA.encode(), read_shapes(nested_file)) == NESTED_RESULTS


def test_nested_shapes_are_asked_also_where_nodes_are_given(nested_file: Path) -> None:
    assert check_shapes(NESTED_DATA.encode(), read_shapes(nested_file), ["http://x/a"]) == NESTED_RESULTS


def test_severity_of_information_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "info.ttl"
    path.write_text(SHAPES.replace("sh:Warning", "sh:Info"))
    data = LAW + '<http://x/a> <http://x/name> "A" .\n<http://x/a> <http://x/summary> "far too long" .\n'
    assert [result.severity for result in check_shapes(data.encode(), read_shapes(path))] == ["warning"]


def test_shapes_that_cannot_be_applied_are_a_store_error(tmp_path: Path) -> None:
    path = tmp_path / "odd.ttl"
    query = (
        "SELECT $this WHERE { $this ?property ?value . MINUS { $this a ?class } }"  # SHACL allows no MINUS
    )
    path.write_text(SHAPES + f'x:LawShape sh:sparql [ sh:message "Odd" ; sh:select "{query}" ] .')
    with pytest.raises(StoreError, match="cannot be applied"):
        check_shapes(LAW.encode(), read_shapes(path))


def test_ill_formed_shapes_are_a_store_error(tmp_path: Path) -> None:
    path = tmp_path / "odd.ttl"
    path.write_text(SHAPES.replace("sh:maxLength 5", "sh:maxLength 5 , 6"))
    with pytest.raises(StoreError, match="cannot be applied"):
        check_shapes(LAW.encode(), read_shapes(path))


def test_shapes_that_cannot_be_read_are_a_store_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("a b")
    for path in (broken, tmp_path / "none.ttl"):
        with pytest.raises(StoreError, match="cannot be read"):
            read_shapes(path)
