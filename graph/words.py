"""Texts compared as people compare them: without case, accents and punctuation."""

import re
import unicodedata
from typing import Final

WORD: Final = re.compile(r"[^\W_]+")
"""A word of a text: letters and digits."""
_PART: Final = re.compile(r"\d+|\D+")


def fold(text: str) -> str:
    """A text without case, accents and compatibility forms ("São" is "sao")."""
    if text.isascii():  # most are; the rest takes four times as long
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order; what is neither letter nor digit only parts them."""
    return tuple(WORD.findall(fold(text)))


def parts_of(word: str) -> tuple[str, ...]:
    """A word taken apart where letters meet digits: "2020ch04353" is "2020", "ch", "04353"."""
    return tuple(_PART.findall(word))
