"""Runs queries from outside on the embedded engine as they are best planned; see `graph.planning`."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.datasets import WHOLE, Dataset
from graph.engine import Engine, Result
from graph.planning.constants import Form, Piece, filled, pieces_of, split
from graph.planning.counts import Counts
from graph.planning.kept import Kept
from graph.planning.order import DataSizes
from graph.planning.reader import read_shape
from graph.planning.rewrite import Edit, edits_of
from graph.planning.syntax import Group, NotUnderstood, Path, Shape, Span, Term
from schema.errors import QueryError

LONGEST: Final = 16 * 1024
"""Characters of a query that is planned; longer ones are left as they stand."""

_FORMS: Final = 256
"""Forms of queries that are kept."""

_PREFIX: Final = re.compile(r"PREFIX\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE)
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

Plan = tuple[Piece, ...]


@dataclass(frozen=True)
class _Known:
    """What is known of a form: one text that has it, its groups there, and which of its constants a plan
    depends on.
    """

    text: str
    shape: Shape
    matters: tuple[int, ...]


class Planner:
    """Plans for one engine, kept by the form of queries. For one thread."""

    def __init__(self, engine: Engine, is_eager: bool = False) -> None:
        self.engine = engine
        self._is_eager = is_eager  # see `edits_of`
        self._counts = Counts(engine.store)
        self._known = Kept[Form, _Known | None](_FORMS)
        self._plans = Kept[tuple[Form, tuple[str, ...]], Plan | None](_FORMS)

    def count_ahead(self) -> None:
        """Count now what plans will need; see `Counts.count_ahead`."""
        self._counts.count_ahead()

    def run(self, text: str, dataset: Dataset = WHOLE) -> Result:
        """As `Engine.run`: the same rows and the same errors. (Which rows a LIMIT without ORDER BY gives is
        open in SPARQL, and may differ.)
        """
        planned = None if dataset else self.planned(text)
        if planned is not None:
            try:
                return self.engine.run(planned)
            except QueryError:
                pass  # say it of the text as it was asked
        return self.engine.run(text, dataset=dataset)

    def planned(self, text: str) -> str | None:
        """Text that means the same and is faster to answer; None where there is none."""
        found = split(text) if len(text) <= LONGEST else None
        if not found:
            return None
        form, constants = found
        known = self._known.get(form, lambda: _known(text, form, constants))
        if not known:
            return None
        key = form, tuple([constants[number] for number in known.matters])
        plan = self._plans.get(key, lambda: self._plan(text, form, constants, known))
        return filled(plan, constants) if plan else None

    def _plan(self, text: str, form: Form, constants: list[str], known: _Known) -> Plan | None:
        try:
            shape = known.shape if text == known.text else read_shape(text)
        except NotUnderstood:
            return None
        spans = form.spans(constants)
        iri_of = _iris(text, shape, [spans[number] for number in known.matters])
        edits = edits_of(shape.group, DataSizes(self._counts, iri_of), self._is_eager)
        return _edited(text, edits, spans) if edits else None


def _known(text: str, form: Form, constants: list[str]) -> _Known | None:
    try:
        shape = read_shape(text)
    except NotUnderstood:
        return None
    if not _has_work(shape.group):
        return None
    spans = form.spans(constants)
    predicates = {(path.start, path.end) for path in _paths(shape.group)}
    matters = [
        number
        for number, span in enumerate(spans)
        if (span.end <= shape.prologue.end and constants[number][0] == "<")
        or (span.start, span.end) in predicates
    ]
    return _Known(text, shape, tuple(matters))


def _has_work(group: Group) -> bool:
    """Whether patterns stand together anywhere."""
    return len(list(group.triples)) > 1 or any(
        _has_work(part) or element.kind == "filter" for element in group.elements for part in element.groups
    )


def _paths(group: Group) -> list[Path]:
    todo = [triple.path for triple in group.triples]
    for element in group.elements:
        for part in element.groups:
            todo += _paths(part)
    for path in todo:
        todo += path.parts
    return todo


def _iris(text: str, shape: Shape, safe: Sequence[Span]) -> Callable[[Term | Path], str]:
    """A function that gives the IRI of a term or predicate, "" of a constant that the plan is not kept by."""
    prefixes: Mapping[str, str] = dict(_PREFIX.findall(text[: shape.prologue.end]))
    by_place = {(span.start, span.end) for span in safe}

    def iri_of(part: Term | Path) -> str:
        piece = text[part.start : part.end] if part.start >= 0 else ""
        if piece.startswith("<"):
            return piece[1:-1] if (part.start, part.end) in by_place else ""
        if piece in ("a", "A"):
            return _TYPE
        prefix, colon, local = piece.partition(":")
        return prefixes[prefix] + local if colon and prefix in prefixes and is_name(part) else ""

    def is_name(part: Term | Path) -> bool:
        return part.is_iri if isinstance(part, Term) else part.step == "plain" and not part.variable

    return iri_of


def _edited(text: str, edits: Sequence[Edit], spans: list[Span]) -> Plan:
    pieces: list[Piece] = []
    at = 0
    for edit in edits:
        pieces += pieces_of(text, spans, at, edit.start)
        for part in edit.by:
            pieces += [part] if isinstance(part, str) else pieces_of(text, spans, part.start, part.end)
        at = edit.end
    return tuple(pieces + pieces_of(text, spans, at, len(text)))
