"""The place that a sentence names: by name, everyday name or code, narrowed by what stands beside it.

Rather asked about once too often than taken for another: "Jackson County" is not Jackson, "Madison Square
Garden" not Madison, "Paris, Texas" not Texas, and "IT systems" lie nowhere near Italy.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.place_words import (
    DISTRICTS,
    ENDS_OF_NAMES,
    FORCES,
    KEPT,
    NAMESAKES,
    NICKNAMES,
    PARTS_OF_NAMES,
    SHARED,
)
from graph.places import Place, Places
from graph.words import fold, words_of
from schema.errors import Candidate

LEAD: Final = frozenset({"in", "at", "within", "for", "across", "near", "inside", "of"})
"""Words that stand before a place."""
_MOST_WORDS: Final = 8
_CODE: Final = re.compile(
    r"\b(?:[A-Z]{2}-[A-Z0-9]{1,3}|(?:U\.S\.A?\.?|U\.K\.|E\.U\.|N\.Y\.)|[A-Z]{2,3})(?![\w-])"
)
_ALONE: Final = frozenset({"US", "EU", "UK", "UAE", "CA", "NY", "NJ", "TX", "FL", "NZ", "WA", "VA", "MN"})
"""Codes that are no other word either, so that they need no "in" before them."""
_KINDS: Final = {
    "state": ("State",),
    "province": ("Province",),
    "city": ("City",),
    "county": ("County",),
}


@dataclass(frozen=True)
class NamedPlace:
    """The words taken for a place, and the places that they may mean.

    `is_whole`: the words are a name of these places, not just near one; `is_narrowed`: another name in the
    sentence told which of its namesakes is meant.
    """

    text: str | None
    places: tuple[Place, ...]
    is_whole: bool = True
    is_narrowed: bool = False
    near: tuple[Candidate, ...] = ()

    @property
    def sure(self) -> Place | None:
        """The place, if no other can be meant."""
        is_told = self.is_narrowed or self.text not in NAMESAKES
        return self.places[0] if self.is_whole and len(self.places) == 1 and is_told else None


@dataclass(frozen=True)
class _Span:
    """Places that some words may mean."""

    start: int
    end: int
    places: tuple[Place, ...]


def _by_words(table: Mapping[str, str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {
        tuple(other.split()): tuple(name.split()) for name, text in table.items() for other in text.split("|")
    }


_SAME: Final = {tuple(name.split()): tuple(name.split()) for name in KEPT.split("|")}
_SAID: Final = _by_words({**FORCES, **DISTRICTS})
_REWRITTEN: Final = {**_by_words(NICKNAMES), **_SAID, **_SAME}
_MOST_REWRITTEN: Final = max(map(len, _REWRITTEN))


def everyday(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words with the names of the data for everyday ones, and what of it must be said."""
    found: list[str] = []
    remarks: list[str] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _MOST_REWRITTEN), at, -1):
            given = tuple(words[at:end])
            if given in _REWRITTEN:
                found += _REWRITTEN[given]
                if given in _SAID:
                    remarks.append(f"“{' '.join(given)}” is read as “{' '.join(_REWRITTEN[given])}”")
                at = end
                break
        else:
            found.append(words[at])
            at += 1
    return found, remarks


class PlaceFinder:
    """Finds the place of a sentence, whose other words are `noise` or parts of phrases."""

    def __init__(self, places: Places, noise: Collection[str], of_phrases: Collection[str]) -> None:
        self._places = places
        self._noise = frozenset(noise)
        self._known = self._noise | frozenset(of_phrases)

    def named(self, text: str) -> list[Place]:
        """Every place of a name; of one that is shared, all whom strangers call so."""
        shared = (self._places.by_id.get(f"jurisdiction/{slug}") for slug in SHARED.get(text, ()))
        return [place for place in shared if place] or self._places.named(text)

    def find(self, text: str, words: Sequence[str], free: list[bool]) -> NamedPlace:
        """The place that is named; takes its words from those that are `free`."""
        spans = list(self._spans(words))
        if not spans:
            return self._coded(text, words, free)
        main = max(spans, key=lambda span: max(len(place.chain) for place in span.places))
        found = main.places
        for span in spans:
            free[span.start : span.end] = [False] * (span.end - span.start)
            if span is not main:
                found = _beside(found, span.places)
        start, end = self._start(words, free, main), self._end(text, words, free, main)
        kinds = _kinds_beside(words, main)
        of_kind = tuple(place for place in found if place.kind in kinds)
        whole = " ".join(words[start:end])
        if (start, end) != (main.start, main.end) and not (of_kind and start == main.start):
            free[start:end] = [False] * (end - start)
            before = words[start : main.start]
            return NamedPlace(whole, (*found, *self.named(" ".join(before))), is_whole=False)
        return NamedPlace(
            " ".join(words[main.start : main.end]), of_kind or found, is_narrowed=len(spans) > 1
        )

    def guess(self, words: Sequence[str], free: Sequence[bool]) -> NamedPlace | None:
        """Words that stand where a place would, and that nothing else explains."""
        is_open = [free[at] and words[at] not in self._noise for at in range(len(words))]
        starts = (at for at in range(1, len(words)) if is_open[at] and words[at - 1] in LEAD)
        start = next(starts, None)
        if start is not None:
            end = next((at for at in range(start, len(words)) if not is_open[at]), len(words))
            return self._resolved(" ".join(words[start:end]))
        rest = [word for word, is_one in zip(words, is_open, strict=True) if is_one]
        return self._resolved(" ".join(rest)) if 0 < len(rest) <= 3 else None

    def _resolved(self, text: str) -> NamedPlace:
        """A code in small letters, or near names; a code may mean two ("ca"), whatever addresses say."""
        if len(text) in (2, 3) and (found := self._places.coded(text.upper())):
            return NamedPlace(text, tuple(found))
        return NamedPlace(text, (), is_whole=False, near=tuple(self._places.near(text)))

    def _spans(self, words: Sequence[str]) -> Iterator[_Span]:
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + _MOST_WORDS), at, -1):
                if "|" in words[at:end] or (end == at + 1 and words[at] in self._noise):
                    continue
                if found := self.named(" ".join(words[at:end])):
                    yield _Span(at, end, tuple(found))
                    at = end - 1
                    break
            at += 1

    def _start(self, words: Sequence[str], free: Sequence[bool], span: _Span) -> int:
        """Where the name begins that may be longer than what is known: "Paris, Texas" is not Texas."""
        start = span.start
        while start and free[start - 1]:
            is_end = words[start - 1] in ENDS_OF_NAMES and start > 1 and free[start - 2]
            count = 2 if is_end and words[start - 1] in self._known else 1
            if words[start - count] in self._known:
                break
            start -= count
        return start

    def _end(self, text: str, words: Sequence[str], free: Sequence[bool], span: _Span) -> int:
        """Where such a name ends: at a word that makes names ("County"), or those in capitals."""
        end = span.end
        capitals = () if text.isupper() else _capitals(text)
        while end < len(words) and free[end] and words[end] != "|":
            is_name = words[end] in PARTS_OF_NAMES or words[end] in capitals
            if words[end] in self._known - PARTS_OF_NAMES or not is_name:
                break
            end += 1
        return end

    def _coded(self, text: str, words: Sequence[str], free: list[bool]) -> NamedPlace:
        """A place named by a code in capitals, as in "in US-CA" or "in CA"."""
        for match in _CODE.finditer(text):
            code = match.group()
            if not _is_code(code, text[: match.start()], text):
                continue
            if found := self._places.coded(code.replace(".", "")):
                named = self._before_code(words_of(code), words, free)
                return NamedPlace(" ".join([*named, code]), tuple(found), is_whole=not named)
        return NamedPlace(None, ())

    def _before_code(self, code: tuple[str, ...], words: Sequence[str], free: list[bool]) -> Sequence[str]:
        """Takes a code's words and those before it that may be a place in it: "Vancouver, WA" is not WA."""
        named: Sequence[str] = ()
        for at in range(len(words) - len(code) + 1):
            if tuple(words[at : at + len(code)]) == code:
                start = self._start(words, free, _Span(at, at + len(code), ()))
                named = named or words[start:at]
                free[start : at + len(code)] = [False] * (at + len(code) - start)
        return named


def _is_code(code: str, before: str, text: str) -> bool:
    """Whether capitals are meant as a code: "in ME", "US police", but not "FACE ID" or "IS IT LEGAL"."""
    if "-" in code or "." in code:
        return True
    last = before.split()[-1:] or [""]
    is_led = fold(last[0]) in LEAD or before.rstrip().endswith(",") or fold(last[0]) == "the"
    return is_led or (code in _ALONE and not text.isupper()) or text == code


def _capitals(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in re.findall(r"[^\W\d_]+", text) if word[0].isupper())


def _kinds_beside(words: Sequence[str], span: _Span) -> Sequence[str]:
    """The kinds of place that are said beside a name: "the state of New York", "New York state"."""
    beside: Iterable[str] = [*words[max(0, span.start - 2) : span.start], *words[span.end : span.end + 1]]
    return next((_KINDS[word] for word in beside if word in _KINDS), ())


def _beside(found: tuple[Place, ...], others: tuple[Place, ...]) -> tuple[Place, ...]:
    """Places narrowed by another name in the sentence; all of them when one does not lie in the other."""
    above = {place.id for place in others}
    if any(place.id in above for place in found):
        return found
    return tuple(place for place in found if above & set(place.chain[1:])) or (*found, *others)
