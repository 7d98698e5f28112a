import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, QuerySolutions, RdfFormat, Store, Triple

from graph.federation import MOST_ROWS, Load, load_of, may_reach_out, services_of, with_tables
from graph.graph_updates import graph_update
from graph.guard import check_query
from graph.pattern_updates import pattern_update
from graph.results import Solutions
from schema.errors import QueryRefused, QueryTooLarge

DATA = """
<x:a> <x:p> 1, 2, <x:b> ; <x:name> "A"@en . <x:b> <x:p> 2 ; <x:q> <x:c> . <x:c> <x:name> 'c "quoted" \\\\' .
<x:g> { <x:a> <x:p> 3 . <x:b> <x:r> <x:a> }
"""
QUERIES = [
    "SELECT * { SERVICE <x:s> { ?s <x:p> ?o } }",
    "SELECT * { ?s <x:name> ?n SERVICE <x:s> { ?s <x:p> ?o } }",
    "SELECT * { SERVICE <x:s> { ?s <x:p> ?o } ?s <x:q> ?q }",
    "SELECT * { ?s <x:name> ?n OPTIONAL { SERVICE <x:s> { ?s <x:q> ?q } } }",
    "SELECT * { ?s <x:name> ?n OPTIONAL { SERVICE <x:s> { ?s <x:p> ?o } FILTER(?o = 1 || ?n = 'A'@en) } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <x:s> { ?s <x:p> 2 } } }",
    "SELECT * { { ?s <x:name> ?n } UNION { SERVICE <x:s> { ?s <x:p> ?n } } }",
    "SELECT ?s (COUNT(*) AS ?n) { SERVICE <x:s> { ?s <x:p> ?o } } GROUP BY ?s ORDER BY DESC(?n) LIMIT 1",
    "SELECT * { { SELECT ?s (COUNT(?o) AS ?n) { SERVICE <x:s> { ?s <x:p> ?o } } GROUP BY ?s } }",
    "SELECT * { SERVICE <x:s> { SELECT ?s (COUNT(?o) AS ?n) { ?s <x:p> ?o } GROUP BY ?s } FILTER(?n > 1) }",
    "SELECT * { SERVICE <x:s> { ?s <x:name> ?n OPTIONAL { ?s <x:q> ?q } } BIND(STR(?n) AS ?t) }",
    "SELECT * { ?a <x:p> ?b SERVICE <x:s> { <x:a> <x:p> 1, 2 } }",
    "SELECT * { ?a <x:p> ?b SERVICE <x:s> { <x:a> <x:p> 77 } }",
    "SELECT * { SERVICE <x:s> { ?s <x:p> ?o } SERVICE SILENT <x:s> { ?s <x:name> ?n } }",
    "SELECT * { SERVICE <x:s> { GRAPH <x:g> { ?s <x:p> ?o } } FILTER NOT EXISTS { ?s <x:q> ?o } }",
    "PREFIX x: <x:> SELECT * { SERVICE x:s { ?s x:p ?o # a comment }\n } }",
    "BASE <x:> PREFIX : <> SELECT * { SERVICE :s { ?s <p> ?o } }",
    "PREFIX prefix: <x:> SELECT * { SERVICE prefix:s { ?s prefix:p ?o } }",
]


def loaded() -> Store:
    store = Store()
    store.load(DATA.encode(), RdfFormat.TRIG)
    return store


STORE = loaded()


def rows_of(text: str) -> Solutions:
    found = STORE.query(text)
    assert isinstance(found, QuerySolutions)
    return [variable.value for variable in found.variables], [tuple(row) for row in found]


def as_bag(table: Solutions) -> list[list[tuple[str, str]]]:
    names, rows = table
    return sorted(sorted((name, str(term)) for name, term in zip(names, row, strict=True)) for row in rows)


@pytest.mark.parametrize("text", QUERIES)
def test_rows_in_place_of_a_service_are_as_its_own_evaluation(text: str) -> None:
    """The other endpoint has the same data: what is asked there is as a group of its own here."""
    check_query(text, may_reach_out=True)
    services = services_of(text)
    assert {service.address for service in services} == {"x:s"}
    replaced = with_tables(text, services, [rows_of(service.query) for service in services])
    assert "SERVICE" not in replaced
    as_group = re.sub(r"SERVICE( SILENT)? (<x:s>|\w*:s)", "", text)
    assert as_bag(rows_of(replaced)) == as_bag(rows_of(as_group))


def test_service_within_graph_is_not_about_that_graph() -> None:
    text = "SELECT * { GRAPH ?g { ?s <x:p> ?v SERVICE <x:s> { ?s <x:p> ?o } } }"
    services = services_of(text)
    found = rows_of(with_tables(text, services, [rows_of(services[0].query)]))
    assert len(found[1]) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { SERVICE ?x { ?s ?p ?o } }", "write the address"),
        ("SELECT * { SERVICE SILENT { ?s ?p ?o } }", "write the address"),
        ("SELECT * { SERVICE <x:s> }", "write the address"),
        ("SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <x:s> { ?s ?p ?o } } }", "EXISTS"),
        ("SELECT * { ?s ?p ?o FILTER NOT EXISTS { { SERVICE <x:s> { ?s ?p ?o } } } }", "EXISTS"),
        ("SELECT * {\n SERVICE <x:s> { SERVICE <x:t> { ?s ?p ?o } } }", "line 2, column 18"),
    ],
)
def test_service_that_cannot_be_asked_first_is_refused(text: str, said: str) -> None:
    with pytest.raises(QueryRefused, match=said):
        services_of(text)


def test_service_is_a_word_only_where_it_stands_alone() -> None:
    assert may_reach_out("select*{service<x:s>{}}")
    assert not may_reach_out("SELECT ?service { ?s x:service :load }")
    assert services_of("SELECT * { ?service <x:SERVICE> 'SERVICE <x:s> {}' } # SERVICE <x:s> {}") == []


def test_more_services_or_rows_than_may_be_are_too_many() -> None:
    with pytest.raises(QueryTooLarge, match="SERVICE"):
        services_of("SELECT * {" + "SERVICE <x:s> { ?s ?p ?o }" * 5 + "}")
    services = services_of("SELECT * { SERVICE <x:s> { ?s ?p ?o } }")
    with pytest.raises(QueryTooLarge, match="rows"):
        with_tables("", services, [(["s"], [(NamedNode("x:a"),)] * (MOST_ROWS + 1))])


@pytest.mark.parametrize(
    "term",
    [
        BlankNode("b"),
        Triple(NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c")),
    ],
)
def test_answer_that_means_nothing_here_is_refused(term: BlankNode | Triple) -> None:
    services = services_of("SELECT * { SERVICE <x:s> { ?s ?p ?o } }")
    with pytest.raises(QueryRefused, match="means nothing here"):
        with_tables("", services, [(["s"], [(term,)])])
    with pytest.raises(QueryRefused, match="variables"):
        with_tables("", services, [(["s } } ?x"], [(NamedNode("x:a"),)])])


PIECES = (
    *(
        "SELECT",
        "*",
        "{",
        "}",
        "SERVICE",
        "SERVICE",
        "SILENT",
        "<x:s>",
        "x:s",
        ":s",
        "?s",
        "EXISTS",
        "FILTER",
    ),
    *(
        "PREFIX",
        "x:",
        "<x:>",
        "BASE",
        "LOAD",
        "INTO",
        "GRAPH",
        "<x:g>",
        ";",
        ".",
        "#\n",
        "'SERVICE'",
        "(",
        ")",
    ),
    *("INSERT", "DELETE", "WHERE", "service:a", "?p ?o", "'''", "<", "COPY", "TO", "DEFAULT"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_and_what_is_found_stands_in_it(text: str) -> None:
    with suppress(QueryRefused, QueryTooLarge):
        services = services_of(text)
        assert [service.start for service in services] == sorted(service.start for service in services)
        for service in services:
            assert text[service.start :].startswith("SERVICE")
            assert text[service.start : service.end].endswith("}") or service.end == len(text)
        assert not services or may_reach_out(text)
        assert with_tables(text, services, [([], [()])] * len(services)).count("VALUES") == len(services)
    if load_of(text):
        assert may_reach_out(text)
    graph_update(text)
    pattern_update(text)


@pytest.mark.parametrize(
    ("text", "load"),
    [
        ("LOAD <http://a/b>", Load("http://a/b", False, None)),
        ("load silent <http://a/b> into graph <x:g>", Load("http://a/b", True, "x:g")),
        (
            "BASE <http://a/> PREFIX x: <x:> LOAD <b> INTO GRAPH x:g # so\n",
            Load("http://a/b", False, "x:g"),
        ),
        ("PREFIX load: <x:> LOAD load:a", Load("x:a", False, None)),
        ("LOAD <http://a/b> INTO <x:g>", None),
        ("LOAD <http://a/b> INTO DEFAULT", None),
        ("LOAD <http://a/b> <http://a/c>", None),
        ("LOAD ?x", None),
        ("LOAD", None),
        ("INSERT DATA { <x:load> <x:b> 'LOAD <x:a>' }", None),
        ("", None),
    ],
)
def test_load_is_read_with_its_graph(text: str, load: Load | None) -> None:
    assert load_of(text) == load
