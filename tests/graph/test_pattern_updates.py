import pytest
from pyoxigraph import BlankNode, Quad, RdfFormat, Store

from graph.pattern_updates import MOST_ROWS, pattern_update, quads_of

DATA = """
<x:a> <x:p> 1, 2, "three"@en, <x:b> . <x:b> <x:p> 01 ; <x:q> _:n . _:n <x:r> <x:c> .
<x:g> { <x:a> <x:p> 3 . _:n <x:p> <x:a> } <x:h> { <x:a> <x:p> 4 . <x:b> <x:p> '''a "quote" \\\\ and
a line''' }
"""
UPDATES = [
    "DELETE WHERE { ?s <x:p> ?o }",
    "DELETE WHERE { GRAPH ?g { ?s <x:p> ?o } }",
    "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(ISLITERAL(?o)) }",
    "INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }",
    "INSERT { ?s ?o ?p } WHERE { ?s ?p ?o }",
    "INSERT { GRAPH ?o { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?s <x:was> ?o ; <x:b> 'x' GRAPH <x:log> { ?s a <x:M> } } WHERE {?s ?p ?o}",
    "WITH <x:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 5 . GRAPH <x:h> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "WITH <x:g> INSERT { ?s ?p ?o } WHERE { GRAPH <x:h> { ?s ?p ?o } }",
    "INSERT { ?s <x:seen> ?o } USING <x:g> USING <x:h> WHERE { ?s ?p ?o }",
    "INSERT { ?s <x:seen> ?g } USING NAMED <x:h> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "WITH <x:g> INSERT { ?s <x:seen> ?o } USING <x:h> WHERE { ?s ?p ?o }",
    "INSERT { ?s <x:n> ?n ; <x:m> ?unbound } WHERE { SELECT ?s (COUNT(*) AS ?n) {?s ?p ?o} GROUP BY ?s }",
    "INSERT { <x:a> <x:b> <x:c> } WHERE {}",
    "INSERT { <x:a> <x:b> <x:c> } WHERE { <x:nobody> ?p ?o }",
    "INSERT { $s <x:v> ?maybe } WHERE { ?s <x:p> ?o OPTIONAL { $s <x:q> ?maybe } }",
    "PREFIX x: <x:> PREFIX : <x:> WITH :g DELETE { ?s x:p ?o } USING x:h WHERE { ?s x:p ?o }",
    "BASE <http://x/> INSERT { <a> <b> ?o } WHERE { ?s ?p ?o }",
    "INSERT { ?s <x:t> <<( ?s ?p ?o )>> } WHERE { ?s ?p ?o }",
    "INSERT { ?s <x:list> (1 ?o) ; <x:it> [ <x:is> ?o ] } WHERE { ?s <x:p> ?o }",
    "DELETE { <x:a> <x:p> 1 } INSERT { <x:a> <x:p> 1 } WHERE { ?s ?p ?o }",
    "delete{?s ?p ?o}where{?s ?p ?o}",
    "DELETE { GRAPH <x:g> { ?s ?p ?o } . ?s ?p 1 . } INSERT { GRAPH <x:g> {?s ?p 6} GRAPH <x:i> {} } "
    "WHERE { ?s ?p ?o }",
    "PREFIX graph: <x:> INSERT { graph:graph graph:p ?o . GRAPH graph:g { ?s graph:p ?o # so }\n } } "
    "WHERE { ?s ?p ?o }",
    "INSERT { _:b <x:of> ?s GRAPH <x:g> { _:b <x:has> ?o } } WHERE { ?s <x:q> ?o }",
    "INSERT { GRAPH <x:g> { ?s <x:t> <<( ?s ?p ?o )>> } } WHERE { ?s ?p ?o }",
    "INSERT {} WHERE { ?s ?p ?o }",
    "INSERT { ?s <x:b> <x:c> <x:d> ?p ?s } WHERE { ?s ?p ?o }",
]


def loaded() -> Store:
    store = Store()
    store.load(DATA.encode(), RdfFormat.TRIG)
    return store


def lines(quads: set[Quad]) -> list[str]:
    """The quads, with blank nodes that are new all alike."""
    nodes = [term for quad in STORE for term in (quad.subject, quad.object)]
    known = {str(term) for term in nodes if isinstance(term, BlankNode)}
    parts = [str(quad).split(" ") for quad in quads]
    return sorted(
        " ".join("new" if one.startswith("_:") and one not in known else one for one in line)
        for line in parts
    )


STORE = loaded()


@pytest.mark.parametrize("text", UPDATES)
def test_rows_put_in_place_of_where_give_what_the_engine_does(text: str) -> None:
    update = pattern_update(text)
    assert update
    told = quads_of(STORE, update)
    assert told
    deleted, inserted = told
    carried_out = Store()
    carried_out.extend(STORE)
    carried_out.update(text)
    assert lines((set(STORE) - deleted) | inserted) == lines(set(carried_out))


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <x:a> <x:b> 1 }",
        "DELETE DATA { <x:a> <x:b> 1 }",
        "CLEAR ALL",
        "INSERT { ?s ?p ?o }",
        "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o } ; CLEAR ALL",
        "DELETE {",
        "WITH",
        "",
    ],
)
def test_anything_else_is_left(text: str) -> None:
    assert pattern_update(text) is None


def test_triples_among_the_values_and_very_many_rows_are_left_where_a_variable_names_the_graph() -> None:
    update = pattern_update(
        "INSERT { GRAPH ?s { ?s <x:t> ?t } } WHERE { ?s ?p ?o BIND(TRIPLE(?s, ?p, ?o) AS ?t) }"
    )
    assert update
    assert quads_of(STORE, update) is None
    many = Store()
    many.load("".join(f"<x:s{n}> <x:p> {n} ." for n in range(MOST_ROWS + 1)).encode(), RdfFormat.TURTLE)
    deletion = pattern_update("DELETE WHERE { ?s ?p ?o }")
    update = pattern_update("INSERT { GRAPH ?s { ?s ?p ?o } } WHERE { ?s ?p ?o }")
    assert update
    assert deletion
    assert quads_of(many, update) is None
    assert quads_of(many, deletion) == (set(many), set())
    many.update("DELETE DATA { <x:s1> <x:p> 1 }")
    told = quads_of(many, update)
    assert told
    assert len(told[1]) == len(many)


def test_nothing_is_left_in_the_store() -> None:
    store = Store()
    store.extend(STORE)
    update = pattern_update("INSERT { ?s <x:new> ?o GRAPH <x:log> { ?s a <x:M> } } WHERE { ?s ?p ?o }")
    assert update
    assert quads_of(store, update)
    assert set(store) == set(STORE)
    assert set(store.named_graphs()) == set(STORE.named_graphs())
