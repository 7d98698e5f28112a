"""Texts compared as people compare them: without case, accents and punctuation."""

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """A text without case, accents and compatibility forms ("São" is "sao")."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order; what is neither letter nor digit only parts them."""
    return tuple(_WORD.findall(fold(text)))
