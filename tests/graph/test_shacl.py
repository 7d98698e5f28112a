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


def test_shapes_that_cannot_be_read_are_a_store_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("a b")
    for path in (broken, tmp_path / "none.ttl"):
        with pytest.raises(StoreError, match="cannot be read"):
            read_shapes(path)
