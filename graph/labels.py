"""The labels by which things are found: names, other names, citations, numbers, summaries, and what follows
from them.

Of a name, what stands in brackets is a label of its own ("Commission ... des libertés (CNIL)"), and so are
the initials of a body's or a law's name, because people type those. Of citations and docket numbers, which
are often several, each one is. The words of a summary come after those of the name, so that a search may have
some of either.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from graph.any_engine import AnyEngine
from graph.queries import load_query
from graph.words import fold, words_of
from schema.vocabulary import short_id

FOUND_KINDS: Final = (
    "jurisdiction",
    "law",
    "rule",
    "regulator",
    "organisation",
    "technology",
    "proceeding",
    "event",
)
"""The kinds of things that are found: those of `queries/search_labels.rq`."""

_QUERY: Final = load_query("search_labels")

_ROLES: Final = {
    "prefLabel": ("name", 1.0),
    "shortName": ("short name", 0.99),
    "altLabel": ("other name", 0.98),
    "citation": ("citation", 0.97),
    "billNumber": ("bill", 0.97),
    "docket": ("docket", 0.96),
    "isoCode": ("code", 0.96),
    "law": ("law", 0.6),
    "description": ("summary", 0.4),
}
"""Each property's role and weight, from 0 to 1."""
_NAMES: Final = frozenset({"name", "short name", "other name"})
_LISTS: Final = frozenset({"citation", "bill", "docket"})
_PART_WEIGHT: Final = 0.97
_IN_BRACKETS: Final = "in brackets"
_IN_BRACKETS_WEIGHT: Final = 0.92
_INITIALS_WEIGHT: Final = 0.93
_ID_WEIGHT: Final = 0.9
_EVENT: Final = 0.87
"""The share of its weight that a label of an event has: a name means the thing, not what befell it."""
_WITH_INITIALS: Final = frozenset({"regulator", "organisation", "law"})
_BRACKETS: Final = re.compile(r"\(([^()]{2,80})\)")
_BETWEEN: Final = re.compile(r"[;,]\s+")
_INITIAL: Final = re.compile(r"\b[^\W\d_](?=[^\W\d_]+)")
_SHORTEST_INITIALS: Final = 3
_LONGEST_INITIALS: Final = 6


@dataclass(frozen=True)
class Label:
    """A text by which a thing is found: whose, what it is to it, how much it weighs, and its words."""

    thing: str
    role: str
    text: str
    weight: float
    words: tuple[str, ...]

    @cached_property
    def folded(self) -> str:
        """Its words as one text."""
        return " ".join(self.words)


def read_labels(engine: AnyEngine) -> Iterator[Label]:
    """All labels of an engine's data, in an order of our own: of two that fit as well, the first counts, on
    whatever engine.
    """
    texts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in engine.select(_QUERY):
        property_name = re.split("[/#]", row["property"])[-1]
        texts[short_id(row["thing"])].append((property_name, row["text"]))
    for thing, found in sorted(texts.items()):
        yield from labels_of(thing, sorted(found))


def labels_of(thing: str, texts: Iterable[tuple[str, str]]) -> Iterator[Label]:
    """The labels of a thing, from the local names of its properties and their texts."""
    found = list(texts)
    share = _EVENT if thing.startswith("event/") else 1.0
    names = [text for name, text in found if name == "prefLabel"]
    for property_name, text in found:
        role, weight = _ROLES[property_name]
        words = words_of(text)
        if role == "summary":
            words = (*words_of(" ".join(names)), *words)
        yield Label(thing, role, text, share * weight, words)
        yield from _parts(thing, role, text, share)
    kind, _, slug = thing.partition("/")
    yield Label(thing, "id", slug, share * _ID_WEIGHT, words_of(slug))
    if kind in _WITH_INITIALS:
        for initials in sorted({one for name in names for one in initials_of(name)}):
            yield Label(thing, "initials", " ".join(names), _INITIALS_WEIGHT, (initials,))


def _parts(thing: str, role: str, text: str, share: float) -> Iterator[Label]:
    """The parts of a label that are labels by themselves."""
    parts: Mapping[str, str] = {}
    if role in _NAMES:
        parts = {part: _role_of_bracket(part) for part in _BRACKETS.findall(text)}
    elif role in _LISTS:
        parts = dict.fromkeys(_BETWEEN.split(text), role)
    for part, its_role in parts.items():
        if part != text and (words := words_of(part)):
            weight = _PART_WEIGHT if its_role != _IN_BRACKETS else _IN_BRACKETS_WEIGHT
            yield Label(thing, its_role, part, share * weight * _weight(role), words)


def _role_of_bracket(text: str) -> str:
    """An abbreviation ("CNIL", "HmbBfDI") is a short name; anything else may tell as well where it is."""
    is_short = " " not in text and sum(letter.isupper() for letter in text) >= 2
    return "short name" if is_short else _IN_BRACKETS


def initials_of(name: str) -> set[str]:
    """The initials of a name of several words, small ones left out, and with them: "DOJ" and "DJ"."""
    bare = re.sub(r"\([^()]*\)|['\u2019]s\b", "", name)
    every = _INITIAL.findall(bare)
    large = [letter for letter in every if letter.isupper()]
    found = {fold("".join(letters)) for letters in (every, large)}
    return {one for one in found if _SHORTEST_INITIALS <= len(one) <= _LONGEST_INITIALS}


def _weight(role: str) -> float:
    return next(weight for name, weight in _ROLES.values() if name == role)
