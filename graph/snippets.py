"""The piece of a text that shows why it was found, with the places of the words that matched.

Plain text and numbers: whoever shows it marks the words in a way that is safe there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from graph.words import WORD, words_of

LONGEST: Final = 180
"""Characters of a snippet, without the dots that say that more stands before or after."""
_BEFORE: Final = 40
_DOTS: Final = "..."


@dataclass(frozen=True)
class Snippet:
    """A piece of a text, and where in it the words that matched begin and end, in characters."""

    text: str
    marks: tuple[tuple[int, int], ...]


def snippet_of(text: str, words: Collection[str]) -> Snippet:
    """The piece of a text around the first of these (folded) words; its beginning when none is in it."""
    spans = [found.span() for found in WORD.finditer(text) if not set(words_of(found[0])).isdisjoint(words)]
    if len(text) <= LONGEST:
        return Snippet(text, tuple(spans))
    first = spans[0][0] if spans else 0
    start = _word_start(text, min(max(0, first - _BEFORE), len(text) - LONGEST))
    end = min(len(text), start + LONGEST)
    if end < len(text):
        end = max(start + 1, text.rfind(" ", start, end + 1))
    before, after = (_DOTS if start else ""), (_DOTS if end < len(text) else "")
    shift = len(before) - start
    marks = [(begin + shift, stop + shift) for begin, stop in spans if start <= begin and stop <= end]
    return Snippet(before + text[start:end] + after, tuple(marks))


def _word_start(text: str, at: int) -> int:
    """Where the word begins that stands at or after a place."""
    if at == 0 or text[at - 1].isspace():
        return at
    space = text.find(" ", at, at + _BEFORE)
    return space + 1 if space >= 0 else at
