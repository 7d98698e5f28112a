"""Puts the patterns of groups in a better order: which pieces of a query's text to change, and into what.

What is moved are the first triple patterns of a group, also with filters between them, joined with LATERAL:

- in the group of a query, of a query within it, and of MINUS, where the engine's own order costs more;
- the same, when groups or unions of nothing but triples follow and are better looked up for each row;
- in EXISTS of their filters always: the engine joins there as the text says, each pattern read as a whole.

No other groups: those that are joined with something, as in OPTIONAL, the engine runs once for each row or
once for all, by what they look like, and where they have an EXISTS it is not the same (0.5.13: what is bound
outside is seen in the first case only).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.planning.order import Sizes, best_order, cost_of, engine_sizes, greedy
from graph.planning.syntax import BETWEEN, NOTHING, Element, Group, Path, Span, Term, Triple

MOST_TRIPLES: Final = 30
"""Patterns of a group that are ordered: the time for that grows with their square."""

_GAIN: Final = 0.7
"""What an order may cost, of what the engine's costs, to be forced: the costs are guesses."""

_WORTH: Final = 100.0
"""Lookups, of some 2.5 microseconds: where the engine's order takes fewer, it is left alone."""


_JOINED: Final = frozenset({"graph", "select", "values", "triples"})
"""Kinds of elements that the engine joins with the triples before them."""


@dataclass(frozen=True)
class Edit(Span):
    """Replace a piece of the text by others: strings, and spans of the text as it was."""

    by: tuple[str | Span, ...]


def edits_of(group: Group, sizes: Sizes, is_eager: bool = False) -> list[Edit]:
    """What to change in a query, by the place in its text; nothing where it is well as it stands.

    `is_eager`: also where it saves nothing, so that tests see it at work.
    """
    edits = _Rewriter(sizes, is_eager).outer(group)
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


@dataclass
class _Rewriter:
    sizes: Sizes
    is_eager: bool
    names: int = field(default=0)

    def outer(self, group: Group) -> Iterator[Edit]:
        """The group of a query, or of MINUS."""
        run, before = _run(group)
        if run and not _joins_more(group):
            yield from self.reordered(run, before, _filters(group))
        elif run and (unions := _unions(group, run)) and self.is_worth(run, before, unions):
            yield from self.reordered(run, before, _filters(group))
            yield from (edit for union in unions for edit in _lateral(union))
        for element in group.elements:
            for part in element.groups:
                if element.kind == "filter":
                    yield from self.exists(part, group.variables)
                else:
                    yield from self.inner(element, part)

    def inner(self, element: Element, part: Group) -> Iterator[Edit]:
        """A group in an element of a group."""
        if element.kind in ("minus", "select"):
            yield from self.outer(part)
        elif element.kind in ("optional", "group"):
            for deeper in part.elements:
                for group in deeper.groups:
                    yield from self.inner(deeper, group)

    def is_worth(self, run: Sequence[Element], bound: frozenset[str], unions: Sequence[Element]) -> bool:
        """Whether it costs less to look groups up for each row of the run than to read them as a whole."""
        triples = _triples(run)
        if len(_components(triples)) > 1:
            return False
        rows, known = 1.0, bound
        for number in greedy(triples, bound, self.sizes):
            rows *= self.sizes(triples[number], known)
            known |= triples[number].variables
        parts = [list(part.triples) for union in unions for part in union.groups]
        whole = sum(self.cheapest(part, NOTHING) for part in parts)
        looked_up = sum(self.cheapest(part, known) for part in parts) * rows
        return (whole > _WORTH and looked_up < _GAIN * whole) or self.is_eager

    def cheapest(self, triples: Sequence[Triple], bound: frozenset[str]) -> float:
        """What some patterns cost when they are joined greedily."""
        order = greedy(triples, bound, self.sizes)
        return cost_of([triples[i] for i in order], bound, self.sizes, [])

    def reordered(
        self, run: Sequence[Element], bound: frozenset[str], filters: list[frozenset[str]]
    ) -> Iterator[Edit]:
        """The first triples of a group, those that are joined in the order that costs least."""
        chains, rest = [], []
        for triples in _components(_triples(run)):
            chain = self.chain(triples, bound, filters)
            if chain:
                chains.append(chain)
            else:
                rest += triples
        if chains:
            yield from _replaced(run, chains, rest)

    def chain(
        self, triples: Sequence[Triple], bound: frozenset[str], filters: list[frozenset[str]]
    ) -> list[Triple]:
        """Patterns in the order that costs least; nothing where the engine's own is about as good."""

        def cost(order: Sequence[int]) -> float:
            return cost_of([triples[i] for i in order], bound, self.sizes, filters)

        usual = cost(greedy(triples, bound, engine_sizes)) if len(triples) > 1 else 0
        if len(triples) < 2 or (usual < _WORTH and not self.is_eager):
            return []
        best = best_order(triples, bound, self.sizes, cost)
        return [triples[i] for i in best] if cost(best) < _GAIN * usual or self.is_eager else []

    def exists(self, group: Group, bound: frozenset[str]) -> Iterator[Edit]:
        """A group that the engine runs as the text says, for one row of what is bound."""
        run, before = _run(group)
        if run and len(_components(_triples(run))) == 1:
            triples = [step for triple in _triples(run) for step in self.steps(triple)]
            if 1 < len(triples) <= MOST_TRIPLES:
                order = greedy(triples, bound | before, self.sizes)
                yield from _replaced(run, [[triples[i] for i in order]], [])
            yield from _lateral_options(group, run)
        known = bound | group.variables
        for element in group.elements:
            if element.kind != "graph":
                for part in element.groups:
                    yield from self.exists(part, known)

    def steps(self, triple: Triple) -> Iterator[Triple]:
        """The steps of a sequence, joined by variables that are nowhere else."""
        if triple.path.step != "sequence":
            yield triple
            return
        subject = triple.subject
        for number, part in enumerate(triple.path.parts, 1):
            is_last = number == len(triple.path.parts)
            self.names += not is_last
            object = triple.object if is_last else _between(self.names)
            yield from self.steps(Triple(subject, part, object))
            subject = object


def _between(number: int) -> Term:
    return Term(-1, -1, f"{BETWEEN}{number}", False)


def _run(group: Group) -> tuple[list[Element], frozenset[str]]:
    """The first triples of a group, also with filters between them, and what VALUES before them bind.

    None, where something else comes before, or where their order could be seen.
    """
    run: list[Element] = []
    before: frozenset[str] = NOTHING
    for element in group.elements:
        if element.kind == "triples":
            run.append(element)
        elif element.kind == "values" and not run:
            before |= element.variables
        elif element.kind != "filter":
            break
    triples = _triples(run)
    has_blanks = any(element.triples is None for element in group.elements)
    if has_blanks or len(triples) > MOST_TRIPLES or not _may_move(triples):
        return [], before
    return run, before


def _triples(run: Iterable[Element]) -> list[Triple]:
    return [triple for element in run for triple in element.triples or ()]


def _components(triples: Iterable[Triple]) -> list[list[Triple]]:
    """Patterns that variables join, apart from others: a product of them is better left to the engine."""
    components: list[list[Triple]] = []
    for triple in triples:
        touched = [part for part in components if any(triple.variables & other.variables for other in part)]
        components = [part for part in components if part not in touched]
        components.append([*(known for part in touched for known in part), triple])
    return [sorted(part, key=lambda triple: triple.object.start) for part in components]


def _may_move(triples: Sequence[Triple]) -> bool:
    """Whether no order of these patterns can be seen in the rows.

    Paths that hold of what is not in the data must be held to it by a pattern beside them.
    """
    if not all(triple.path.is_set for triple in triples):
        return False
    held: frozenset[str] = NOTHING
    for triple in triples:
        if not triple.path.allows_none:
            held |= triple.ends
    return all(triple.ends & held for triple in triples if triple.may_be_nowhere)


def _joins_more(group: Group) -> bool:
    """Whether the engine joins the triples with more, in an order that had better be its own."""
    seen: set[str] = set()
    for element in group.elements:
        if element.kind in ("group", "graph", "select") or (element.kind == "values" and "triples" in seen):
            return True
        if element.kind == "triples" and seen & {"optional", "minus", "bind"}:
            return True
        seen.add(element.kind)
    return False


def _filters(group: Group) -> list[frozenset[str]]:
    """The variables of each filter without EXISTS."""
    return [
        element.variables for element in group.elements if element.kind == "filter" and not element.groups
    ]


def _replaced(
    run: Sequence[Element], chains: Sequence[Sequence[Triple]], rest: Iterable[Triple]
) -> Iterator[Edit]:
    """Triples in this order, each for every row of those before, where the first of the run stood; then the
    rest of them.
    """
    by: list[str | Span] = []
    for triples in chains:
        chain: list[str | Span] = []
        for number, triple in enumerate(triples):
            chain += [" LATERAL { ", *_text(triple), " }"] if number else _text(triple)
        by += chain if len(chains) == 1 else ["{ ", *chain, " } "]
    for triple in rest:
        by += [" ", *_text(triple), " ."]
    yield Edit(run[0].start, run[0].end, (*by, " "))
    for element in run[1:]:
        yield Edit(element.start, element.end, ())


def _text(triple: Triple) -> list[str | Span]:
    subject, path, object = (_piece(part) for part in (triple.subject, triple.path, triple.object))
    return [subject, " ", path, " ", object]


def _piece(part: Term | Path) -> str | Span:
    return f"?{part.variable}" if part.start < 0 else part


def _lateral_options(group: Group, run: Sequence[Element]) -> Iterator[Edit]:
    """OPTIONAL with nothing but triples, right after the run: for each row, or the engine reads all of it."""
    for element in _after(group, run):
        if element.kind == "filter":
            continue
        if element.kind != "optional" or not _is_simple(element.groups[0]):
            return
        yield from _lateral(element)


def _lateral(element: Element) -> Iterator[Edit]:
    yield Edit(element.start, element.start, ("LATERAL { ",))
    yield Edit(element.end, element.end, (" }",))


def _after(group: Group, run: Sequence[Element]) -> tuple[Element, ...]:
    return group.elements[group.elements.index(run[-1]) + 1 :]


def _unions(group: Group, run: Sequence[Element]) -> list[Element]:
    """Groups with nothing but triples, and their unions, right after the run; none when more is joined."""
    after = [element for element in _after(group, run) if element.kind != "filter"]
    unions = [element for element in after if element.kind == "group"]
    if after[: len(unions)] != unions or {element.kind for element in after} & _JOINED:
        return []
    parts = [part for union in unions for part in union.groups]
    return unions if all(_is_simple(part) and any(part.triples) for part in parts) else []


def _is_simple(group: Group) -> bool:
    """Whether it means the same for each row as on its own: triples, and filters on what they bind."""
    return all(
        element.triples is not None
        and not any(triple.may_be_nowhere or not triple.path.is_set for triple in element.triples)
        if element.kind == "triples"
        else element.kind == "filter" and not element.groups and element.variables <= group.variables
        for element in group.elements
    )
