"""Answers of several servers, brought into one form to be compared.

Engines may write the same value differently: Virtuoso says "typed-literal", writes booleans as 1 and 0, and
answers ASK with rows; an integer may have another integer type. Those are read as the value. The order of
rows is not compared.
"""

import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from http.client import HTTPConnection, HTTPException
from typing import Any, Final

from pyoxigraph import RdfFormat, parse

from benchmarks.driver import TIMEOUT, accept_of
from benchmarks.processes import HOST, Server
from benchmarks.questions import Template
from schema.vocabulary import PREFIXES

_XSD: Final = PREFIXES["xsd"]
_NUMBERS: Final = frozenset(
    _XSD + name for name in ("integer", "int", "long", "decimal", "nonNegativeInteger")
)
_VIRTUOSO_ASK: Final = "__ASK_RETVAL"
_REFUSED: Final = "status"
_SILENT: Final = "no answer"

Answer = tuple[str, ...]
"""The rows or triples, each as a text, sorted; or one text that says what went wrong."""


def ask(server: Server, template: Template, text: str) -> Answer:
    """One server's answer to one question, in the common form."""
    connection = HTTPConnection(HOST, server.port, timeout=TIMEOUT)
    try:
        connection.request("GET", server.target(text), headers={"Accept": accept_of(template)})
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            return (f"{_REFUSED} {response.status}: {body[:200]!r}",)
        return normal_graph(body) if template.makes_graph else normal_rows(body)
    except (OSError, HTTPException, ValueError, SyntaxError) as error:
        return (f"{_SILENT}: {type(error).__name__} {str(error)[:200]}",)
    finally:
        connection.close()


def normal_rows(body: bytes) -> Answer:
    """SPARQL JSON rows, or yes and no, in the common form."""
    said = json.loads(body)
    if "boolean" in said:
        return (str(bool(said["boolean"])),)
    rows = said["results"]["bindings"]
    if said["head"]["vars"] == [_VIRTUOSO_ASK]:
        return (str(bool(rows)),)
    return tuple(sorted(_row(row) for row in rows))


def normal_graph(body: bytes) -> Answer:
    """A Turtle graph as its set of triples."""
    triples = parse(body, RdfFormat.TURTLE)
    lines = {f"{one.subject} {one.predicate} {_normal_text(str(one.object))}" for one in triples}
    return tuple(sorted(lines))


def difference(ours: Sequence[Answer], theirs: Sequence[Answer]) -> str:
    """How two lists of answers differ, by the first case; empty when they do not."""
    for our, their in zip(ours, theirs, strict=True):
        if our != their:
            if len(their) == 1 and their[0].startswith((_REFUSED, _SILENT)):
                return their[0]
            missing, more = sorted(set(our) - set(their)), sorted(set(their) - set(our))
            example = f"; not there: {missing[0]}" if missing else f"; more: {more[0]}" if more else ""
            return f"{len(their)} rows instead of {len(our)}{example}"
    return ""


def _row(row: dict[str, Any]) -> str:
    return " ".join(f"?{name}={_term(term)}" for name, term in sorted(row.items()))


def _term(term: dict[str, Any]) -> str:
    if term["type"] == "uri":
        return f"<{term['value']}>"
    datatype = term.get("datatype", "")
    if language := term.get("xml:lang"):
        return f'"{term["value"]}"@{language.lower()}'
    return f'"{_value(term["value"], datatype)}"^^{_kind(datatype)}'


def _kind(datatype: str) -> str:
    if datatype in _NUMBERS:
        return "number"
    return "" if datatype == _XSD + "string" else datatype


def _value(text: str, datatype: str) -> str:
    if datatype == _XSD + "boolean":
        return {"1": "true", "0": "false"}.get(text, text)
    if datatype in _NUMBERS:
        try:
            return str(Decimal(text).normalize())
        except InvalidOperation:
            return text
    return text


def _normal_text(term: str) -> str:
    """A term of a graph; numbers and booleans as in rows."""
    text, mark, datatype = term.rpartition("^^")
    if not mark:
        return term
    return f'"{_value(text.strip(chr(34)), datatype.strip("<>"))}"^^{_kind(datatype.strip("<>"))}'
