import pytest
from hypothesis import given
from pyoxigraph import Store

from graph.planning.reader import read_shape
from graph.planning.syntax import Group, NotUnderstood, Path
from tests.graph.planning.random_queries import queries


def kinds(group: Group) -> list[str]:
    return [element.kind for element in group.elements]


def paths(text: str) -> list[Path]:
    return [triple.path for triple in read_shape(text).group.triples]


def test_a_group_is_read_element_by_element() -> None:
    text = """PREFIX a: <x:> SELECT ?x (COUNT(*) AS ?n) WHERE {
      ?x a a:b ; ?p 1 , 'two'@en , <x:three>^^<x:y> . FILTER(?x = <x:y>) ?x a:p ?y .
      OPTIONAL { ?y a:q ?z } . MINUS { ?x a:r 1 } GRAPH ?g { ?x a:s ?w }
      VALUES (?u ?v) { (1 UNDEF) } BIND(NOT EXISTS { ?x a ?y } AS ?b) { } UNION { ?x a ?c }
    } GROUP BY ?x HAVING(COUNT(*) > 1) VALUES ?x { a:b }"""
    group = read_shape(text.replace("^^<x:y>", "", 1)).group
    assert kinds(group) == [
        "triples", "filter", "triples", "optional", "minus", "graph", "values", "bind", "group", "values",
    ]  # fmt: skip
    assert len(list(group.triples)) == 5
    assert group.elements[6].variables == {"u", "v"}
    assert group.variables == {"x", "p", "y"}


def test_spans_are_those_of_the_text() -> None:
    text = "SELECT * { ?x <x:p>/<x:q>* -5 . }"
    (triple,) = read_shape(text).group.triples
    parts = (triple.subject, triple.path, triple.object)
    assert [text[part.start : part.end] for part in parts] == ["?x", "<x:p>/<x:q>*", "-5"]


@pytest.mark.parametrize(
    ("path", "step", "allows_none", "is_set"),
    [
        ("<x:p>", "plain", False, True),
        ("^<x:p>", "inverse", False, True),
        ("<x:p>*", "closure", True, True),
        ("(<x:p>|<x:q>)+ ", "closure", False, True),
        ("(<x:p>?)+ ", "closure", True, True),
        ("<x:p>/<x:q>*", "sequence", False, True),
        ("<x:p>*/<x:q>*", "sequence", True, True),
        ("<x:p>|<x:q>*", "alternative", True, False),
        ("!(<x:p>|^<x:q>)", "other", False, False),
        ("<x:p>/!<x:q>", "sequence", False, False),
    ],
)
def test_paths_say_what_they_hold_of(path: str, step: str, allows_none: bool, is_set: bool) -> None:
    (found,) = paths(f"ASK {{ ?a {path} ?b }}")
    assert (found.step, found.allows_none, found.is_set) == (step, allows_none, is_set)


def test_triples_with_blank_nodes_are_not_told() -> None:
    for triples in ("?a <x:p> []", "_:a <x:p> ?b", "[ <x:p> ?a ]", "?a <x:p> (1 2)"):
        (element,) = read_shape(f"ASK {{ {triples} }}").group.elements
        assert element.triples is None


@pytest.mark.parametrize(
    "text",
    [
        "DESCRIBE <x:a>",
        "CONSTRUCT WHERE { ?a <x:p> ?b }",
        "BASE <x:> ASK { ?a <p> ?b }",
        "ASK { ?a <x:p> ?b . . }",
        "ASK { . ?a <x:p> ?b }",
        "ASK { 5 <x:p> ?b }",
        "ASK { ?a 5 ?b }",
        "ASK { ?a <x:p>+5 }",
        "ASK { ?a <x:p>",
        "ASK { ?a <x:p> ?b FILTER }",
        "ASK { << ?a <x:p> ?b >> <x:q> ?c }",
        "ASK { ?a <x:p> ?b ~ ?r }",
        "ASK { SERVICE <x:a> { ?a <x:p> ?b } }",
        "ASK { ?a <x:p> ?b LATERAL { ?b <x:p> ?c } }",
        "",
        "}",
    ],
)
def test_what_is_not_known_for_sure_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_shape(text)


@given(queries())
def test_what_the_engine_accepts_is_read(text: str) -> None:
    try:
        Store().query(text)
    except SyntaxError:
        return
    read_shape(text)
