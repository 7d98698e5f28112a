"""What an engine at another address answered, read strictly: rows, a yes or no, a graph; and written anew.

The parser's objects may not leave the thread that made them, and the traceback of an error would carry them
off. So errors are raised anew, without those that they came from.
"""

import io
import json
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from graph.dialects import ASKED, AnyTerm
from graph.engine import TABLE_FORMATS
from graph.rdf import GRAPH_FORMATS

ROWS_MEDIA: Final = "application/sparql-results+json"
GRAPH_MEDIA: Final = "application/n-triples, text/turtle;q=0.5"
"""The media types that are asked for; all others are refused."""

Solutions: TypeAlias = tuple[list[str], list[tuple[AnyTerm | None, ...]]]
"""The names of variables, and rows in their order."""

_RDF: Final = {"application/n-triples": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE}
_Found = TypeVar("_Found")


class Unreadable(ValueError):
    """An answer that is not what was asked for; the text says what it is instead."""


def read_rows(body: bytes) -> Solutions:
    """The rows of SPARQL JSON; Unreadable when it is none, or a yes or no."""
    return _tried(lambda: _rows(body))


def read_truth(body: bytes) -> bool:
    """The yes or no of SPARQL JSON, also as Virtuoso tells it; Unreadable when it is none."""
    return _tried(lambda: _truth(body))


def read_triples(body: bytes, media: str) -> list[Triple]:
    """The triples of a graph, as they come; Unreadable when it is none."""
    return _tried(lambda: [quad.triple for quad in parse(body, _RDF[media])])


def rewrite_rows(body: bytes, format: str) -> bytes:
    """SPARQL JSON of rows in one of TABLE_FORMATS; Unreadable as for `read_rows`."""
    return _tried(lambda: _rewritten(body, format, QuerySolutions))


def write_truth(value: bool, format: str) -> bytes:
    """A yes or no in one of TABLE_FORMATS."""
    body = json.dumps({"head": {}, "boolean": value}).encode()
    return _tried(lambda: _rewritten(body, format, QueryBoolean))


def write_rows(solutions: Solutions, format: str) -> bytes:
    """Rows in one of TABLE_FORMATS."""
    names, rows = solutions
    bindings = [
        {name: _json_term(term) for name, term in zip(names, row, strict=True) if term is not None}
        for row in rows
    ]
    body = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()
    return rewrite_rows(body, format)


def write_graph(triples: Sequence[Triple], format: str) -> bytes:
    """Triples in one of GRAPH_FORMATS."""
    out = io.BytesIO()
    serialize(triples, out, GRAPH_FORMATS[format])
    return out.getvalue()


def plain(term: AnyTerm | None) -> str:
    """A term as text: an IRI, a literal's lexical form."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term or "")


def _tried(read: Callable[[], _Found]) -> _Found:
    try:
        return read()
    except (SyntaxError, ValueError) as error:
        said = str(error)
    raise Unreadable(said)


def _rows(body: bytes) -> Solutions:
    table = parse_query_results(body, QueryResultsFormat.JSON)
    if not isinstance(table, QuerySolutions):
        raise Unreadable("a yes or no instead of rows")
    return [variable.value for variable in table.variables], [tuple(solution) for solution in table]


def _truth(body: bytes) -> bool:
    table = parse_query_results(body, QueryResultsFormat.JSON)
    if not isinstance(table, QuerySolutions):
        json.loads(body)  # which, unlike the parser, minds what comes after it
        return bool(table)
    if [variable.value for variable in table.variables] != [ASKED]:
        raise Unreadable("rows instead of a yes or no")
    return any(plain(term) == "1" for solution in table for term in solution)


def _rewritten(body: bytes, format: str, kind: type[QuerySolutions | QueryBoolean]) -> bytes:
    table = parse_query_results(body, QueryResultsFormat.JSON)
    if not isinstance(table, kind):
        raise Unreadable("a yes or no instead of rows")
    out = io.BytesIO()
    table.serialize(out, TABLE_FORMATS[format])
    return out.getvalue()


def _json_term(term: AnyTerm) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        raise Unreadable("a triple term, which rows cannot hold")
    more = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **more}
