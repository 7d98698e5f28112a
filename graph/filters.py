"""Filters of lists: from the text that somebody gives to the question that each entry is asked."""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from graph.any_engine import AnyEngine
from graph.catalogue import Catalogue, Entry
from graph.concepts import Concepts
from graph.kinds import TABLE, Filter, Kind, Match
from graph.law_periods import NEVER_BOUND, LawDates, periods_of
from graph.places import Places
from graph.words import words_of
from schema.errors import Candidate, UnknownConcept, UnusableValue
from schema.periods import PartialDate, Period, parse_day
from schema.vocabulary import ID, NS

Claim: TypeAlias = Callable[[Entry], bool]

_NEAR: Final = 5
_TRUTHS: Final = ("true", "false", "unknown")


@dataclass(frozen=True)
class World:
    """What lists are made from."""

    catalogue: Catalogue
    places: Places
    concepts: Concepts

    @classmethod
    def read(cls, engine: AnyEngine) -> "World":
        """Read all of it from an engine; EngineError and its kin when one elsewhere fails."""
        concepts = Concepts.read(engine)
        return cls(Catalogue.read(engine, concepts), Places.read(engine), concepts)


def claim(world: World, kind: Kind, one: Filter, given: str, direct: bool = False) -> Claim:
    """The question that a filter asks of each entry of a kind.

    `direct`: of the place itself, not of those within it (of places: those directly within it). UnknownPlace
    or AmbiguousPlace for a place that is not understood, UnknownConcept for a word, BadDay for a day,
    UnusableValue for anything else that is none.
    """
    match one.match:
        case Match.PLACE:
            return _in_place(world, kind, one, given, direct)
        case Match.WORD | Match.SCOPE:
            return _has_word(world.concepts, one, given)
        case Match.TYPE:
            return _has_type(world.catalogue, kind, one, given)
        case Match.THING:
            asked = thing_meant(world.catalogue, one.name, given, one.accepts)
            return lambda entry: asked in _values(entry, one)
        case Match.TRUTH:
            return _says(one, given)
        case Match.TEXT:
            text = " ".join(words_of(given))
            return lambda entry: any(text in " ".join(words_of(value)) for value in _values(entry, one))
        case Match.IN_FORCE | Match.FROM | Match.TO:
            return _in_time(world.catalogue, one, parse_day(given))


def lies_in(world: World, given: str) -> Callable[[str], bool]:
    """Whether the thing of an id is of a place or within it, as `place` in lists; kinds without places are
    not. UnknownPlace or AmbiguousPlace when the place is not understood.
    """
    claims = {
        kind.key: claim(world, kind, one, given)
        for kind in TABLE
        for one in kind.filters
        if one.match is Match.PLACE
    }

    def lies_there(thing: str) -> bool:
        entry = world.catalogue.get(thing)
        return bool(entry and entry.kind in claims and claims[entry.kind](entry))

    return lies_there


def thing_meant(catalogue: Catalogue, name: str, given: str, kinds: tuple[str, ...]) -> str:
    """The id that a slug, an id, an IRI or a former id means; UnusableValue, with near ones, for another."""
    text = given.strip().removeprefix(ID)
    tried = [text] if "/" in text else [f"{kind}/{text}" for kind in kinds]
    for thing in tried:
        present = catalogue.present_id(thing) or thing
        if present.partition("/")[0] in kinds and catalogue.get(present):
            return present
    near = near_things(catalogue, text.rpartition("/")[2], kinds)
    said = f"did you mean {' or '.join(map(str, near))}?" if near else "find its id with /api/search"
    raise UnusableValue(f"{name} is {given!r}, which is no {' or '.join(kinds)} here; {said}", (), near)


def near_things(catalogue: Catalogue, given: str, kinds: Iterable[str]) -> list[Candidate]:
    """The things of these kinds whose slug or name looks like a text."""
    asked = " ".join(words_of(given[:100]))
    known: dict[str, Entry] = {}
    for kind in kinds:
        for entry in catalogue.of(kind):
            for text in (entry.id.partition("/")[2], entry.name):
                known.setdefault(" ".join(words_of(text)), entry)
    close = difflib.get_close_matches(asked, known, _NEAR, 0.6)
    begun = [text for text in known if len(asked) >= 3 and text.startswith(asked)]
    found = {known[text].id: known[text] for text in [*close, *begun]}
    return [Candidate(one.id, one.name, one.kind) for one in list(found.values())[:_NEAR]]


def periods(catalogue: Catalogue, entry: Entry) -> tuple[Period, ...]:
    """The periods in which a rule or a law is in force; none when it never bound."""
    if entry.kind == "law":
        rules = tuple(
            _period(catalogue.by_id[rule], "from", "until") for rule in entry.values.get("rules", ())
        )
        ends = tuple(filter(None, (_date(entry, "repealed_on"), _date(entry, "expires"))))
        status = entry.first("status") or ""
        return periods_of(LawDates(status, _date(entry, "effective"), _date(entry, "enacted"), ends, rules))
    law = catalogue.get(entry.first("law") or "")
    if law and law.first("status") in NEVER_BOUND:
        return ()
    return (_period(entry, "from", "until"),)


def _in_place(world: World, kind: Kind, one: Filter, given: str, direct: bool) -> Claim:
    asked = world.places.resolve(given).id
    chains = world.places.by_id

    def lies_there(entry: Entry) -> bool:
        if kind.key == "jurisdiction":
            return asked in (entry.values.get("within", ()) if direct else chains[entry.id].chain)
        return any(asked in ((place,) if direct else chains[place].chain) for place in _values(entry, one))

    return lies_there


def _has_word(concepts: Concepts, one: Filter, given: str) -> Claim:
    accepted = tuple(concept.word for concept in concepts.schemes[one.accepts[0]])
    fitting: set[str] = set()
    for text in given.split(",") if one.match is Match.WORD else (given,):
        word = text.strip().removeprefix(NS).removeprefix("fl:").lower().replace(" ", "-").replace("_", "-")
        if word not in accepted:
            near = difflib.get_close_matches(word, accepted, n=3, cutoff=0.6)
            raise UnknownConcept(one.name, text.strip(), accepted, near)
        fitting |= {word, *concepts.narrower(word)}
        if one.match is Match.SCOPE:
            fitting |= concepts.broader(word)

    def has_one(entry: Entry) -> bool:
        values = _values(entry, one)
        return not fitting.isdisjoint(values) or (one.match is Match.SCOPE and not values)

    return has_one


def _has_type(catalogue: Catalogue, kind: Kind, one: Filter, given: str) -> Claim:
    accepted = sorted({name for entry in catalogue.of(kind.key) for name in entry.values["type"]})
    by_word = {name.lower(): name for name in accepted}
    wanted = set()
    for text in given.split(","):
        word = text.strip().lower()
        if word not in by_word:
            raise UnusableValue(f"type is {text.strip()!r}; accepted: {', '.join(accepted)}", accepted)
        wanted.add(by_word[word])
    return lambda entry: not wanted.isdisjoint(_values(entry, one))


def _says(one: Filter, given: str) -> Claim:
    wanted = given.strip().lower()
    if wanted not in _TRUTHS:
        raise UnusableValue(f"{one.name} is {given!r}; accepted: {', '.join(_TRUTHS)}", _TRUTHS)
    return lambda entry: (next(iter(_values(entry, one)), "unknown")) == wanted


def _in_time(catalogue: Catalogue, one: Filter, day: date) -> Claim:
    def holds(period: Period) -> bool:
        if one.match is Match.IN_FORCE:
            return period.contains(day)
        return not period.has_ended(day) if one.match is Match.FROM else period.has_begun(day)

    def dated(entry: Entry) -> bool:
        days = [found.first_day for field in one.fields if (found := _date(entry, field))]
        if not days:
            return False
        return max(days) >= day if one.match is Match.FROM else min(days) <= day

    if one.fields:
        return dated
    return lambda entry: any(holds(period) for period in periods(catalogue, entry))


def _period(entry: Entry, begin: str, end: str) -> Period:
    return Period(_date(entry, begin), _date(entry, end))


def _date(entry: Entry, field: str) -> PartialDate | None:
    text = entry.first(field)
    return PartialDate(text) if text else None


def _values(entry: Entry, one: Filter) -> list[str]:
    return [value for field in one.fields for value in entry.values.get(field, ())]
