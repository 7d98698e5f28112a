"""How many triples of the data a pattern has, as far as an order of joins needs it.

Counts are of the default graph, bounded, kept, and only ever a guess: data that changed makes a plan slower,
never wrong.
"""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.planning.kept import Kept

ENOUGH: Final = 2000
"""Triples that are looked at: 1 ms. Where there are more, four times as many are assumed."""

_MANY: Final = 4
_PREDICATES: Final = 1000
_SAMPLE: Final = """
SELECT (COUNT(*) AS ?all) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) {{
  {{ SELECT ?s ?o {{ ?s {p} ?o }} LIMIT {most} }}
}}
"""
_COUNT: Final = "SELECT (COUNT(*) AS ?all) {{ {{ SELECT ?s {{ ?s {p} {o} }} LIMIT {most} }} }}"


_PREDICATES_THERE: Final = """
SELECT DISTINCT ?p {{ {{ SELECT ?p {{ ?s ?p ?o }} LIMIT {most} }} }}
"""
_READ_AHEAD: Final = 1_000_000
"""Triples among which predicates are looked for: 0.2 s. Others are counted when a query has them."""


@dataclass(frozen=True)
class Fan:
    """Triples of a predicate: all, those of a subject, and those of an object, on average."""

    total: float
    of_subject: float
    of_object: float


UNKNOWN: Final = Fan(1_000_000, 10, 50)
"""Any predicate at all."""


class Counts:
    """Counts of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._fans = Kept[str, Fan](_PREDICATES)
        self._matching = Kept[tuple[str, str], float](_PREDICATES)

    def count_ahead(self) -> None:
        """Count the predicates that are there, so that processes that are forked from this one need not."""
        result = self._store.query(_PREDICATES_THERE.format(most=_READ_AHEAD))
        assert isinstance(result, QuerySolutions)
        for (predicate,) in result:
            if isinstance(predicate, NamedNode):
                self.fan(predicate.value)

    def fan(self, predicate: str) -> Fan:
        """Those of a predicate, by its IRI."""
        return self._fans.get(predicate, lambda: self._sampled(predicate))

    def matching(self, predicate: str, value: str) -> float:
        """How many subjects have an IRI as a value of a predicate."""
        return self._matching.get((predicate, value), lambda: self._counted(predicate, value))

    def _sampled(self, predicate: str) -> Fan:
        try:
            text = _SAMPLE.format(p=NamedNode(predicate), most=ENOUGH)
        except ValueError:  # no IRI: the engine will say so
            return UNKNOWN
        total, subjects, objects = self._numbers(text)
        return Fan(_assumed(total), total / max(subjects, 1), total / max(objects, 1))

    def _counted(self, predicate: str, value: str) -> float:
        try:
            text = _COUNT.format(p=NamedNode(predicate), o=NamedNode(value), most=ENOUGH)
        except ValueError:
            return UNKNOWN.total
        return _assumed(self._numbers(text)[0])

    def _numbers(self, text: str) -> list[int]:
        result = self._store.query(text)
        assert isinstance(result, QuerySolutions)
        return [int(number.value) for number in next(result) if isinstance(number, Literal)]


def _assumed(total: int) -> float:
    return total if total < ENOUGH else total * _MANY
