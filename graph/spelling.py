"""Slips of the pen in the words that a sentence is read by: "polce", "recogntion"."""

from collections.abc import Collection, Sequence
from typing import Final

SHORTEST: Final = 5
"""Letters of a word that is put right; shorter ones are near to too many others."""


class Speller:
    """Puts right words that are one slip from one of those `known` or of the `small`, words that say nothing.

    A word of a place's name is never touched, nor what stands where a place would.
    """

    def __init__(
        self, known: Collection[str], small: Collection[str], names: Collection[str], leads: Collection[str]
    ) -> None:
        self._known = sorted({word for word in {*known, *small} if len(word) >= SHORTEST - 1})
        self._small = frozenset(small)
        self._left = frozenset({*known, *small, *names})
        self._leads = frozenset(leads)

    def put_right(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """The words, and what was put right."""
        found: list[str] = []
        remarks: list[str] = []
        for before, word in zip(["", *words], words, strict=False):
            right = None if before in self._leads else self._near(word)
            found.append(right or word)
            if right and not (word.startswith(right) or right.startswith(word)):
                remarks.append(f"“{word}” is read as “{right}”")
        return found, remarks

    def _near(self, word: str) -> str | None:
        if len(word) < SHORTEST or word in self._left or not word.isalpha():
            return None
        return next((one for one in self._known if is_slip(word, one) and self._is_sure(word, one)), None)

    def _is_sure(self, word: str, other: str) -> bool:
        """Another ending may be another meaning: "stored" is not "stores", only "shops" is "shop"."""
        if len(word) == len(other):
            return word[:-1] != other[:-1]
        shorter, longer = sorted((word, other), key=len)
        return longer[:-1] != shorter or other in self._small or longer.endswith("s")


def is_slip(word: str, other: str) -> bool:
    """Whether one letter is missing, too many or another, or two letters stand in each other's place.

    The first letter is hardly ever wrong.
    """
    if word[:1] != other[:1] or abs(len(word) - len(other)) > 1 or word == other:
        return False
    same = next((at for at, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), None)
    if same is None:
        return True
    rest, rest_of_other = word[same:], other[same:]
    if len(word) != len(other):
        return rest[1:] == rest_of_other or rest == rest_of_other[1:]
    is_swapped = rest[:2] == rest_of_other[1::-1] and rest[2:] == rest_of_other[2:]
    return is_swapped or rest[1:] == rest_of_other[1:]
