"""Days of law chosen: by place and what lies in it, by whom and what a rule governs, by kind and time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.answer import Lookup
from graph.legal_days import KINDS, LegalDay
from graph.places import Place, Places
from graph.rules import Rule


@dataclass(frozen=True)
class Choice:
    """What days are wanted. A word stands for what is broader and narrower too: police are also everyone.

    `place` means its own law and that of the places in it, with `inherited` that of the places above it too.
    `first` and `last` include themselves; a month counts when any day of it lies between them.
    """

    place: Place | None = None
    inherited: bool = False
    actor: str | None = None
    activity: str | None = None
    effect: str | None = None
    kinds: tuple[str, ...] = KINDS
    first: date | None = None
    last: date | None = None


def chosen(days: Iterable[LegalDay], choice: Choice, lookup: Lookup) -> list[LegalDay]:
    """The days that are wanted, in the order given."""
    places = places_in(choice.place, lookup.places, inherited=choice.inherited) if choice.place else None
    return [
        day
        for day in days
        if day.kind in choice.kinds
        and (choice.first is None or choice.first <= day.last_day)
        and (choice.last is None or day.on.first_day <= choice.last)
        and (places is None or places & day.places)
        and _governs(day, choice, lookup)
    ]


def places_in(place: Place, places: Places, *, inherited: bool) -> frozenset[str]:
    """The ids of a place and of all within it; with `inherited` also of all above it."""
    within = {other.id for other in places.by_id.values() if place.id in other.chain}
    return frozenset(within | set(place.chain) if inherited else within)


def _governs(day: LegalDay, choice: Choice, lookup: Lookup) -> bool:
    """Whether one rule of the day has all of actor, activity and effect; none asked for: any day."""
    if not (choice.actor or choice.activity or choice.effect):
        return True
    return any(_rule_governs(rule, choice, lookup) for rule in day.rules)


def _rule_governs(rule: Rule, choice: Choice, lookup: Lookup) -> bool:
    concepts = lookup.concepts
    for asked, has in ((choice.actor, rule.actors), (choice.activity, rule.activities)):
        if asked and not has & (concepts.broader(asked) | concepts.narrower(asked) | {asked}):
            return False
    wanted = concepts.narrower(choice.effect) | {choice.effect} if choice.effect else ()
    return not wanted or rule.effect in wanted
