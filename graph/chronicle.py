"""All that happened, by date: days of law, cases, decisions of companies, and other events.

Days of law come from `graph.legal_days`, without those on which a record ought to be looked at again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.answer import Lookup
from graph.day_choice import Choice, chosen, places_in
from graph.legal_days import KINDS, LegalDay
from graph.places import Place
from graph.queries import load_query
from schema.periods import PartialDate
from schema.vocabulary import short_id

_EVENTS: Final = load_query("all_events")

GROUPS: Final = {
    "laws": ("begins", "enacted", "effective"),
    "changes": ("ends", "amended", "repealed", "expires", "status-change"),
    "cases": ("filed", "decision"),
    "companies": ("company-policy", "withdrawal"),
    "events": ("breach", "deployment", "misidentification", "procurement", "report", "statement"),
}
"""What happens, by kind: law that comes; law that goes or changes; proceedings; what companies decide about
their own products; whatever else is recorded.
"""
_GROUP_OF: Final = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


@dataclass(frozen=True)
class Happening:
    """One thing that happened, or is known to be going to: `about` is the id of its record."""

    id: str
    kind: str
    on: PartialDate
    about: str
    title: str
    text: str
    places: frozenset[str]
    day: LegalDay | None = None
    """The day of law that it is."""

    @property
    def group(self) -> str:
        """Its group: one of GROUPS."""
        return _GROUP_OF.get(self.kind, "events")


@dataclass(frozen=True)
class Wanted:
    """What is to be told. A place means what lies in it and above it; an actor, rules that bind it."""

    place: Place | None = None
    actor: str | None = None
    group: str | None = None
    first: date | None = None
    last: date | None = None


def chronicle(lookup: Lookup, days: Iterable[LegalDay]) -> tuple[Happening, ...]:
    """All that happened, sorted by date and id."""
    of_law = [_of_day(day) for day in days if day.kind != "review"]
    return tuple(sorted([*of_law, *_events(lookup)], key=lambda one: (one.on.first_day, one.id)))


def wanted_of(found: Iterable[Happening], wanted: Wanted, lookup: Lookup) -> list[Happening]:
    """What is wanted, in the order given. With an actor only days of law whose rules bind such actors remain:
    of other events nobody recorded whom they concern.
    """
    places = places_in(wanted.place, lookup.places, inherited=True) if wanted.place else None
    kept = [
        one
        for one in found
        if (places is None or places & one.places)
        and (wanted.group is None or one.group == wanted.group)
        and (wanted.first is None or wanted.first <= one.on.first_day)
        and (wanted.last is None or one.on.first_day <= wanted.last)
    ]
    if wanted.actor is None:
        return kept
    choice = Choice(actor=wanted.actor, kinds=KINDS)
    binding = {day.id for day in chosen([one.day for one in kept if one.day], choice, lookup)}
    return [one for one in kept if one.id in binding]


def _of_day(day: LegalDay) -> Happening:
    return Happening(day.id, day.kind, day.on, day.about, day.title, day.text, day.places, day)


def _events(lookup: Lookup) -> Iterator[Happening]:
    found = lookup.engine.select(_EVENTS)
    rows = {row["event"]: row for row in found}
    places: dict[str, set[str]] = defaultdict(set)
    for row in found:
        if "place" in row:
            places[row["event"]].add(short_id(row["place"]))
    for iri, row in rows.items():
        id = short_id(iri)
        on, where = PartialDate(row["date"]), frozenset(places[iri])
        yield Happening(id, row["kind"], on, id, row["name"], row["summary"], where)
