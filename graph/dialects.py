"""Where an engine departs from the standard: which engine it is, which form of a query it needs, and what
its answers mean.

A query of ours that an engine gets wrong, or never ends, has another form in `dialects/<engine>/<name>.rq`.
The standard form stays the one that every other engine is sent. This module is the one place that chooses.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.queries import Query, load_query, query_names
from schema.vocabulary import PREFIXES

AnyTerm: TypeAlias = NamedNode | BlankNode | Literal | Triple

FOLDER: Final = Path(__file__).parent / "dialects"
VIRTUOSO_ONLY: Final = 'SELECT (bif:lower("A") AS ?lower) WHERE {}'
"""A query that only Virtuoso takes: `bif:` is a prefix that no other engine knows."""

ASKED: Final = "__ASK_RETVAL"
"""The one variable of the rows with which Virtuoso 7 answers an ASK."""

_BOOLEAN: Final = NamedNode(PREFIXES["xsd"] + "boolean")
_TRUTHS: Final = {"1": Literal("true", datatype=_BOOLEAN), "0": Literal("false", datatype=_BOOLEAN)}
_GEOMETRY: Final = "http://www.openlinksw.com/schemas/virtrdf#Geometry"
_WKT: Final = NamedNode(PREFIXES["geosparql"] + "wktLiteral")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def as_it_is(term: AnyTerm) -> AnyTerm:
    """The term itself."""
    return term


@dataclass(frozen=True)
class Dialect:
    """What is particular to an engine: its forms of queries by name, and `repair`, which undoes what its
    store does to the terms that it is given.
    """

    name: str
    forms: Mapping[str, Query] = field(default_factory=dict)
    repair: Callable[[AnyTerm], AnyTerm] = as_it_is

    def form_of(self, query: Query) -> Query:
        """The form of a query that the engine needs."""
        return self.forms.get(query.name, query)


def undo_virtuoso(term: AnyTerm) -> AnyTerm:
    """Virtuoso writes a boolean as 1 or 0, and keeps a WKT text in single precision: 7 digits."""
    if not isinstance(term, Literal):
        return term
    if term.datatype == _BOOLEAN:
        return _TRUTHS.get(term.value, term)
    if term.datatype.value == _GEOMETRY:
        return Literal(_NUMBER.sub(lambda found: f"{float(found[0]):.7g}", term.value), datatype=_WKT)
    return term


STANDARD: Final = Dialect("standard")
VIRTUOSO: Final = Dialect(
    "virtuoso",
    {name: load_query(name, FOLDER / "virtuoso") for name in query_names(FOLDER / "virtuoso")},
    undo_virtuoso,
)
