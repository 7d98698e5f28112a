"""A question in plain words, read by a small grammar: phrases, names of places, days. No language model.

    Can police in Portland use face recognition?      place, actor, activity; Portland may be one of several
    May landlords in New York City scan faces in 2024?
    is face recognition banned in Illinois schools    who acts follows from where

What is read is said, what is not read is told: nobody is answered another question than their own
without knowing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from graph.concepts import Concepts
from graph.phrases import ACTOR_OF_SETTING, BY_PART, LOOSE, NOISE, SAYS_NOTHING, WEAK, WEAK_PHRASES
from graph.places import Place, Places
from graph.sentence_days import day_in
from graph.sentence_places import LEAD, PlaceFinder, everyday
from graph.spelling import Speller
from graph.words import words_of
from schema.errors import Candidate

LONGEST: Final = 300
"""Characters of a sentence that are read; it bounds the work that a stranger's text can cause."""
_MOST_UNREAD: Final = 3
_PASSIVE: Final = frozenset({"be", "being", "get"})


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

    @property
    def is_actor_in_doubt(self) -> bool:
        """Whether somebody may be named as acting by words that were not understood."""
        return self.actor is None and bool(self.unread)

    @property
    def is_understood(self) -> bool:
        """Whether more was understood than a place among words that say nothing to this grammar."""
        named = (self.actor, self.activity, self.setting, self.day)
        is_foreign = not self.place and bool(self.place_text) and not str(self.place_text).isascii()
        return any(named) or (len(self.unread) < _MOST_UNREAD and not is_foreign)


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
        nothing = {words_of(phrase): () for phrase in SAYS_NOTHING.split("|")}
        return {words: tuple(meanings) for words, meanings in found.items()} | nothing

    @cached_property
    def _single_words(self) -> frozenset[str]:
        return frozenset(word for phrase in self._phrases for word in phrase)

    @cached_property
    def _finder(self) -> PlaceFinder:
        return PlaceFinder(self._places, NOISE, self._single_words)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._single_words, NOISE, self._places.name_words, LEAD)

    def read(self, sentence: str, today: date) -> Reading:
        """What a sentence asks. BadDay when it names a day that cannot be read."""
        whole = " ".join(sentence.split())
        text = whole[:LONGEST]
        folded = " ".join(words_of(text))
        named = day_in(text, folded, today)
        words, forces = everyday((named.rest if named else folded).split())
        words, slips = self._speller.put_right(words)
        free = [word != "|" for word in words]
        place = self._finder.find(text, words, free)
        parts, remarks, ignored = self._parts(words, free)
        unread = [word for word, is_free in zip(words, free, strict=True) if is_free and word not in NOISE]
        if not place.places and (guess := self._finder.guess(words, free)):
            place = guess
            unread = [word for word in unread if word not in (guess.text or "").split()]
        said = [*_cut(whole), *([named.remark] if named and named.remark else []), *forces, *slips, *remarks]
        return Reading(
            text,
            place.sure,
            place.text,
            place.near or tuple(map(self._places.candidate, () if place.sure else place.places)),
            place.is_whole and bool(place.places) and not place.sure,
            parts.get("actor"),
            parts.get("activity"),
            parts.get("setting"),
            named.day if named else None,
            tuple(said),
            tuple(dict.fromkeys([*ignored, *unread])),
        )

    def _parts(self, words: Sequence[str], free: list[bool]) -> tuple[dict[str, str], list[str], list[str]]:
        """Actor, activity and setting, remarks about them, and phrases that had to give way."""
        found: dict[str, dict[str, str]] = {part: {} for part in BY_PART}
        either: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        for start, end, meanings in self._matches(words, free):
            phrase = " ".join(words[start:end])
            free[start:end] = [False] * (end - start)
            if phrase == "i" and {*words[end : end + 1]} & _PASSIVE:
                continue  # who is scanned does not scan
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
                if meanings is not None and all(free[at:end]):
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
                if words[strong[0]] in LOOSE:
                    label = self._concepts.labels[strong[0]]
                    remarks.append(f"“{words[strong[0]]}” is read as {label}")
                ignored += [words[other] for other in strong[1:] if not self._is_near(strong[0], other)]
        setting = parts.get("setting")
        if "actor" not in parts and setting in ACTOR_OF_SETTING:
            parts["actor"] = ACTOR_OF_SETTING[setting]
            label = self._concepts.labels[parts["actor"]]
            remarks.append(f"nobody is named as acting; {label} is taken from where it happens")
        return parts, remarks, ignored

    def _is_near(self, one: str, other: str) -> bool:
        return other in self._concepts.broader(one)


def _cut(whole: str) -> list[str]:
    return [f"only the first {LONGEST} characters are read"] if len(whole) > LONGEST else []


def _follows_lead(words: Sequence[str], phrase: str) -> bool:
    """Whether a word like "in" stands up to four words before a phrase, places between them counting."""
    first = phrase.split()[0]
    at = words.index(first)
    return any(word in LEAD for word in words[max(0, at - 4) : at])
