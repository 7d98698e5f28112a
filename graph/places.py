"""Places: what a word for one means, and what lies above it."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.any_engine import AnyEngine
from graph.queries import load_query
from graph.words import words_of
from schema.errors import AmbiguousPlace, Candidate, UnknownPlace
from schema.vocabulary import ID, RECORD, short_id

LEVELS: Final = {
    "Supranational": "supranational",
    "Country": "national",
    "State": "state",
    "Province": "state",
    "Territory": "state",
    "County": "local",
    "City": "local",
}
"""The level of government that a place of each class has."""

_WITH_ARTICLE: Final = re.compile(
    r"United (?:Arab|Kingdom|Nations|States)|Netherlands|Philippines|European Union|Global Privacy Assembly"
    r"|(?:Autonomous City|Canton|Council|District|Isle|Municipality|Port|Territory) of\b"
    r"|Northern (?:Mariana Islands|Territory)|Australian Capital Territory"
)

_KIND: Final = "jurisdiction/"
_MOST_WORDS: Final = 20
"""How many words a name with its qualifiers may have; it bounds the work that a stranger's text can cause."""

_PLACES, _NAMES, _PARENTS = (load_query(name) for name in ("places", "place_names", "place_parents"))


@dataclass(frozen=True)
class Place:
    """A jurisdiction. `id` is "jurisdiction/<slug>"; `chain`: itself and all above it, nearest first."""

    id: str
    name: str
    kind: str
    """Its class: City, County, State, Province, Territory, Country or Supranational."""
    iso_code: str | None = None
    researched_through: date | None = None
    """The last day through which its own law was researched; None: not researched."""
    research_depth: str | None = None
    research_note: str | None = None
    chain: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The id without its kind."""
        return self.id.removeprefix(_KIND)

    @property
    def level(self) -> str:
        """The level of its government: supranational, national, state or local."""
        return LEVELS[self.kind]


class Places:
    """All places of a dataset, found by slug, IRI, former id, ISO code or name."""

    def __init__(self, places: Iterable[Place], other_names: Mapping[str, Iterable[str]]) -> None:
        self.by_id: Final = {place.id: place for place in places}
        self._slugs: Final = {place.slug: place for place in self.by_id.values()}
        self._codes: Final[dict[str, Place]] = {}
        self._names: Final[dict[str, list[Place]]] = defaultdict(list)
        self._qualifiers: Final[dict[str, set[str]]] = {}
        for place in self.by_id.values():
            codes: list[str] = []
            if place.iso_code:
                self._codes[place.iso_code.lower()] = place
                codes = [place.iso_code, place.iso_code.rpartition("-")[2]]
            names = [place.name, _bare(place.name)]
            for other in other_names.get(place.id, ()):
                if other.startswith(ID):
                    self._slugs.setdefault(short_id(other).removeprefix(_KIND), place)
                else:
                    names += [other, _bare(other)]
            for key in dict.fromkeys(_folded(name) for name in names):
                self._names[key].append(place)
            self._qualifiers[place.id] = {_folded(word) for word in (*names, *codes)} - {""}

    @classmethod
    def read(cls, engine: AnyEngine) -> "Places":
        """Read the places of a dataset."""
        parents: dict[str, list[str]] = defaultdict(list)
        for row in engine.select(_PARENTS):
            parents[short_id(row["place"])].append(short_id(row["parent"]))
        other: dict[str, list[str]] = defaultdict(list)
        for row in engine.select(_NAMES):
            other[short_id(row["place"])].append(row["other"])
        return cls((_place(row, parents) for row in engine.select(_PLACES)), other)

    def resolve(self, given: str) -> Place:
        """The one place that is meant by a slug, an IRI, an ISO code or a name.

        A slug or a code goes before a name ("ca" is Canada). A name may be followed by places above it, by
        name or code: "Portland, Oregon", "Portland ME", "Portland, OR, United States".
        AmbiguousPlace when several are meant, UnknownPlace (with near names) when none is.
        """
        text = given.strip()
        slug = text.removeprefix(ID).removeprefix(RECORD).removeprefix(_KIND).lower().replace("_", "-")
        if place := self._slugs.get(slug) or self._codes.get(slug):
            return place
        found = self.named(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousPlace(given, [self.candidate(place) for place in found])
        raise UnknownPlace(given, self.near(text))

    def coded(self, code: str) -> list[Place]:
        """Every place that a code in capitals may mean: "US-CA" one, "CA" Canada and California."""
        if "-" in code:
            return [self._codes[code.lower()]] if code.lower() in self._codes else []
        return [place for place in self.by_id.values() if place.iso_code in (code, f"US-{code}")]

    @property
    def name_words(self) -> frozenset[str]:
        """Every word that is part of a name of a place."""
        return frozenset(word for name in self._names for word in name.split())

    def chain_of(self, place: Place) -> list[Place]:
        """The place and all places above it, nearest first."""
        return [self.by_id[above] for above in place.chain]

    def candidate(self, place: Place) -> Candidate:
        """The place as something that may have been meant."""
        return Candidate(place.id, place.name, place_words(place, self.chain_of(place)[1:]))

    def named(self, text: str) -> list[Place]:
        """Every place that a name with its qualifiers may mean; codes and slugs are no names."""
        words = words_of(text)
        if len(words) > _MOST_WORDS:
            return []
        for length in range(len(words), 0, -1):
            name, qualifiers = " ".join(words[:length]), words[length:]
            found = [place for place in self._names.get(name, ()) if self._lies_in(place, qualifiers)]
            if found:
                return found
        return []

    def _lies_in(self, place: Place, qualifiers: Sequence[str]) -> bool:
        """Whether the words name places above this one and nothing else, as in "or united states"."""
        called = set().union(*(self._qualifiers[above] for above in place.chain[1:]))
        reached = {0}
        for end in range(1, len(qualifiers) + 1):
            if any(" ".join(qualifiers[start:end]) in called for start in reached):
                reached.add(end)
        return len(qualifiers) in reached

    def near(self, text: str) -> list[Candidate]:
        """Places whose names are near to a text, or begin with it."""
        name = _folded(text.partition(",")[0])
        begun = [key for key in self._names if len(name) >= 3 and key.startswith(name)]
        close = difflib.get_close_matches(name, self._names, n=5, cutoff=0.72)
        found = {place.id: place for key in [*begun[:5], *close] for place in self._names[key]}
        return [self.candidate(place) for place in list(found.values())[:5]]


def place_words(place: Place, above: Iterable[Place]) -> str:
    """A place by its class and what it lies in, nearest first: "city in California, United States"."""
    names = ", ".join(other.name for other in above)
    return f"{place.kind.lower()} in {within_sentence(names)}" if names else place.kind.lower()


def within_sentence(place: str) -> str:
    """The name of a place as it stands after "of" and "in": "the United Kingdom", but "France"."""
    return f"the {place}" if _WITH_ARTICLE.match(place) else place


def _bare(name: str) -> str:
    """A name without what tells it from its namesakes: "Portland, Oregon", "Alameda (city)"."""
    return re.sub(r"(, [^,]+| \([^()]+\))$", "", name)


def _folded(name: str) -> str:
    return " ".join(words_of(name))


def _place(row: Mapping[str, str], parents: Mapping[str, list[str]]) -> Place:
    place = short_id(row["place"])
    through = row.get("researchedThrough")
    return Place(
        place,
        row["name"],
        short_id(row["class"]),
        row.get("isoCode"),
        date.fromisoformat(through) if through else None,
        row.get("researchDepth"),
        row.get("researchNote"),
        _chain(place, parents),
    )


def _chain(start: str, parents: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The place and all above it, breadth first, so that nearer ones come first."""
    chain = [start]
    for place in chain:
        chain += [parent for parent in parents.get(place, ()) if parent not in chain]
    return tuple(chain)
