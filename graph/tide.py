"""Whether the tide is turning: year by year the prohibitions in force, and how often verdicts got stricter.

prohibitions   rules with the force of law, bans and moratoria, in force on the last day of the year
places         places whose own law has at least one of them then
stricter       changes in the year by which a verdict became stricter, each counted once, in the place
               whose own law changed: what only follows from the law above counts there alone
looser         the same the other way
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.answer import Lookup
from graph.rules import Rule
from graph.transitions import LOOSER, STRICTER
from graph.verdict_map import VerdictMap

COLUMNS: Final = ("year", "prohibitions", "places", "stricter", "looser")


@dataclass(frozen=True)
class Year:
    """The figures of one year."""

    year: int
    prohibitions: int
    places: int
    stricter: int
    looser: int


def tide(lookup: Lookup, found: VerdictMap, within: frozenset[str] | None = None) -> list[Year]:
    """The figures from the first to the last year of a map; `within`: only these places' own law.

    Prohibitions are counted whomever they bind, changes for the question of the map.
    """
    rules = list(_prohibitions(lookup, within))
    turns = Counter(
        (step.on.year, step.direction)
        for one in found.places
        if within is None or one.place.id in within
        for step in one.steps
        if step.is_own
    )
    return [
        _year(year, rules, turns[year, STRICTER], turns[year, LOOSER])
        for year in range(found.start.year, found.until.year + 1)
    ]


def _prohibitions(lookup: Lookup, within: frozenset[str] | None) -> Iterator[Rule]:
    for place in lookup.places.by_id.values():
        if within is None or place.id in within:
            for rule in lookup.rules_in(place):
                if rule.jurisdiction == place.id and rule.is_prohibition and rule.force == "law":
                    yield rule


def _year(year: int, rules: list[Rule], stricter: int, looser: int) -> Year:
    in_force = [rule for rule in rules if rule.is_in_force(date(year, 12, 31))]
    return Year(year, len(in_force), len({rule.jurisdiction for rule in in_force}), stricter, looser)
