import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph.guard import MAX_BYTES, MAX_DEPTH, MAX_UPDATE_BYTES, check_query, check_update, position
from graph.queries import QUERY_NAMES, load_query
from schema.errors import QueryError, QueryRefused, QuerySyntaxError, QueryTooLarge

PREFIX = "PREFIX fl: <https://w3id.org/facelex/ns#>\n"

ACCEPTED = [
    "SELECT * { ?s ?p ?o }",
    "select*{?s?p?o}",
    "ASK {}",
    "DESCRIBE <https://w3id.org/facelex/id/law/x>",
    "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 10",
    PREFIX + "SELECT * { ?s fl:service ?from ; fl:from ?insert . ?s fl:SERVICE fl:a-from.delete }",
    'SELECT * { ?s ?p \'SERVICE <x> {}\' , "FROM", \'\'\'INSERT\n\'DATA\'\'\', """LOAD "x" \\" SERVICE""" }',
    "SELECT * { ?s <http://x/FROM> <http://x/SERVICE#INSERT> }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://x/> { } FROM 'x",
    "SELECT * { ?s ?p ?o FILTER(?s < 1 && ?o > 2 || ?s<=?o) }",
    "SELECT * { ?s ?p ?o FILTER(?s<1&&?o>2) }",
    "PREFIX : <x:#>\nSELECT * { VALUES (?s ?p) { (<x:#a> <x:b(c)>) (:x UNDEF) } ?s <x:p>/<x:q>*|^<x:r>+ ?o }",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p HAVING(COUNT(*) > 1) ORDER BY DESC(?n)",
    "SELECT * { ?s ?p '2020'^^<http://www.w3.org/2001/XMLSchema#gYear>, 'a'@en-GB, 1.5e3, .5, true, _:b.c }",
    'SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s ?q "caf\\u00e9" } BIND(IF(?o, 1, -1)*2 AS ?x) }',
    "SELECT * { ?été ?p $x }",
    "SELECT * FROM <http://x/> FROM NAMED <http://y/> { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } FROM <http://x/> WHERE { ?s ?p ?o }",
    "SELECT * { ?s ?p <<( ?a <x:b> 'c' )>> , <<( <x:a> <x:b> <<( <x:c> <x:d>\n1 )>> )>> }",
    "SELECT * { << ?s ?p ?o >> <x:said> ?who . << ?s ?p ?o ~ ?r >> ?q ?v }",
    "SELECT * { ?s ?p ?o {| <x:said> ?who |} FILTER(?o = <<( <x:a> <x:b> <x:c> )>>) }",
    "SELECT * { VALUES ?t { <<( <x:a> <x:b> 1 )>> } BIND(TRIPLE(?s, <x:b>, 2) AS ?u) ?s ?p ?t }",
]

REFUSED = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { serVICE SILENT ?x { } }",
    "SELECT * { SERVICE<http://x/>{} }",
    "SELECT * { ?s ?p 1SERVICE<http://x/>{} }",
    "SELECT * { ?s ?p trueserVICE<http://x/>{} }",
    "SELECT * { ?s ?p true.SERVICE<http://x/>{} }",
    "SELECT * { OPTIONAL{}SERVICESILENT<http://x/>{} }",
    "PREFIX x: <http://x/> SELECT * { ?s ?p trueSERVICEx:y{} }",
    "PREFIX : <http://x/> SELECT * { SERVICE:x{} }",
    "PREFIX : <http://x/> SELECT * { ?s ?p true.SERVICE:x{} }",
    "SELECT*FROMNAMED<http://x/>{}",
    "PREFIX x: <http://x/> SELECT*FROMx:y{}",
    "INSERT DATA { <x:a> <x:b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "LOAD <http://x/>",
    "CLEAR ALL",
    "WITH <http://x/> DELETE { ?s ?p ?o } WHERE { }",
    "SELECT * { \\u0053ERVICE <http://x/> { } }",
    "SELECT * { ?s ?p 'a\\u0027 } SERVICE <http://x/> {} #' }",
    "SELECT * { ?s ?p ?o # \\u000A SERVICE <http://x/> {}\n}",
    'SELECT * {?s ?p ?o FILTER(?o<1#>"""\n) SERVICE SILENT ?x {} #"""\n}',
    "SELECT * {?s ?p ?o FILTER(EXISTS{}<1#>'''\n) SERVICE SILENT ?x {} #'''\n}",
    'SELECT * {?s ?p ?o FILTER(<<(?s?p\'x#>"""\')>> = 1) SERVICE SILENT ?x {} #"""\n}',
    "SELECT * {?s ?p ?o FILTER(?o<1)SERVICE?x#>\n{} }",
    "SELECT * { \u017fERVICE <http://x/> {} }",
    "SELECT * { ?s ?p <<(?a <x:b> 'c')>> }",
    "SELECT * { ?s ?p ?o FILTER(?o <<x:a>) }",
    "SELECT * { ?s ?p <<( ?a <x:b> 'c' )>> SERVICE <http://x/> {} }",
    "SELECT * { << ?s ?p ?o >> SERVICE <http://x/> {} }",
    'SELECT * {?s ?p ?o FILTER(?o <<(#>"""\n) SERVICE SILENT ?x {} #"""\n}',
]

MALFORMED = [
    ("SELCT * {}", 1, 1),
    ("SELECT * {\n  ?s ?p 'open\n}", 2, 9),
    ("SELECT * {\n?s ?p <http://x/a b> }", 2, 7),
    ("SELECT * { ?s ?p ?o )", 1, 21),
    ("SELECT * {", 1, 11),
    ("SELECT * {\u00a0?s ?p ?o }", 1, 11),
    ("SELECT * { ?s ?p <<( ?a ?b ?c ) }", 1, 31),
    ("SELECT * { << ?a ?b ?c > ?p ?o }", 1, 24),
    ("SELECT * { << ?a ?b ?c } ?p ?o }", 1, 24),
]

TOO_LARGE = {
    "bytes": "SELECT * { ?s ?p '" + "x" * MAX_BYTES + "' }",
    "braces": "SELECT * " + "{" * 1000 + "}" * 1000,
    "brackets of an expression": "SELECT * { FILTER(" + "(" * 60 + "1" + ")" * 60 + ") }",
    "function calls": "SELECT * { FILTER(" + "STR(" * 60 + "1" + ")" * 60 + ") }",
    "blank nodes": "SELECT * { ?s ?p " + "[<x:>" * 60 + " 1" + "]" * 60 + "}",
    "triple terms": "SELECT * { ?s ?p " + "<<( ?s ?p " * 60 + "1" + " )>>" * 60 + "}",
    "reified triples": "SELECT * { " + "<< " * 60 + "?s" + " ?p ?o >>" * 60 + " ?p ?o }",
    "triples side by side": "SELECT * { " + "<< ?s ?p ?o >> ?p ?o . " * 60 + "}",
    "triple patterns": "SELECT * {" + "?s ?p ?o ." * 200 + "}",
    "predicates": "SELECT * { ?s a ?x" + ";a ?x" * 200 + "}",
    "objects": "SELECT * { ?s a ?x" + ",?y" * 200 + "}",
    "list members": "SELECT * { ?s a (" + " 1" * 200 + ")}",
    "list members with a prefix": "PREFIX : <x:> SELECT * { ?s a (" + " :x" * 200 + ")}",
    "path steps": "SELECT * { ?s <x:>" + "/<x:>" * 200 + " ?o }",
    "unions": "SELECT * {{}" + "UNION{}" * 6625 + "}",
    "bindings": "SELECT * {" + "".join(f"BIND(1 AS ?b{n})" for n in range(2616)) + "}",
    "filters": "SELECT * {" + "FILTER(1)" * 1000 + "}",
    "projections": "SELECT " + "".join(f"(1 AS ?b{n})" for n in range(1000)) + "{}",
    "additions": "SELECT * { FILTER(1" + "+1" * 1000 + ") }",
    "negations": "SELECT * { FILTER(" + "!" * 1000 + "1) }",
}


@pytest.mark.parametrize("text", ACCEPTED)
def test_query_that_reads_this_data_is_accepted(text: str) -> None:
    check_query(text)
    Store().query(text)


@pytest.mark.parametrize("text", REFUSED)
def test_query_that_reaches_out_or_changes_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match=r"line \d+, column \d+") as caught:
        check_query(text)
    assert f"(line {caught.value.line}, column {caught.value.column})" in str(caught.value)


@pytest.mark.parametrize(("text", "line", "column"), MALFORMED)
def test_text_that_cannot_be_sparql_is_named_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        check_query(text)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("text", TOO_LARGE.values(), ids=TOO_LARGE)
def test_query_beyond_the_bounds_is_too_large(text: str) -> None:
    with pytest.raises(QueryTooLarge):
        check_query(text)


def test_query_at_the_bounds_still_runs() -> None:
    depth = MAX_DEPTH - 1
    for text in (
        "SELECT * {" + "{" * depth + "?s ?p ?o" + "}" * depth + "}",
        "SELECT * {" + "?s ?p ?o ." * 100 + "}",
        "SELECT * {{}" + "UNION{}" * 140 + "}",
        "SELECT * {" + "".join(f"BIND({n} AS ?b{n})" for n in range(99)) + "}",
        "SELECT * { ?s ?p " + "<<( ?a <x:b> " * depth + "1" + " )>>" * depth + "}",
        "SELECT * { VALUES ?s {" + "<x:a>" * 5000 + "} ?s ?p ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + ",".join("1" * 5000) + ")) }",
    ):
        check_query(text)
        Store().query(text)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { GRAPH <x:g> { <x:a> <x:from> 'LOAD' } }",
        "PREFIX x: <x:> INSERT { ?s ?p 1 } USING <x:g> USING NAMED x:h WHERE { ?s ?p 2 }",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ; CLEAR SILENT NAMED ; DROP ALL",
        "CREATE SILENT GRAPH <x:g> ; COPY DEFAULT TO <x:g> ; MOVE <x:g> TO <x:h> ; ADD <x:h> TO DEFAULT",
        "INSERT DATA {" + "<x:a> <x:b> <x:c> . " * 10_000 + "}",
        "INSERT DATA { <x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> }",
        "DELETE DATA { <x:a> <x:b> " + ",".join("1" * 10_000) + "}",
    ],
)
def test_update_of_this_data_is_accepted(text: str) -> None:
    check_update(text)
    with contextlib.suppress(RuntimeError):  # the graphs are not there
        Store().update(text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("LOAD <http://x/>", QueryRefused),
        ("LOAD SILENT <http://x/> INTO GRAPH <x:g>", QueryRefused),
        ("INSERT DATA { <x:a> <x:b> 1 } ; loaD<http://x/>", QueryRefused),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }", QueryRefused),
        ("INSERT { ?s ?p ?o } WHERE {" + "?s ?p ?o ." * 200 + "}", QueryTooLarge),
        ("INSERT {" + "?s ?p ?o ." * 200 + "} WHERE {}", QueryTooLarge),
        (
            "INSERT DATA { <x:a> <x:b> 1 } ; INSERT { ?s ?p ?o } WHERE {" + "?s ?p ?o ." * 200 + "}",
            QueryTooLarge,
        ),
        ("INSERT DATA { <x:a> <x:b> " + "<<( <x:a> <x:b> " * 60 + "1" + " )>>" * 60 + "}", QueryTooLarge),
        ("INSERT DATA { <x:a> <x:b> '" + "x" * MAX_UPDATE_BYTES + "' }", QueryTooLarge),
        ("INSRT DATA {}", QuerySyntaxError),
        ("INSERT DATA { <x:a> <x:b> 1", QuerySyntaxError),
    ],
)
def test_update_that_reaches_out_or_is_too_large_is_refused(text: str, error: type[QueryError]) -> None:
    with pytest.raises(error):
        check_update(text)


def test_position_counts_from_one() -> None:
    assert position("ab\ncd", 0) == (1, 1)
    assert position("ab\ncd", 4) == (2, 2)


@pytest.mark.parametrize(
    "part",
    [
        "a.",
        "a.a",
        "<",
        "<a",
        '"',
        '"""a',
        "'",
        "#",
        "((",
        "1.",
        "x:a.",
        "\\u00e9",
        "-",
        "@a-",
        "_:a.",
        "?",
        " ",
    ],
)
@pytest.mark.timeout(60)  # some milliseconds each; with a step for each pair of places it would be hours
def test_scan_of_any_repetition_takes_linear_time(part: str) -> None:
    text = "SELECT * {" + part * (60_000 // len(part))
    with pytest.raises(QueryError):
        check_query(text)


PIECES = st.sampled_from(
    re.split(
        " +",
        """SELECT * { } ( ) [ ] . ; , < > <= = ! && | / ^ + ' " ''' \"\"\" # \\ \\u0053 SERVICE service
        FROM NAMED SILENT UNION OPTIONAL FILTER EXISTS BIND AS VALUES WHERE true a 1 1. 1e5 ?s ?o
        x: x:y :z <x:y> <x:#>
        @en ^^ << >> <<( )>> {| |} _:b INSERT DELETE $ \u00e9 \u017f % \u00a0 \t \r""",
    )
    + [" "] * 4
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=500, deadline=None)
def test_any_text_is_accepted_or_refused_with_a_query_error(text: str) -> None:
    with contextlib.suppress(QueryError):
        check_query(text)


SMALL = st.sampled_from(
    [
        "?s ?p ?o",
        "SERVICE <x:y> {}",
        "SERVICEx:y{}",
        "FILTER(?o<1#>",
        "FILTER(?o < 1)",
        "\n)",
        "&& ?o > 1)",
        '"""',
        "'''",
        "#",
        "\n",
        ".",
        " ",
        "?s ?p true",
        "?s ?p 'x'",
        "OPTIONAL {}",
        "{}",
        "<< ",
        "<<( ",
        "<<(",
        " )>>",
        ">>",
        "BIND(1 AS ?x)",
    ]
)

STORE = Store()
STORE.load(b"<x:s> <x:p> true, 'x', 0 .", RdfFormat.TURTLE)


@given(st.lists(SMALL, max_size=8).map(lambda parts: "PREFIX x: <x:> SELECT * { " + "".join(parts) + " }"))
@settings(max_examples=300, deadline=None)
def test_no_accepted_query_holds_a_service(text: str) -> None:
    try:
        check_query(text)
    except QueryError:
        return
    with contextlib.suppress(SyntaxError):  # a call would fail: there is no such address
        list(STORE.query(text))  # type: ignore[arg-type]  # a SELECT: rows
    try:
        algebra = prepareQuery(text).algebra
    except Exception:  # rdflib raises bare Exceptions for what it cannot read
        return
    assert "ServiceGraphPattern" not in names_in(algebra)


def names_in(node: object) -> set[str]:
    """The names of all parts of rdflib's algebra of a query."""
    found: set[str] = set()
    if isinstance(node, CompValue):
        found.add(node.name)
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    for child in children:
        found |= names_in(child)
    return found


def test_the_reader_of_algebra_sees_a_service() -> None:
    assert "ServiceGraphPattern" in names_in(prepareQuery("SELECT * { SERVICE <x:y> { ?s ?p ?o } }").algebra)


@pytest.mark.parametrize("name", QUERY_NAMES)
def test_queries_of_ours_are_accepted(name: str) -> None:
    check_query(load_query(name).text)


TERMS = st.sampled_from(
    ["?s", "?from", "$x", "<http://x/FROM#a>", "x:service", ":", "x:a.b-c", "true", "-1.5e3", "'SERVICE'@en"]
)
NODES = st.sampled_from(["?s", "?load", "<x:s>", "x:insert", "[ x:p 1 ; x:q ?r ]", "(1 ?s x:a)"])
VERBS = st.sampled_from(["?p", "a", "<x:p>", "x:p/^x:q*", "(x:p|!x:q)+", "x:p?"])
EXPRESSIONS = st.recursive(
    st.sampled_from(
        ["?s", "1", "'a'", "x:a", "<x:a>", "true", "BOUND(?s)", "STRLEN(STR(?o))", "?s IN (1, 'b')"]
    ),
    lambda inner: st.one_of(
        st.builds(
            "({} {} {})".format,
            inner,
            st.sampled_from(["<", ">", "<=", "=", "!=", "&&", "||", "+", "*"]),
            inner,
        ),
        st.builds("!({})".format, inner),
        st.builds("IF({}, {}, {})".format, inner, inner, inner),
        st.builds('CONCAT(STR({}), "from")'.format, inner),
        st.just("NOT EXISTS { ?s ?p ?o }"),
    ),
    max_leaves=6,
)
PATTERNS = st.recursive(
    st.one_of(
        st.builds("{} {} {} .".format, NODES, VERBS, TERMS),
        st.builds("FILTER({})".format, EXPRESSIONS),
        st.sampled_from(
            ["VALUES (?s ?v) { (1 UNDEF) (x:a 'b') }", "VALUES ?s { <x:a> 1 }", "?s ?p <<( ?a x:b 1 )>> ."]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("\n".join),
        st.builds("OPTIONAL {{ {} }}".format, inner),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("GRAPH ?g {{ {} }} # then".format, inner).map("{}\n".format),
        st.builds("MINUS {{ {} }}".format, inner),
        st.builds(
            "{{ SELECT ?s (COUNT(*) AS ?n) WHERE {{ {} }} GROUP BY ?s HAVING(COUNT(*)>1) }}".format, inner
        ),
    ),
    max_leaves=8,
)
FORMS = st.sampled_from(
    [
        "SELECT * {{ {} }}",
        "SELECT DISTINCT ?s FROM x:g {{ {} }} ORDER BY DESC(?s) LIMIT 5",
        "ASK {{ {} }}",
        "CONSTRUCT {{ ?s x:p ?o }} WHERE {{ {} }}",
        "DESCRIBE ?s WHERE {{ {} }}",
    ]
)
REASONABLE = st.builds(
    lambda form, pattern: "PREFIX x: <x:> PREFIX : <y:> " + form.format(pattern), FORMS, PATTERNS
)


@given(REASONABLE)
@settings(max_examples=400, deadline=None)
def test_no_reasonable_query_is_refused(text: str) -> None:
    """What the engine reads, of the shapes that people write, the guard takes, too."""
    try:
        Store().query(text)
    except SyntaxError:
        return
    check_query(text)
