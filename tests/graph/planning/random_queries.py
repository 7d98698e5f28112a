"""Small graphs and queries over them, drawn at random: what the planner reads, and what it must not touch."""

from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

PROLOGUE: Final = "PREFIX : <http://x/> PREFIX e: <http://x/>\n"
_NODES: Final = st.sampled_from([":n0", ":n1", "e:n2", "<http://x/n3>", "<http://x/nowhere>"])
_LITERALS: Final = st.sampled_from(['"x"', "'''y'''", '"x"@en', "5", "-5", "true", '"2020-01-01"^^:day'])
_VARIABLES: Final = st.sampled_from(["?a", "?a", "?b", "$b", "?c", "?d"])
_PREDICATES: Final = st.sampled_from([":p", "e:q", "<http://x/r>", "a", ":p"])
_SPACE: Final = st.sampled_from([" ", "\n", " # a } comment ' \"\n", "\t"])

_paths: SearchStrategy[str] = st.recursive(
    _PREDICATES,
    lambda path: st.one_of(
        st.builds("{}/{}".format, path, path),
        st.builds("({}|{})".format, path, path),
        st.builds("({})*".format, path),
        st.builds("({})+ ".format, path),
        st.builds("({})? ".format, path),
        st.builds("^({})".format, path),
        st.sampled_from(["!:p ", "!(:p|^e:q)", "^:p", ":p*", "e:q+ ", "^:p*", ":p/:p*"]),
    ),
    max_leaves=3,
)
_verbs = st.one_of(_PREDICATES, _PREDICATES, _PREDICATES, _PREDICATES, _paths, _paths, _VARIABLES)
_objects = st.one_of(_VARIABLES, _VARIABLES, _VARIABLES, _VARIABLES, _VARIABLES, _NODES, _LITERALS)
_blanks = st.sampled_from(["[]", "_:b", "[ :p ?a ]", "(?a 5)"])
_subjects = st.one_of(_VARIABLES, _VARIABLES, _VARIABLES, _VARIABLES, _NODES)


@st.composite
def _triples(draw: st.DrawFn) -> str:
    """Triples of one subject, with `;` and `,`."""
    subject = draw(_subjects) if draw(st.integers(0, 30)) else draw(_blanks)
    lists = [
        draw(_verbs) + draw(_SPACE) + " , ".join(draw(st.lists(_objects, min_size=1, max_size=2)))
        for _ in range(draw(st.integers(1, 2)))
    ]
    return subject + draw(_SPACE) + draw(st.sampled_from([" ; ", ";;", ";\n"])).join(lists)


@st.composite
def _block(draw: st.DrawFn) -> str:
    triples = draw(st.lists(_triples(), min_size=1, max_size=2))
    return (" ." + draw(_SPACE)).join(triples) + draw(st.sampled_from([" .", " . ", ""]))


_expressions = st.one_of(
    st.builds("{} = {}".format, _VARIABLES, _objects),
    st.builds("{} != {}".format, _VARIABLES, _objects),
    st.builds("!BOUND({})".format, _VARIABLES),
    st.builds("COALESCE({} < {}, true)".format, _VARIABLES, _objects),
    st.builds("isIRI({}) || {} < 7".format, _VARIABLES, _VARIABLES),
)


def _group(depth: int) -> SearchStrategy[str]:
    elements = st.one_of(_block(), _block(), *([] if depth == 0 else [_element(depth - 1)]))
    joined = st.lists(elements, min_size=1, max_size=4).map(_joined)
    return st.builds("{{ {} }}".format, joined)


def _joined(elements: list[str]) -> str:
    """Elements one after the other; a block that another follows must end in a dot."""
    text = ""
    for element in elements:
        is_block = element.lstrip()[0] in "?$:e<_[("
        ends = text.rstrip().endswith((".", "}", ")")) or not text
        text += (" . " if is_block and not ends else " ") + element
    return text


def _element(depth: int) -> SearchStrategy[str]:
    group = _group(depth)
    exists = st.builds("{} {}".format, st.sampled_from(["EXISTS", "NOT EXISTS", "not exists"]), group)
    return st.one_of(
        st.builds("FILTER({})".format, _expressions),
        st.builds("FILTER({})".format, _expressions),
        st.builds("FILTER {}".format, exists),
        st.builds("FILTER {}".format, exists),
        st.builds("FILTER({} && {})".format, _expressions, exists),
        st.builds("OPTIONAL {}".format, group),
        st.builds("OPTIONAL {}".format, group),
        st.builds("MINUS {}".format, group),
        st.builds("{} UNION {}".format, group, group),
        st.builds("{{ {} }} UNION {{ {} FILTER({}) }}".format, _block(), _block(), _expressions),
        st.builds("GRAPH {} {}".format, st.sampled_from(["?g", "<http://x/g1>", "?a"]), group),
        st.builds("BIND({} AS {})".format, _objects, st.sampled_from(["?a", "?new", "?other"])),
        st.builds("BIND({} AS ?is)".format, exists),
        st.builds("VALUES {} {{ {} {} UNDEF }}".format, _VARIABLES, _NODES, _LITERALS),
        st.builds("VALUES (?a ?b) {{ ({} {}) ({} UNDEF) }}".format, _NODES, _LITERALS, _NODES),
        st.builds("{{ SELECT {} WHERE {} }}".format, st.sampled_from(["*", "?a ?b", "DISTINCT ?a"]), group),
        st.builds("{{ SELECT ?a (COUNT(?b) AS ?n) {} GROUP BY ?a }}".format, group),
        group,
    )


def queries() -> SearchStrategy[str]:
    """Queries of all forms; some are refused by the engine."""
    group = _group(2)
    return st.one_of(
        st.builds("{}SELECT * WHERE {}".format, st.just(PROLOGUE), group),
        st.builds("{}SELECT ?a ?b ?c {} ORDER BY ?a".format, st.just(PROLOGUE), group),
        st.builds("{}SELECT DISTINCT ?a {} VALUES ?a {{ {} }}".format, st.just(PROLOGUE), group, _NODES),
        st.builds(
            "{}SELECT ?a (COUNT(DISTINCT ?b) AS ?n) {} GROUP BY ?a HAVING(COUNT(*) > 1)".format,
            st.just(PROLOGUE),
            group,
        ),
        st.builds("{}ASK {}".format, st.just(PROLOGUE), group),
        st.builds("{}CONSTRUCT {{ ?a :made ?b }} WHERE {}".format, st.just(PROLOGUE), group),
    )


def graphs() -> SearchStrategy[str]:
    """N-Quads with few terms, so that patterns meet; in two named graphs."""
    nodes = st.sampled_from([f"<http://x/n{number}>" for number in range(3)] + ["_:z"])
    literals = st.sampled_from(['"x"', '"x"@en', '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'])
    predicates = st.sampled_from(
        [
            "<http://x/p>",
            "<http://x/p>",
            "<http://x/q>",
            "<http://x/r>",
            "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
        ]
    )
    graph = st.sampled_from(["<http://x/g1>", "<http://x/g2>"])
    quad = st.builds("{} {} {} {} .".format, nodes, predicates, st.one_of(nodes, nodes, literals), graph)
    return st.lists(quad, min_size=10, max_size=30).map("\n".join)
