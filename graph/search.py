"""Finding things by what people type: names, other names, citations, bill numbers, and words of summaries.

Case and accents do not count. A hit is better the closer what was typed is to all of a label: the whole
label, its beginning, whole words, beginnings of words, words that are only near ("Farncisco"), words of a
summary. `graph.labels` says what the labels of a thing are.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice, product
from math import log
from operator import itemgetter
from textwrap import shorten
from typing import Final

from graph.any_engine import AnyEngine
from graph.bills import NamedBill, bills_in
from graph.labels import Label, read_labels
from graph.snippets import Snippet, snippet_of
from graph.words import parts_of, words_of

LONGEST: Final = 200
"""Characters of a search that are read."""
_MOST_WORDS: Final = 12

_PREFIX_QUALITY: Final = 0.8
_NEAR_QUALITY: Final = 0.6
_NEAREST_RATIO: Final = 0.7
_ENOUGH: Final = 0.4
_ALMOST: Final = 0.75
"""The share of what was typed, rare words counting more, that a label must have: when none has all of it, and
beside those that have."""
_LEAST_SCORE: Final = 0.12
_SHORTEST_NEAR: Final = 4  # shorter words are near to too many others
_DIGIT: Final = re.compile(r"\d")
_OF_OTHERS: Final = frozenset({"summary", "law"})
"""Labels that speak of other things: "a 30 day notice" is no bill A 30."""
_MOST_WAYS: Final = 4

_Written = defaultdict[tuple[str, ...], set[int]]
"""The ways in which records write a bill, as words, each with the numbers of the labels that have it."""


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
    snippet: str
    """The piece of it around the words that matched, as plain text."""
    marks: tuple[tuple[int, int], ...]
    """Where in the snippet the words that matched begin and end, in characters."""


def search(
    engine: AnyEngine,
    text: str,
    kinds: Collection[str] | None = None,
    limit: int = 20,
    allowed: Callable[[str], bool] | None = None,
) -> list[Hit]:
    """One search, as `LabelIndex.search`; keep a `LabelIndex` for several."""
    return LabelIndex(engine).search(text, kinds, limit, allowed)


@dataclass(frozen=True)
class _Asked:
    """The words that are looked for, and the labels that alone can be meant; None: any."""

    words: tuple[str, ...]
    labels: frozenset[int] | None


@dataclass(frozen=True)
class _Found:
    score: float
    label: Label


class LabelIndex:
    """The labels of an engine's data, ready to be searched, also by several threads; built once, in about a
    fifth of a second.
    """

    def __init__(self, engine: AnyEngine) -> None:
        self._names: dict[str, str] = {}
        self._summaries: dict[str, str] = {}
        self._labels: list[Label] = []
        self._postings: dict[str, set[int]] = defaultdict(set)
        self._bills: dict[str, _Written] = defaultdict(lambda: defaultdict(set))
        for label in read_labels(engine):
            self._add(label)

    def _add(self, label: Label) -> None:
        if label.role in ("name", "law"):
            self._names[label.thing] = label.text
        elif label.role == "summary":
            self._summaries[label.thing] = label.text
        for word in set(label.words):
            self._postings[word].add(len(self._labels))
        for bill in bills_in(label.words):
            if label.role in _OF_OTHERS and not bill.is_certain:
                continue
            written = label.words[bill.start : bill.end]
            self._bills[bill.keys[0]][written].add(len(self._labels))
        self._labels.append(label)

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self._postings)

    @cached_property
    def _bill_keys(self) -> list[str]:
        return sorted(self._bills)

    @cached_property
    def _by_trigram(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for word in self._vocabulary:
            for trigram in _trigrams(word):
                found[trigram].add(word)
        return found

    def search(
        self,
        text: str,
        kinds: Collection[str] | None = None,
        limit: int = 20,
        allowed: Callable[[str], bool] | None = None,
    ) -> list[Hit]:
        """The best hits first, one for each thing; of `kinds` ("law", "jurisdiction" ...) only, if given, and
        only things whose ids are `allowed`.
        """
        best: dict[str, _Found] = {}
        likes: set[str] = set()
        for asked in self._ways(words_of(text[:LONGEST])[:_MOST_WORDS]):
            likes |= self._seek(asked, kinds, best)
        if allowed:
            best = {thing: found for thing, found in best.items() if allowed(thing)}
        return self._best_hits(best, limit, likes)

    def _seek(self, sought: _Asked, kinds: Collection[str] | None, best: dict[str, _Found]) -> set[str]:
        """Put what is found among the `best`; the words that were taken for those sought."""
        asked = sought.words
        likes = [dict(self._words_like(word)) for word in asked]
        fits = [self._fits(like) for like in likes]
        rarity = [log(1 + len(self._labels) / (1 + len(fit))) for fit in fits]
        whole = " ".join(asked)
        for number in _with_most(fits, rarity) if fits else ():
            label = self._labels[number]
            if sought.labels is not None and number not in sought.labels:
                continue
            if kinds and label.thing.partition("/")[0] not in kinds:
                continue
            quality = sum(fit.get(number, 0.0) * rare for fit, rare in zip(fits, rarity, strict=True))
            score = round(label.weight * _closeness(whole, len(asked), label, quality / sum(rarity)), 4)
            before = best.get(label.thing)
            if score >= _LEAST_SCORE and (not before or score > before.score):
                best[label.thing] = _Found(score, label)
        return {word for like in likes for word in like}

    def _ways(self, words: Sequence[str]) -> Iterator[_Asked]:
        """What may be looked for: bills as records write them, in labels that name them. What is certain to
        mean a bill means no other than those.
        """
        bills, forms = [], []
        for bill in bills_in(words):
            written = self._written(bill)
            if written or bill.is_certain:
                bills.append(bill)
                forms.append(written)
        if not bills:
            yield _Asked(self._asked(words), None)
            return
        labels = frozenset(number for written in forms for numbers in written.values() for number in numbers)
        for chosen in islice(product(*forms), _MOST_WAYS):
            put = list(words)
            for bill, form in reversed(list(zip(bills, chosen, strict=True))):
                put[bill.start : bill.end] = form
            yield _Asked(self._asked(put), labels)

    def _written(self, bill: NamedBill) -> _Written:
        """How records write a bill; where none does, those whose numbers begin so ("AB 12"), cut as short."""
        for key in bill.keys:
            if key in self._bills:
                return self._bills[key]
        begun: _Written = defaultdict(set)
        for key in bill.keys if bill.is_certain else ():
            for known in _beginning(self._bill_keys, key):
                for form, labels in self._bills[known].items():
                    begun[*form[:-1], form[-1][: len(key) - len(known)]] |= labels
        return begun

    def _fits(self, like: Mapping[str, float]) -> dict[int, float]:
        """The labels that have one of some words, each with how well the best of them fits."""
        fits: dict[int, float] = {}
        for word, quality in sorted(like.items(), key=itemgetter(1)):
            fits |= dict.fromkeys(self._postings.get(word, ()), quality)
        return fits

    def _best_hits(self, best: Mapping[str, _Found], limit: int, words: Collection[str]) -> list[Hit]:
        def order(thing: str) -> tuple[float, int, str]:
            return (-best[thing].score, len(self.label_of(thing)), thing)

        return [self._hit(best[thing], words) for thing in sorted(best, key=order)[:limit]]

    def _hit(self, found: _Found, words: Collection[str]) -> Hit:
        label = found.label
        kind, name = label.thing.partition("/")[0], self.label_of(label.thing)
        shown: Snippet = snippet_of(label.text, words)
        return Hit(label.thing, kind, name, label.text, label.role, found.score, shown.text, shown.marks)

    def _asked(self, words: Sequence[str]) -> tuple[str, ...]:
        """Words as they are looked for. One that nothing begins with is taken apart where letters meet digits
        ("2020CH04353"), if that leads further.
        """
        asked: list[str] = []
        for word in words:
            parts = parts_of(word)
            is_known = len(parts) == 1 or self._begins_a_word(word)
            asked += [word] if is_known or not all(map(self._begins_a_word, parts)) else parts
        return tuple(asked[:_MOST_WORDS])

    def _begins_a_word(self, word: str) -> bool:
        return any(_beginning(self._vocabulary, word))

    def label_of(self, thing: str) -> str:
        """The name of a thing; for a rule, that of its law and the beginning of the rule's summary."""
        return self._called.get(thing, thing)

    @cached_property
    def _called(self) -> Mapping[str, str]:
        return {thing: self._called_by(thing, name) for thing, name in self._names.items()}

    def _called_by(self, thing: str, name: str) -> str:
        if not thing.startswith("rule/") or thing not in self._summaries:
            return name
        return f"{name}: {shorten(self._summaries[thing], 90, placeholder='...')}"

    def _words_like(self, word: str) -> Iterator[tuple[str, float]]:
        """Words that may be meant, with how well they fit; near ones only if the word is unknown, and none to
        a number: the bill with the next number is another bill.
        """
        if len(word) == 1:  # begins too many words to mean any
            yield word, 1.0
            return
        for found in _beginning(self._vocabulary, word):
            yield found, 1.0 if found == word else _PREFIX_QUALITY
        if word in self._postings or len(word) < _SHORTEST_NEAR or _DIGIT.search(word):
            return
        shared = Counter(near for part in _trigrams(word) for near in self._by_trigram.get(part, ()))
        matcher = SequenceMatcher(None, b=word)
        for near, _ in shared.most_common(40):
            matcher.set_seq1(near)
            if matcher.quick_ratio() < _NEAREST_RATIO:  # an upper bound, and a quarter of the work
                continue
            ratio = matcher.ratio()
            if ratio >= _NEAREST_RATIO and not near.startswith(word):
                yield near, _NEAR_QUALITY * ratio


def _beginning(words: Sequence[str], beginning: str) -> Iterator[str]:
    """Those of sorted words that begin so."""
    for at in range(bisect_left(words, beginning), len(words)):
        if not words[at].startswith(beginning):
            return
        yield words[at]


def _with_most(fits: list[dict[int, float]], rarity: list[float]) -> set[int]:
    """Labels with all the words, and those with almost all of them, rare words counting more; if there are
    none, those with enough of them.
    """
    everything = set.intersection(*map(set, fits))
    if len(fits) == 1:
        return everything
    weight: dict[int, float] = defaultdict(float)
    for fit, rare in zip(fits, rarity, strict=True):
        for number in fit:
            weight[number] += rare
    least = (_ALMOST if everything else _ENOUGH) * sum(rarity)
    return everything | {number for number, sum_ in weight.items() if sum_ >= least}


def _trigrams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _closeness(whole: str, count: int, label: Label, quality: float) -> float:
    """How close a label is to what was typed, from 0 to 1.

    `whole` is what was typed, in `count` words; `quality` says how well its words fit those of the label.
    """
    if whole == label.folded:
        return 1.0
    covered = min(1.0, count / len(label.words))
    if label.folded.startswith(whole):
        is_at_word = label.folded[len(whole)] == " "
        return (0.85 if is_at_word else 0.75) + 0.1 * covered
    return quality * (0.6 + 0.2 * covered)
