"""How wide a text is, without a font at hand: an estimate that errs on the wide side, and lines that fit."""

import unicodedata
from typing import Final

_NARROW: Final = frozenset("iljtfrI.,:;|!'`()[]{}/\\- ")
_WIDE: Final = frozenset("mwMWOQ@%&—…")
_EM: Final = {"narrow": 0.43, "wide": 1.0, "upper": 0.76, "other": 0.63, "full": 1.05}
"""Widths in em as in Verdana, the widest of the fonts that pages commonly find."""
DOTS: Final = "…"


def width_of(text: str, size: float) -> float:
    """The estimated width of a text in a font of `size` pixels, in pixels."""
    return size * sum(map(_em, text))


def fitted(text: str, size: float, width: float, most: int) -> list[str]:
    """A text as at most `most` lines that fit into a width; what does not fit is cut, and ends in dots."""
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest:
        line = _line(rest, size, width)
        if len(lines) + 1 == most and len(line) < len(rest):
            return [*lines, _cut(rest, size, width)]
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return lines


def _line(text: str, size: float, width: float) -> str:
    """As many words as fit; of a word that is too long by itself, as many characters."""
    if width_of(text, size) <= width:
        return text
    end = _most_characters(text, size, width)
    space = text.rfind(" ", 1, end + 1)
    return text[:space] if space > 0 else text[:end]


def _cut(text: str, size: float, width: float) -> str:
    return text[: _most_characters(text, size, width - width_of(DOTS, size))].rstrip(" ,;(") + DOTS


def _most_characters(text: str, size: float, width: float) -> int:
    """How many characters fit, one at least; a mark stays with its letter."""
    used, end = 0.0, 0
    for character in text:
        used += size * _em(character)
        if used > width and end:
            break
        end += 1
    return end


def _em(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _EM["full"]
    if character in _NARROW:
        return _EM["narrow"]
    if character in _WIDE or ord(character) > 0x2FFF:
        return _EM["wide"]
    return _EM["upper"] if character.isupper() else _EM["other"]
