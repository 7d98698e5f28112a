"""A query as a form and its constants, so that what was worked out for one question serves all of its form.

Strings, IRIs in angle brackets and comments are constants; all else is the form. Escapes outside of them,
which are rare, could hide where a string begins: `split` gives None.
"""

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from graph.planning.syntax import Span

Piece: TypeAlias = str | int
"""Text, or the number of a constant."""

_CONSTANT: Final = re.compile(
    r'''
    (\#[^\r\n]*+
    |"""(?:"{0,2}(?:[^"\\]|\\.))*+"""|\'\'\'(?:'{0,2}(?:[^'\\]|\\.))*+\'\'\'
    |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+'
    |<[^\x00-\x20<>"{}|^`\\]*+>)
    ''',
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Form:
    """A query's text without its constants, which stand between its pieces; and of which kind they are."""

    pieces: tuple[str, ...]
    kinds: str

    def spans(self, constants: list[str]) -> list[Span]:
        """Where constants stand in the text that has these."""
        at, spans = 0, []
        for piece, constant in zip(self.pieces, constants, strict=False):
            at += len(piece)
            spans.append(Span(at, at + len(constant)))
            at += len(constant)
        return spans


def split(text: str) -> tuple[Form, list[str]] | None:
    """The form of a query and its constants in their order."""
    parts = _CONSTANT.split(text)
    pieces, constants = tuple(parts[::2]), parts[1::2]
    if "\\" in text and any("\\" in piece for piece in pieces):
        return None
    return Form(pieces, "".join(constant[0] for constant in constants)), constants


def pieces_of(text: str, spans: list[Span], start: int, end: int) -> list[Piece]:
    """A part of the text, from `start` to `end`, with the constants in it by their number."""
    pieces: list[Piece] = []
    at = start
    for number, span in enumerate(spans):
        if start <= span.start and span.end <= end:
            pieces += [text[at : span.start], number]
            at = span.end
    return [*pieces, text[at:end]]


def filled(pieces: tuple[Piece, ...], constants: list[str]) -> str:
    """The text of pieces, with the constants of a question."""
    return "".join([piece if isinstance(piece, str) else constants[piece] for piece in pieces])
