"""A question in plain words, read by a small grammar: phrases, names of places, days. No language model.

    Can police in Portland use face recognition?      place, actor, activity; Portland may be one of several
    May landlords in New York City scan faces in 2024?
    is face recognition banned in Illinois schools    who acts follows from where

What is read is said, what is not read is told: nobody is answered another question than their own
without knowing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Final

from graph.concepts import Concepts
from graph.phrases import ACTOR_OF_SETTING, BY_PART, NOISE, WEAK, WEAK_PHRASES
from graph.places import Place, Places
from graph.sentence_days import day_in
from graph.words import words_of
from schema.errors import AmbiguousPlace, Candidate, UnknownPlace

LONGEST: Final = 300
"""Characters of a sentence that are read; it bounds the work that a stranger's text can cause."""
_MOST_WORDS_OF_A_PLACE: Final = 8
_LEAD: Final = frozenset({"in", "at", "within", "for", "across", "near", "inside", "of"})
_CODE: Final = re.compile(r"\b(?:[A-Z]{2}-[A-Z0-9]{1,3}|(?:U\.S\.A?\.?|U\.K\.|E\.U\.)|[A-Z]{2,3})(?![\w-])")
_KINDS: Final = {"state": ("State", "Province", "Territory"), "city": ("City",), "county": ("County",)}


@dataclass(frozen=True)
class Reading:
    """What a sentence asks, as far as it was understood. Parts that are not named are None."""

    sentence: str
    place: Place | None
    place_text: str | None
    """The words taken for the place."""
    candidates: tuple[Candidate, ...]
    """Without a place: those that may be meant, or whose names are near."""
    is_ambiguous: bool
    actor: str | None
    activity: str | None
    setting: str | None
    day: date | None
    remarks: tuple[str, ...]
    """Sentences about what was assumed."""
    unread: tuple[str, ...]
    """Words that were not understood."""


@dataclass(frozen=True)
class _Span:
    """Places that some words may mean."""

    start: int
    end: int
    places: tuple[Place, ...]


class SentenceReader:
    """Reads sentences about the places and concepts of a dataset."""

    def __init__(self, places: Places, concepts: Concepts) -> None:
        self._places = places
        self._concepts = concepts

    @cached_property
    def _phrases(self) -> Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """Each phrase with the parts and words that it may mean."""
        found: dict[tuple[str, ...], dict[tuple[str, str], None]] = {}
        for part, phrases in BY_PART.items():
            own = {concept.word: f"{concept.word}|{concept.label}" for concept in self._concepts.among(part)}
            for word, text in own.items():
                for phrase in f"{text}|{phrases.get(word, '')}".split("|"):
                    if words := words_of(phrase):
                        found.setdefault(words, {})[part, word] = None
        return {words: tuple(meanings) for words, meanings in found.items()}

    @cached_property
    def _single_words(self) -> frozenset[str]:
        return frozenset(word for phrase in self._phrases for word in phrase)

    def read(self, sentence: str, today: date) -> Reading:
        """What a sentence asks. BadDay when it names a day that cannot be read."""
        text = " ".join(sentence.split())[:LONGEST]
        folded = " ".join(words_of(text))
        named = day_in(text, folded, today)
        words = (named.rest if named else folded).split()
        free = [word != "|" for word in words]
        place_text, places, is_whole = self._place(text, words, free)
        parts, remarks, ignored = self._parts(words, free)
        unread = [word for word, is_free in zip(words, free, strict=True) if is_free and word not in NOISE]
        near: tuple[Candidate, ...] = ()
        if not places and (guess := self._guess(words, free)):
            place_text = guess
            places, near = self._resolved(guess)
            unread = [word for word in unread if word not in guess.split()]
        is_sure = is_whole and len(places) == 1
        return Reading(
            text,
            places[0] if is_sure else None,
            place_text,
            near or tuple(self._places.candidate(one) for one in (() if is_sure else places)),
            is_whole and len(places) > 1,
            parts.get("actor"),
            parts.get("activity"),
            parts.get("setting"),
            named.day if named else None,
            tuple([named.remark] if named and named.remark else []) + tuple(remarks),
            tuple(dict.fromkeys([*ignored, *unread])),
        )

    def _place(
        self, text: str, words: Sequence[str], free: list[bool]
    ) -> tuple[str | None, tuple[Place, ...], bool]:
        """The place that is named, narrowed by the others that are named beside it; and whether nothing else
        stands where its name begins.
        """
        spans = list(self._spans(words))
        if not spans:
            return self._coded(text, words, free)
        main = max(spans, key=lambda span: max(len(place.chain) for place in span.places))
        found = main.places
        for span in spans:
            _take(free, span)
            if span is not main:
                found = _beside(found, span.places)
        start = main.start
        while start and free[start - 1] and words[start - 1] not in NOISE | self._single_words:
            start -= 1
        if start < main.start:  # "Paris, Texas" is not Texas
            free[start : main.start] = [False] * (main.start - start)
            found = (*found, *self._places.named(" ".join(words[start : main.start])))
            return " ".join(words[start : main.end]), found, False
        return " ".join(words[main.start : main.end]), _of_kind(found, words, main), True

    def _spans(self, words: Sequence[str]) -> Iterator[_Span]:
        at = 0
        while at < len(words):
            longest = min(len(words), at + _MOST_WORDS_OF_A_PLACE)
            for end in range(longest, at, -1):
                if "|" in words[at:end] or (end == at + 1 and words[at] in NOISE):
                    continue
                if found := self._places.named(" ".join(words[at:end])):
                    yield _Span(at, end, tuple(found))
                    at = end - 1
                    break
            at += 1

    def _coded(
        self, text: str, words: Sequence[str], free: list[bool]
    ) -> tuple[str | None, tuple[Place, ...], bool]:
        """A place named by a code in capitals, as in "in US-CA" or "in CA"."""
        for match in _CODE.finditer(text):
            code = match.group()
            if found := self._places.coded(code.replace(".", "")):
                parts = words_of(code)
                for at in range(len(words) - len(parts) + 1):
                    if tuple(words[at : at + len(parts)]) == parts:
                        free[at : at + len(parts)] = [False] * len(parts)
                return code, tuple(found), True
        return None, (), True

    def _parts(self, words: Sequence[str], free: list[bool]) -> tuple[dict[str, str], list[str], list[str]]:
        """Actor, activity and setting, remarks about them, and phrases that had to give way."""
        found: dict[str, dict[str, str]] = {part: {} for part in BY_PART}
        either: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        for start, end, meanings in self._matches(words, free):
            phrase = " ".join(words[start:end])
            free[start:end] = [False] * (end - start)
            if len({part for part, _ in meanings}) > 1:
                either.append((phrase, meanings))
            for part, word in meanings if len(meanings) == 1 else ():
                found[part].setdefault(word, phrase)
        for phrase, meanings in either:
            part = "setting" if found["actor"] or "actor" not in dict(meanings) else "actor"
            word = dict(meanings).get(part) or meanings[0][1]
            found[part].setdefault(word, phrase)
            if part == "actor" and _follows_lead(words, phrase) and "setting" in dict(meanings):
                found["setting"].setdefault(dict(meanings)["setting"], phrase)
        return self._chosen(found)

    def _matches(
        self, words: Sequence[str], free: Sequence[bool]
    ) -> Iterator[tuple[int, int, tuple[tuple[str, str], ...]]]:
        most = max(map(len, self._phrases))
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + most), at, -1):
                meanings = self._phrases.get(tuple(words[at:end]))
                if meanings and all(free[at:end]):
                    yield at, end, meanings
                    at = end - 1
                    break
            at += 1

    def _chosen(self, found: Mapping[str, Mapping[str, str]]) -> tuple[dict[str, str], list[str], list[str]]:
        parts: dict[str, str] = {}
        remarks: list[str] = []
        ignored: list[str] = []
        for part, words in found.items():
            strong = [word for word in words if word not in WEAK and words[word] not in WEAK_PHRASES] or list(
                words
            )
            if strong:
                parts[part] = strong[0]
                ignored += [words[other] for other in strong[1:] if not self._is_near(strong[0], other)]
        setting = parts.get("setting")
        if "actor" not in parts and setting in ACTOR_OF_SETTING:
            parts["actor"] = ACTOR_OF_SETTING[setting]
            label = self._concepts.labels[parts["actor"]]
            remarks.append(f"nobody is named as acting; {label} is taken from where it happens")
        return parts, remarks, ignored

    def _is_near(self, one: str, other: str) -> bool:
        return other in self._concepts.broader(one)

    def _guess(self, words: Sequence[str], free: Sequence[bool]) -> str | None:
        """Words that stand where a place would, and that nothing else explains."""
        for (before, _), (word, is_free) in pairwise(zip(words, free, strict=True)):
            if before in _LEAD and is_free and word not in NOISE:
                at = next(n for n in range(1, len(words)) if words[n - 1] == before and words[n] == word)
                end = at
                while end < len(words) and free[end] and words[end] not in NOISE:
                    end += 1
                return " ".join(words[at:end])
        rest = [word for word, is_free in zip(words, free, strict=True) if is_free and word not in NOISE]
        return " ".join(rest) if 0 < len(rest) <= 3 else None

    def _resolved(self, guess: str) -> tuple[tuple[Place, ...], tuple[Candidate, ...]]:
        try:
            return (self._places.resolve(guess),), ()
        except UnknownPlace as error:
            return (), error.near
        except AmbiguousPlace as error:
            return tuple(self._places.by_id[one.id] for one in error.candidates), ()


def _beside(found: tuple[Place, ...], others: tuple[Place, ...]) -> tuple[Place, ...]:
    """Places narrowed by another name in the sentence; all of them when one does not lie in the other."""
    above = {place.id for place in others}
    if any(place.id in above for place in found):
        return found
    return tuple(place for place in found if above & set(place.chain[1:])) or (*found, *others)


def _of_kind(places: tuple[Place, ...], words: Sequence[str], span: _Span) -> tuple[Place, ...]:
    """Places of the kind that is said beside the name: "the state of New York", "New York state"."""
    beside = [*words[max(0, span.start - 2) : span.start], *words[span.end : span.end + 1]]
    kinds: Iterable[str] = next((_KINDS[word] for word in beside if word in _KINDS), ())
    return tuple(place for place in places if place.kind in kinds) or places


def _follows_lead(words: Sequence[str], phrase: str) -> bool:
    """Whether a word like "in" stands up to four words before a phrase, places between them counting."""
    first = phrase.split()[0]
    at = words.index(first)
    return any(word in _LEAD for word in words[max(0, at - 4) : at])


def _take(free: list[bool], span: _Span) -> None:
    free[span.start : span.end] = [False] * (span.end - span.start)
