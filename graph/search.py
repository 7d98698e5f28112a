"""Finding things by what people type: names, other names, citations, bill numbers, and words of summaries.

Case and accents do not count. A hit is better the closer what was typed is to all of a label: the whole
label, its beginning, whole words, beginnings of words, words that are only near ("Farncisco"), words of a
summary.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from math import log
from operator import mul
from textwrap import shorten
from typing import Final

from graph.any_engine import AnyEngine
from graph.queries import load_query
from graph.words import words_of
from schema.vocabulary import short_id

LONGEST: Final = 200
"""Characters of a search that are read; and 12 words of them."""

_ROLES: Final = {
    "prefLabel": ("name", 1.0),
    "shortName": ("short name", 0.99),
    "altLabel": ("other name", 0.98),
    "citation": ("citation", 0.97),
    "billNumber": ("bill", 0.97),
    "docket": ("docket", 0.96),
    "isoCode": ("code", 0.96),
    "law": ("law", 0.6),
    "description": ("summary", 0.3),
}
_PREFIX_QUALITY: Final = 0.8
_NEAR_QUALITY: Final = 0.6
_NEAREST_RATIO: Final = 0.7
_ENOUGH: Final = 0.4
_LEAST_SCORE: Final = 0.12
_SHORTEST_NEAR: Final = 4  # shorter words are near to too many others


@dataclass(frozen=True)
class Hit:
    """A thing found: its id (`law/us-il-bipa`), kind and name, what matched, and how well (0 to 1)."""

    id: str
    kind: str
    label: str
    matched: str
    """The text that matched, as recorded."""
    role: str
    """What that text is to the thing: "name", "citation", "summary" ..."""
    score: float


@dataclass(frozen=True)
class _Label:
    thing: str
    role: str
    text: str
    weight: float
    words: tuple[str, ...]


def search(engine: AnyEngine, text: str, kinds: Collection[str] | None = None, limit: int = 20) -> list[Hit]:
    """One search; keep a `LabelIndex` for several. The best hits first, one for each thing."""
    return LabelIndex(engine).search(text, kinds, limit)


class LabelIndex:
    """The labels of an engine's data, ready to be searched; built once, in about a second."""

    def __init__(self, engine: AnyEngine) -> None:
        self._names: dict[str, str] = {}
        self._summaries: dict[str, str] = {}
        self._labels: list[_Label] = []
        self._postings: dict[str, set[int]] = defaultdict(set)
        rows = engine.select(load_query("search_labels"))
        # In an order of our own: of two labels that fit as well, the first counts, on whatever engine.
        for row in sorted(rows, key=lambda row: (row["thing"], row["property"], row["text"])):
            self._add(short_id(row["thing"]), re.split("[/#]", row["property"])[-1], row["text"])

    def _add(self, thing: str, property_name: str, text: str) -> None:
        role, weight = _ROLES[property_name]
        if role in ("name", "law"):
            self._names[thing] = text
        elif role == "summary":
            self._summaries[thing] = text
        label = _Label(thing, role, text, weight, words_of(text))
        for word in set(label.words):
            self._postings[word].add(len(self._labels))
        self._labels.append(label)

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self._postings)

    @cached_property
    def _by_trigram(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for word in self._vocabulary:
            for trigram in _trigrams(word):
                found[trigram].add(word)
        return found

    def search(self, text: str, kinds: Collection[str] | None = None, limit: int = 20) -> list[Hit]:
        """The best hits first, one for each thing; of `kinds` ("law", "jurisdiction" ...) only, if given."""
        asked = words_of(text[:LONGEST])[:12]
        if not asked:
            return []
        qualities = [dict(self._words_like(word)) for word in asked]
        numbers = [set().union(*(self._postings.get(word, ()) for word in found)) for found in qualities]
        rarity = [log(1 + len(self._labels) / (1 + len(found))) for found in numbers]
        hits: dict[str, Hit] = {}
        for number in _with_most(numbers, rarity):
            label = self._labels[number]
            kind = label.thing.partition("/")[0]
            if kinds and kind not in kinds:
                continue
            score = round(label.weight * _closeness(asked, qualities, rarity, label.words), 4)
            if score < _LEAST_SCORE:
                continue
            if label.thing not in hits or score > hits[label.thing].score:
                name = self.label_of(label.thing)
                hits[label.thing] = Hit(label.thing, kind, name, label.text, label.role, score)
        return sorted(hits.values(), key=lambda hit: (-hit.score, len(hit.label), hit.id))[:limit]

    def label_of(self, thing: str) -> str:
        """The name of a thing; for a rule, that of its law and the beginning of the rule's summary."""
        name = self._names.get(thing, thing)
        if not thing.startswith("rule/") or thing not in self._summaries:
            return name
        return f"{name}: {shorten(self._summaries[thing], 90, placeholder='...')}"

    def _words_like(self, word: str) -> Iterator[tuple[str, float]]:
        """Words that may be meant, with how well they fit; near ones only if the word is unknown."""
        if len(word) == 1:  # begins too many words to mean any
            yield word, 1.0
            return
        at = bisect_left(self._vocabulary, word)
        while at < len(self._vocabulary) and self._vocabulary[at].startswith(word):
            found = self._vocabulary[at]
            yield found, 1.0 if found == word else _PREFIX_QUALITY
            at += 1
        if word in self._postings or len(word) < _SHORTEST_NEAR:
            return
        shared = Counter(near for part in _trigrams(word) for near in self._by_trigram.get(part, ()))
        for near, _ in shared.most_common(40):
            ratio = SequenceMatcher(None, word, near).ratio()
            if ratio >= _NEAREST_RATIO and not near.startswith(word):
                yield near, _NEAR_QUALITY * ratio


def _with_most(numbers: list[set[int]], rarity: list[float]) -> set[int]:
    """Labels with all the words; if there is none, those with enough of them, rare words counting more."""
    everything = set.intersection(*numbers)
    if everything:
        return everything
    weight: dict[int, float] = defaultdict(float)
    for found, rare in zip(numbers, rarity, strict=True):
        for number in found:
            weight[number] += rare
    return {number for number, sum_ in weight.items() if sum_ >= _ENOUGH * sum(rarity)}


def _trigrams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _closeness(
    asked: tuple[str, ...], qualities: list[dict[str, float]], rarity: list[float], words: tuple[str, ...]
) -> float:
    """How close a label's words are to the words asked, from 0 to 1."""
    if asked == words:
        return 1.0
    covered = min(1.0, len(asked) / len(words))
    if words[: len(asked)] == asked:
        return 0.85 + 0.1 * covered
    if " ".join(words).startswith(" ".join(asked)):
        return 0.75 + 0.1 * covered
    best = [max((found.get(word, 0.0) for word in words), default=0.0) for found in qualities]
    quality: float = sum(map(mul, best, rarity)) / sum(rarity)
    return quality * (0.65 + 0.1 * covered)
