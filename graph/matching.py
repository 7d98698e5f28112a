"""Which thing is meant by the text, and the other facts, that a row of somebody's table has.

It is sure of a match only when the text is the whole of a name, code or citation of one thing and of no other
that comes into question, and when nothing else that the row says contradicts it. What others elsewhere may be
called too, of whom nothing is recorded here, needs another fact beside it: a city ("Springfield"), a law of a
common name ("Privacy Act"), a bill's or docket's number. Initials and beginnings are never enough.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from graph.catalogue import Entry
from graph.filters import Claim, World, lies_in
from graph.kinds import BY_KEY
from graph.labels import FOUND_KINDS
from graph.places import place_words
from graph.rows import LINKS
from graph.search import Hit, LabelIndex
from graph.words import words_of
from schema.errors import AmbiguousPlace, QuestionError
from schema.vocabulary import ID

KINDS: Final = FOUND_KINDS
"""The kinds that a row can be matched with."""
PLACE: Final = "place"
"""The property that every kind with a place has: it lies there, or within it."""

_SURE_ROLES: Final = frozenset({"name", "short name", "other name", "citation", "code"})
_NUMBERS: Final = frozenset({"bill", "docket"})
_IDENTIFYING: Final = frozenset({"iso_code", "fips", "wikidata", "citation"})
_LOCAL: Final = "local"
_COMMON: Final = 2
"""A law's name of at most so many words may be that of others, too."""
_NAME_FIELDS: Final = ("name", "short_name", "also_known_as", "iso_code")
_WHOLE: Final = 0.9
"""The least score of a hit whose text is the whole label (the weights of `graph.labels` begin there)."""
_POOL: Final = 60
_NAME_SHARE: Final = 70.0
_FACTS_SHARE: Final = 30.0


@dataclass(frozen=True)
class Condition:
    """Another fact of the row: the property, its values, whether it must hold, and for which of the values:
    "any", "all" or "none".
    """

    property: str
    values: tuple[str, ...]
    required: bool = False
    quantifier: str = "any"


@dataclass(frozen=True)
class Row:
    """What is asked about one row: a text, kinds that come into question (none: all), and other facts."""

    text: str
    kinds: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    limit: int = 5


@dataclass(frozen=True)
class Found:
    """A thing that may be meant: how well it fits (0 to 100), how its name and each fact fit, and whether it
    surely is the one.
    """

    entry: Entry
    score: float
    name_score: float
    facts: tuple[tuple[str, bool], ...]
    is_sure: bool


@dataclass(frozen=True)
class _Names:
    """How well the names of things fit a text (0 to 1); the things of which it is the whole name; and those
    of them that need another fact beside it.
    """

    scores: dict[str, float]
    whole: frozenset[str]
    common: frozenset[str]


def match_row(world: World, index: LabelIndex, row: Row) -> list[Found]:
    """The things that may be meant by a row, best first."""
    kinds = row.kinds or KINDS
    text = row.text.strip()
    names = _by_name(world, index, text, kinds) if text else _by_facts(world, kinds, row.conditions)
    claims = [_claim(world, condition) for condition in row.conditions]
    found = []
    for thing, name_score in names.scores.items():
        entry = world.catalogue.by_id[thing]
        holds = [claim(entry) for claim in claims]
        if all(held or not one.required for one, held in zip(row.conditions, holds, strict=True)) and (
            text or any(holds)
        ):
            facts = tuple((one.property, held) for one, held in zip(row.conditions, holds, strict=True))
            score = _score(name_score if text else None, facts)
            found.append(Found(entry, score, name_score, facts, False))
    found.sort(key=lambda one: (-one.score, one.entry.name, one.entry.id))
    return _with_sure(found, names)[: row.limit]


def description_of(world: World, entry: Entry) -> str:
    """What tells a thing from its namesakes: "city in California, United States"."""
    if entry.kind == "jurisdiction":
        place = world.places.by_id[entry.id]
        return place_words(place, world.places.chain_of(place)[1:])
    where = [
        world.catalogue.name_of(place)
        for field in BY_KEY[entry.kind].places
        for place in entry.values.get(field, ())
    ]
    what = entry.first("kind") or entry.first("effect") or entry.first("type") or entry.kind
    when = entry.first("date") or entry.first("filed") or entry.first("enacted") or ""
    what = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", what).replace("-", " ").lower()
    words = [what, *(["in", ", ".join(dict.fromkeys(where))] if where else [])]
    return " ".join(filter(None, [*words, f"({when})" if when else ""]))


def properties_of(kind: str) -> tuple[str, ...]:
    """The properties by which rows can be compared with things of a kind."""
    place = (PLACE,) if BY_KEY[kind].places or kind == "jurisdiction" else ()
    return (*place, *(field for field in BY_KEY[kind].fields if field not in ("id", "name", "sources")))


def _by_name(world: World, index: LabelIndex, text: str, kinds: tuple[str, ...]) -> _Names:
    if entry := _of_id(world, text, kinds):
        return _Names({entry.id: 1.0}, frozenset({entry.id}), frozenset())
    hits = index.search(text, kinds, _POOL)
    scores = {hit.id: hit.score for hit in hits}
    whole = {hit.id: _is_common(world, hit) for hit in hits if _is_whole(hit, text)}
    if "jurisdiction" in kinds:
        places = _places(world, text)
        whole = {thing: common for thing, common in whole.items() if thing not in world.places.by_id} | places
        scores |= dict.fromkeys(places, 1.0)
    return _Names(scores, frozenset(whole), frozenset(thing for thing, common in whole.items() if common))


def _by_facts(world: World, kinds: tuple[str, ...], conditions: tuple[Condition, ...]) -> _Names:
    """Everything, when a row has no text; a code or a citation may still say which is meant."""
    scores = {entry.id: 0.0 for kind in kinds for entry in world.catalogue.of(kind)}
    is_told = any(condition.property in _IDENTIFYING for condition in conditions)
    return _Names(scores, frozenset(scores) if is_told else frozenset(), frozenset())


def _of_id(world: World, text: str, kinds: tuple[str, ...]) -> Entry | None:
    thing = text.removeprefix(ID)
    entry = world.catalogue.get(world.catalogue.present_id(thing) or thing)
    return entry if entry and entry.kind in kinds else None


def _places(world: World, text: str) -> dict[str, bool]:
    """The places of that name, each with whether its name is not enough: that of a city, without what it lies
    in.
    """
    try:
        place = world.places.resolve(text)
    except AmbiguousPlace as error:
        return {candidate.id: True for candidate in error.candidates}
    except QuestionError:
        return {}
    bare = place.name.partition(",")[0].partition("(")[0]
    return {place.id: place.level == _LOCAL and words_of(text) == words_of(bare)}


def _is_whole(hit: Hit, text: str) -> bool:
    roles = _SURE_ROLES | _NUMBERS
    return hit.role in roles and hit.score >= _WHOLE and words_of(hit.matched) == words_of(text)


def _is_common(world: World, hit: Hit) -> bool:
    """Whether something else may be called so, of which nothing is recorded here."""
    return hit.role in _NUMBERS or (hit.kind == "law" and len(words_of(hit.matched)) <= _COMMON)


def _score(name_score: float | None, facts: tuple[tuple[str, bool], ...]) -> float:
    if not facts:
        return round(100 * (name_score or 0.0), 1)
    share = sum(holds for _, holds in facts) / len(facts)
    if name_score is None:
        return round(100 * share, 1)
    return round(_NAME_SHARE * name_score + _FACTS_SHARE * share, 1)


def _with_sure(found: list[Found], names: _Names) -> list[Found]:
    """Marks the one that surely is meant, if there is such a one. Facts may tell namesakes apart."""
    fitting = [one for one in found if one.entry.id in names.whole and all(holds for _, holds in one.facts)]
    if len(fitting) != 1 or (fitting[0].entry.id in names.common and not fitting[0].facts):
        return found
    return [replace(one, is_sure=one is fitting[0]) for one in found]


def _claim(world: World, condition: Condition) -> Claim:
    """Whether a thing is as a condition says."""
    claims = [_has(world, condition.property, value) for value in condition.values]

    def holds(entry: Entry) -> bool:
        fits = [claim(entry) for claim in claims]
        if condition.quantifier == "none":
            return not any(fits)
        return all(fits) if condition.quantifier == "all" else any(fits)

    return holds


def _has(world: World, name: str, value: str) -> Claim:
    """Whether a thing has a value: the same id, or the same words; a text of several words, also in part."""
    if name == PLACE:
        try:
            lies_there = lies_in(world, value)
        except QuestionError:
            return lambda _: False
        return lambda entry: lies_there(entry.id)
    asked = words_of(value.removeprefix(ID))
    within = f" {' '.join(asked)} "

    def has(entry: Entry) -> bool:
        for own in entry.values.get(name, ()):
            texts = _names_of(world, own) if name in LINKS else [own]
            if any(words_of(text) == asked for text in texts):
                return True
            if asked and name not in LINKS and within in f" {' '.join(words_of(own))} ":
                return True
        return False

    return has


def _names_of(world: World, thing: str) -> list[str]:
    other = world.catalogue.get(thing)
    if not other:
        return [thing]
    return [thing, *(text for field in _NAME_FIELDS for text in other.values.get(field, ()))]
