"""The made-up world that benchmarks ask about: which places, laws and organisations there are.

A world follows from a number of quads and a seed alone, so that whoever asks questions knows its things
without reading the generated file. Its proportions are those of the curated records.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

SEED: Final = 20_261_125

RECORDS: Final = {
    "jurisdiction": 343,
    "law": 517,
    "regulator": 356,
    "organisation": 195,
    "technology": 53,
    "proceeding": 111,
    "event": 138,
}
"""Records per unit of a world: those that the project held when this was written."""

QUADS_PER_UNIT: Final = 64_000
"""Quads that one unit makes, rounded up; events fill the rest."""

SCHEMA_QUADS: Final = 2_500
"""Room for the schema's own graph."""

LEAST_QUADS: Final = 10_000

LAW_KINDS: Final = (
    ("statute", 57),
    ("ordinance", 13),
    ("regulation", 6),
    ("guidance", 6),
    ("policy", 6),
    ("resolution", 4),
    ("court-order", 3),
    ("constitutional", 2),
    ("executive-order", 2),
    ("directive", 1),
)
LAW_STATUSES: Final = (
    ("in-force", 73),
    ("failed", 12),
    ("pending", 10),
    ("superseded", 2),
    ("partly-in-force", 2),
    ("expired", 1),
)
EFFECTS: Final = (
    ("ban", 19),
    ("restriction", 17),
    ("consent-required", 12),
    ("authorisation", 9),
    ("approval-required", 7),
    ("notice-required", 6),
    ("reporting-required", 5),
    ("right-of-access-or-erasure", 4),
    ("testing-required", 4),
    ("evidence-limit", 3),
    ("moratorium", 3),
    ("retention-limit", 3),
    ("human-review-required", 3),
    ("warrant-required", 2),
    ("sale-limit", 2),
    ("registration-required", 1),
)
ACTORS: Final = (
    ("municipal-police", 18),
    ("private-sector", 15),
    ("local-government", 11),
    ("retailers", 9),
    ("police", 8),
    ("vendors", 7),
    ("state-police", 7),
    ("everyone", 6),
    ("landlords", 6),
    ("state-government", 5),
    ("national-government", 4),
    ("employers", 3),
    ("schools", 3),
    ("transit", 2),
)
_WORDS: Final = """
the of and to in a for that by or be shall not with from any on is as which without before after under
face recognition biometric identifier surveillance technology police department agency city council public
private notice consent warrant court order data images database matching accuracy audit report policy ban
moratorium use collect store retain delete share sell disclose search identify suspect arrest investigation
camera footage street school airport retailer landlord employer vendor contract approval hearing vote
ordinance statute section penalty damages settlement fine violation complaint regulator commission
"""
_SOUNDS: Final = {
    "onset": "b br c d dr f g gr h k l m n p qu r s st t th v w z",
    "vowel": "a e i o u ai ea ou é ã ü",
    "end": "n r l s m th nd rk lm ck",
    "name end": "ton ville burg mora port haven ford dale wick stad",
}

Weighted = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Place:
    """A jurisdiction: `parent` is its place in `World.places` (-1: none)."""

    slug: str
    name: str
    kind: str
    parent: int


@dataclass(frozen=True)
class Law:
    """A law of the place of that number, with rules numbered from 1 to `rules`."""

    slug: str
    place: int
    kind: str
    rules: int


@dataclass(frozen=True)
class World:
    """All that can be asked about. Records other than places and laws are numbered."""

    quads: int
    seed: int
    words: tuple[str, ...]
    places: tuple[Place, ...]
    laws: tuple[Law, ...]
    counts: dict[str, int]

    def of_kind(self, *kinds: str) -> list[Place]:
        """The places of some kinds ("Country", "State", "County", "City"), in their order."""
        return [place for place in self.places if place.kind in kinds]


def slug_of(kind: str, number: int) -> str:
    """The slug of a numbered record: `slug_of("event", 17)` is "event-17"."""
    return f"{kind}-{number}"


def pick(rng: Random, choices: Weighted) -> str:
    """One of the weighted words. (`Random.choices` may differ between versions of Python; this does not.)"""
    at = rng.random() * sum(weight for _, weight in choices)
    for word, weight in choices:
        at -= weight
        if at < 0:
            return word
    return choices[-1][0]


def world_of(quads: int, seed: int = SEED) -> World:
    """The world that fills a file of that many quads. ValueError below LEAST_QUADS."""
    if quads < LEAST_QUADS:
        raise ValueError(f"{quads} quads are too few for a world; take {LEAST_QUADS} or more")
    rng = Random(f"world {seed} {quads}")
    units = (quads - SCHEMA_QUADS) / QUADS_PER_UNIT
    counts = {kind: max(8, int(number * units)) for kind, number in RECORDS.items()}
    places = _places(rng, counts["jurisdiction"])
    laws = tuple(_law(rng, number, places) for number in range(counts["law"]))
    return World(quads, seed, _words(rng), places, laws, {**counts, "jurisdiction": len(places)})


def _places(rng: Random, count: int) -> tuple[Place, ...]:
    """The world, its countries, states, counties and cities; a few countries have most of the states."""
    countries = min(200, max(4, count // 8))
    states = max(8, count * 15 // 100)
    counties = max(8, count * 15 // 100)
    cities = max(16, count - 1 - countries - states - counties)
    places = [Place("world", "World", "Supranational", -1)]

    def add(kind: str, number: int, first: int, parents: int, skew: float) -> None:
        for _ in range(number):
            parent = first + int(parents * rng.random() ** skew)
            name = _place_name(rng)
            above = "" if kind == "Country" else f"{places[parent].slug}-"
            places.append(Place(f"{above}{_plain(name)}-{len(places)}", name, kind, parent))

    add("Country", countries, 0, 1, 1)
    add("State", states, 1, countries, 2)
    add("County", counties, 1 + countries, states, 1.5)
    add("City", cities * 2 // 5, 1 + countries + states, counties, 1)
    add("City", cities - cities * 2 // 5, 1 + countries, states, 1.5)
    return tuple(places)


def _law(rng: Random, number: int, places: tuple[Place, ...]) -> Law:
    place = int(len(places) * rng.random() ** 1.3)  # what comes first, countries and states, has more law
    year = 2005 + int(22 * rng.random() ** 0.6)
    rules = 1 + int(3 * rng.random() ** 4)
    return Law(f"{places[place].slug}-{year}-{number}", place, pick(rng, LAW_KINDS), rules)


def _words(rng: Random) -> tuple[str, ...]:
    """Words, the common ones first: a text takes them with falling odds."""
    made: dict[str, None] = dict.fromkeys(_WORDS.split())
    while len(made) < 2_000:
        made[_syllables(rng, 3)] = None
    return tuple(made)


def _syllables(rng: Random, most: int) -> str:
    parts = (
        _sound(rng, "onset") + _sound(rng, "vowel") + (_sound(rng, "end") if rng.random() < 0.4 else "")
        for _ in range(2 + int((most - 1) * rng.random()))
    )
    return "".join(parts)


def _place_name(rng: Random) -> str:
    name = (_syllables(rng, 2) + _sound(rng, "name end")).capitalize()
    return f"{name} {_syllables(rng, 2).capitalize()}" if rng.random() < 0.15 else name


def _sound(rng: Random, kind: str) -> str:
    choices = _SOUNDS[kind].split()
    return choices[int(len(choices) * rng.random())]


def _plain(name: str) -> str:
    return name.lower().translate(str.maketrans("éãü ", "eau-"))
