import pytest
from pyoxigraph import RdfFormat, Store

from api.problems import BadRequest
from api.sparql.using import with_using
from graph.datasets import WHOLE, Dataset
from schema.errors import QueryError

DATASET = Dataset(("urn:g",), ("urn:h",))
CLAUSES = "USING <urn:g> USING NAMED <urn:h> "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", f"DELETE {{ ?s ?p ?o }} {CLAUSES}WHERE {{ ?s ?p ?o }}"),
        ("insert {} where {} ; CLEAR ALL", f"insert {{}} {CLAUSES}where {{}} ; CLEAR ALL"),
        (
            "INSERT {} WHERE { { SELECT * WHERE { ?s ?p 'WHERE' } } } ; INSERT {} WHERE {}",
            f"INSERT {{}} {CLAUSES}WHERE {{ {{ SELECT * WHERE {{ ?s ?p 'WHERE' }} }} }} ; "
            f"INSERT {{}} {CLAUSES}WHERE {{}}",
        ),
        ("INSERT DATA { <urn:a> <urn:b> 1 } # WHERE", "INSERT DATA { <urn:a> <urn:b> 1 } # WHERE"),
    ],
)
def test_graphs_are_put_before_each_where(text: str, expected: str) -> None:
    assert with_using(text, DATASET) == expected
    Store().update(expected)
    assert with_using(text, WHOLE) == text


def test_where_sees_those_graphs_only() -> None:
    store = Store()
    store.load(
        b"<urn:g> { <urn:a> <urn:p> 1 } <urn:h> { <urn:a> <urn:p> 2 } <urn:a> <urn:p> 3 .", RdfFormat.TRIG
    )
    where = "{ { ?s ?p ?o BIND(<urn:d> AS ?g) } UNION { GRAPH ?g { ?s ?p ?o } } }"
    text = f"INSERT {{ <urn:seen> ?g ?o }} WHERE {where}"
    store.update(with_using(text, DATASET))
    seen = {str(quad.predicate) + str(quad.object)[1] for quad in store if "seen" in str(quad.subject)}
    assert seen == {"<urn:d>1", "<urn:h>2"}


@pytest.mark.parametrize(
    "text",
    [
        "INSERT {} USING <urn:x> WHERE {}",
        "WITH <urn:x> DELETE {} WHERE {}",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_what_has_a_dataset_of_its_own_or_no_place_for_one_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        with_using(text, DATASET)


def test_name_cannot_bring_in_more_than_a_name() -> None:
    with pytest.raises(QueryError, match="not an IRI"):
        with_using("INSERT {} WHERE {}", Dataset(("urn:g> WHERE {} ; DROP ALL #",)))
