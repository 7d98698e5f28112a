"""In which order to join patterns: the engine's own, as far as it is known, and the best by the counts.

Both choose greedily the pattern that gives fewest rows next, of those that share a variable with what is
there. They differ in the guess: the engine's (sparopt 0.3) has one number for each way of being bound.
"""

from collections.abc import Callable, Iterable, Sequence
from math import prod
from typing import Final, TypeAlias

from graph.planning.counts import UNKNOWN, Counts, Fan
from graph.planning.syntax import Path, Term, Triple

Sizes: TypeAlias = Callable[[Triple, frozenset[str]], float]
"""How many triples a pattern has when some variables are bound."""

FEW: Final = 5.0
"""What a chain of one-to-one steps is taken to reach, as places above a place."""

MANY: Final = 300.0
_PASSES: Final = 0.5
"""The share of rows that pass where both ends are bound, and that a filter lets through."""

_MOST_STARTS: Final = 10
_STATIC: Final = {
    (True, True): 1.0,
    (True, False): 10.0,
    (False, True): 10_000.0,
    (False, False): 1_000_000.0,
}


def greedy(
    triples: Sequence[Triple], bound: frozenset[str], sizes: Sizes, start: int | None = None
) -> list[int]:
    """An order of patterns, by number. As in the engine, of equals the first goes first, paths last."""
    left = list(range(len(triples)))
    order: list[int] = []
    seen: frozenset[str] = frozenset()
    while left:
        joined = [i for i in left if triples[i].variables & seen] or left
        best = min(joined, key=lambda i: (sizes(triples[i], bound | seen), triples[i].path.step != "plain"))
        if not order and start is not None:
            best = start
        order.append(best)
        left.remove(best)
        seen |= triples[best].variables
    return order


def best_order(
    triples: Sequence[Triple],
    bound: frozenset[str],
    sizes: Sizes,
    cost: Callable[[Sequence[int]], float],
) -> list[int]:
    """The cheapest order of those that begin with each pattern, where there are not too many to try."""
    starts = range(len(triples)) if len(triples) <= _MOST_STARTS else [None]
    return min((greedy(triples, bound, sizes, start) for start in starts), key=cost)


def cost_of(
    triples: Iterable[Triple], bound: frozenset[str], sizes: Sizes, filters: Iterable[frozenset[str]]
) -> float:
    """Lookups that a join in this order takes, and a little for each row, filtered as soon as can be."""
    waiting = list(filters)
    rows, cost = 1.0, 0.0
    for triple in triples:
        found = rows * sizes(triple, bound)
        cost += rows * _lookups(triple, bound, sizes) + found / 10
        bound |= triple.variables
        rows = found
        for names in [names for names in waiting if names <= bound]:
            waiting.remove(names)
            rows *= _PASSES
    return cost


def _lookups(triple: Triple, bound: frozenset[str], sizes: Sizes) -> float:
    """A path is walked step by step, also between two ends that are known."""
    if triple.path.step == "plain":
        return 1
    if _is_bound(triple.subject, bound) and _is_bound(triple.object, bound):
        return FEW
    return 1 + sizes(triple, bound)


def _is_bound(term: Term, bound: frozenset[str]) -> bool:
    return not term.variable or term.variable in bound


def engine_sizes(triple: Triple, bound: frozenset[str]) -> float:
    """What the engine's planner guesses."""
    return _engine_path(triple.path, _is_bound(triple.subject, bound), _is_bound(triple.object, bound), bound)


def _engine_path(path: Path, subject: bool, object: bool, bound: frozenset[str]) -> float:
    if path.step == "plain" and not (path.variable and path.variable not in bound):
        return _STATIC[subject, object]
    if path.step in ("plain", "other"):
        return {(True, True): 2.0, (True, False): 100.0, (False, True): 1e5, (False, False): 1e9}[
            subject, object
        ]
    if path.step == "inverse":
        return _engine_path(path.parts[0], object, subject, bound)
    if path.step == "alternative":
        return sum(_engine_path(part, subject, object, bound) for part in path.parts)
    if path.step == "closure":
        if subject and object:
            return 1
        either = subject or object or not path.allows_none
        return _engine_path(path.parts[0], subject, object, bound) * 1000 if either else 1e9
    size = 1.0
    for number, part in enumerate(path.parts):
        size *= _engine_path(part, subject or number > 0, object and number == len(path.parts) - 1, bound)
    return size


class DataSizes:
    """What the data says of a pattern. `iri_of` gives the IRI of a piece of the query, "" where unsure."""

    def __init__(self, counts: Counts, iri_of: Callable[[Term | Path], str]) -> None:
        self.counts = counts
        self.iri_of = iri_of

    def __call__(self, triple: Triple, bound: frozenset[str]) -> float:
        """See `Sizes`."""
        subject, object = (_is_bound(term, bound) for term in (triple.subject, triple.object))
        path = triple.path
        if object and not subject and not triple.object.variable and path.step == "plain":
            predicate, value = self.iri_of(path), self.iri_of(triple.object)
            if predicate and value:
                return self.counts.matching(predicate, value)
        return self._path(path, subject, object)

    def _fan(self, path: Path) -> Fan:
        predicate = self.iri_of(path)
        return self.counts.fan(predicate) if predicate else UNKNOWN

    def _path(self, path: Path, subject: bool, object: bool) -> float:
        """The number of pairs that a path joins, for each that is known of the ends."""
        if subject and object:
            return _PASSES
        if path.step == "inverse":
            return self._path(path.parts[0], object, subject)
        if path.step == "alternative":
            return sum(self._path(part, subject, object) for part in path.parts)
        if path.step == "closure":
            return self._closure(path.parts[0], subject, object)
        if path.step == "sequence":
            return self._sequence(path.parts, subject, object)
        fan = self._fan(path) if path.step == "plain" else UNKNOWN
        return fan.of_subject if subject else fan.of_object if object else fan.total

    def _closure(self, part: Path, subject: bool, object: bool) -> float:
        if not (subject or object):
            return UNKNOWN.total
        return FEW if self._path(part, subject, object) <= 1.2 else MANY

    def _sequence(self, parts: Sequence[Path], subject: bool, object: bool) -> float:
        if object:
            return prod(self._path(part, False, True) for part in parts)
        rest = prod(self._path(part, True, False) for part in parts[1:])
        return self._path(parts[0], subject, False) * rest
