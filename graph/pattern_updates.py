"""Updates with a WHERE: what they take away and add, without a look at the rest of the data.

The engine fills all templates into graphs of their own, from which the quads are read. Where a variable names
the graph of a template, the rows of WHERE are put in its place instead, and the templates filled by the
engine in a store of their own.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, Store, Triple

from graph.data_blocks import Token, end_of_block, tokens_of
from graph.datasets import dataset_of
from graph.rdf import in_graph
from graph.token_reader import TokenReader

MOST_ROWS: Final = 5000
"""Rows that are put in place of WHERE; for more of them a look at all the data takes less time."""

_BLANK: Final = "urn:x-facelex-blank:"
_STEP: Final = 1000


@dataclass(frozen=True)
class PatternUpdate:
    """The parts of one DELETE/INSERT operation, as they are written."""

    prologue: str
    within: str
    """The graph of WITH, or nothing."""
    delete: str
    insert: str
    using: tuple[str, ...]
    where: str
    names: tuple[str, ...]
    """The variables of the templates."""


def pattern_update(text: str) -> PatternUpdate | None:
    """The parts of an update that is one DELETE/INSERT with a WHERE; None for any other."""
    return _Reader(text).read()


def quads_of(store: Store, update: PatternUpdate) -> tuple[set[Quad], set[Quad]] | None:
    """The quads that an update deletes and inserts in a store, whether or not they are there; None where
    that is not told so: a variable names a graph, and there are too many rows, or triples among their values.
    """
    drafts = [
        _Draft(is_insertion, *piece)
        for is_insertion, template in ((False, update.delete), (True, update.insert))
        for piece in _pieces(template)
    ]
    if not any(draft.graph.startswith(("?", "$")) for draft in drafts):
        with suppress(SyntaxError):  # the engine lets a full stop be left out, but not within GRAPH
            return _drafted(store, update, drafts)
    rows = _rows(store, update)
    if rows is None:
        return None
    return _filled(update, update.delete, rows), _filled(update, update.insert, rows)


@dataclass(frozen=True)
class _Draft:
    """A piece of a template: for one graph, as it is written (nothing: the graph of WITH, or the default)."""

    is_insertion: bool
    graph: str
    triples: str


def _pieces(template: str) -> Iterator[tuple[str, str]]:
    """The pieces of a template: graph, triples."""
    reader = TokenReader(template)
    start = reader.at = 1
    while reader.at < len(reader.tokens) - 1:
        before = reader.at
        if reader.takes("GRAPH"):
            yield "", reader.written(start, before)
            name = reader.at
            while reader.tokens[reader.at].text != "{":
                reader.at += 1
            end = end_of_block(reader.tokens, reader.at + 1)
            yield reader.written(name, reader.at), reader.written(reader.at + 1, end)
            reader.at = start = end + 1
            if reader.at < len(reader.tokens) and reader.tokens[reader.at].text == ".":
                reader.at = start = end + 2
        else:
            reader.at += 1
    yield "", reader.written(start, len(reader.tokens) - 1)


def _drafted(store: Store, update: PatternUpdate, drafts: Sequence[_Draft]) -> tuple[set[Quad], set[Quad]]:
    """The quads of all drafts, which the engine writes to a graph each; these are taken away again."""
    graphs = [NamedNode(uuid.uuid4().urn) for _ in drafts]  # which nobody else can have
    filled = " ".join(
        f"GRAPH {graph} {{ {draft.triples} }}" for graph, draft in zip(graphs, drafts, strict=True)
    )
    within = f"WITH {update.within}" if update.within else ""
    using = " ".join(f"USING {graph}" for graph in update.using)
    store.update(f"{update.prologue} {within} INSERT {{ {filled} }} {using} WHERE {update.where}")
    found: tuple[set[Quad], set[Quad]] = (set(), set())
    for graph, draft in zip(graphs, drafts, strict=True):
        written = draft.graph or update.within
        name = _named(update.prologue, written) if written else DefaultGraph()
        quads = store.quads_for_pattern(None, None, None, graph)
        found[draft.is_insertion].update(in_graph(quad, name) for quad in quads)
        store.remove_graph(graph)
    return found


def _named(prologue: str, written: str) -> NamedNode:
    return NamedNode(dataset_of(f"{prologue} ASK FROM {written} {{}}").default[0])


def _rows(store: Store, update: PatternUpdate) -> list[str] | None:
    """The rows of WHERE as rows of VALUES."""
    dataset = " ".join(f"FROM {graph}" for graph in update.using)
    text = f"{update.prologue} SELECT * {dataset} WHERE {update.where}"
    default = None
    if update.within and not update.using:
        default = _named(update.prologue, update.within)
    solutions = store.query(text, default_graph=default)
    if not isinstance(solutions, QuerySolutions):
        return None
    known = {variable.value for variable in solutions.variables}
    rows: list[str] = []
    for solution in solutions:
        values = [solution[name] if name in known else None for name in update.names]
        if len(rows) == MOST_ROWS or any(isinstance(value, Triple) for value in values):
            return None
        rows.append(f"({' '.join(map(_value, values))})")
    return rows


def _value(term: object) -> str:
    if term is None:
        return "UNDEF"
    return f"<{_BLANK}{term.value}>" if isinstance(term, BlankNode) else str(term)


def _filled(update: PatternUpdate, template: str, rows: Sequence[str]) -> set[Quad]:
    """The quads of a template for each row."""
    if not template:
        return set()
    filled = Store()
    names = " ".join(f"?{name}" for name in update.names)
    within = f"WITH {update.within}" if update.within else ""
    left = iter(rows)
    while some := list(islice(left, _STEP)):
        values = f"VALUES ({names}) {{ {' '.join(some)} }}"
        filled.update(f"{update.prologue} {within} INSERT {template} WHERE {{ {values} }}")
    return set(_with_blanks(filled))


def _with_blanks(quads: Store) -> Iterator[Quad]:
    """The quads with blank nodes again where they were; none where a blank node may not be."""
    for quad in quads:
        triple = _blank_again(quad.triple)
        if isinstance(triple, Triple):
            graph = _blank_again(quad.graph_name)
            yield Quad(triple.subject, triple.predicate, triple.object, graph)  # type: ignore[arg-type]


def _blank_again(term: object) -> object:
    """A term with blank nodes where they were; None for a triple whose predicate would be one."""
    if isinstance(term, NamedNode) and term.value.startswith(_BLANK):
        return BlankNode(term.value.removeprefix(_BLANK))
    if isinstance(term, Triple):
        parts = [_blank_again(part) for part in (term.subject, term.predicate, term.object)]
        return Triple(*parts) if isinstance(parts[1], NamedNode) and None not in parts else None  # type: ignore[arg-type]
    return term


class _Reader:
    """One pass over the tokens of an operation."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.at = 0

    def read(self) -> PatternUpdate | None:
        prologue = self.prologue()
        within = self.name() if self.takes("WITH") else ""
        delete = insert = where = ""
        using: list[str] = []
        start = self.at
        if self.takes("DELETE"):
            if self.takes("WHERE"):
                delete = where = self.block()
                return self.whole(prologue, within, delete, insert, using, where, start)
            delete = self.block()
        if self.takes("INSERT"):
            insert = self.block()
        while self.takes("USING"):
            using.append(("NAMED " if self.takes("NAMED") else "") + self.name())
        if (delete or insert) and self.takes("WHERE"):
            where = self.block()
        return self.whole(prologue, within, delete, insert, using, where, start)

    def whole(
        self,
        prologue: str,
        within: str,
        delete: str,
        insert: str,
        using: list[str],
        where: str,
        start: int,
    ) -> PatternUpdate | None:
        if not where or self.at < len(self.tokens):
            return None
        variables = [token.text[1:] for token in self.tokens[start:] if token.kind == "variable"]
        used = {name for name in variables if f"?{name}" in delete + insert or f"${name}" in delete + insert}
        return PatternUpdate(prologue, within, delete, insert, tuple(using), where, tuple(sorted(used)))

    def prologue(self) -> str:
        start = self.at
        while self.takes("PREFIX") or self.takes("BASE"):
            while self.at < len(self.tokens) and self.tokens[self.at].kind != "iri":
                self.at += 1
            self.at += 1
        return self.slice(start, self.at)

    def takes(self, word: str) -> bool:
        found = self.at < len(self.tokens) and self.tokens[self.at].word == word
        self.at += found
        return found

    def name(self) -> str:
        """An IRI or a prefixed name."""
        start = self.at
        is_prefixed = start < len(self.tokens) and self.tokens[start].kind == "name"
        self.at += 2 if is_prefixed else 1
        return self.slice(start, self.at)

    def block(self) -> str:
        """A block with its brackets; nothing where none begins."""
        start = self.at
        if start >= len(self.tokens) or self.tokens[start].text != "{":
            return ""
        self.at = end_of_block(self.tokens, start + 1) + 1
        return self.slice(start, self.at)

    def slice(self, start: int, end: int) -> str:
        found: Sequence[Token] = self.tokens[start:end]
        return self.text[found[0].start : found[-1].end] if found else ""
