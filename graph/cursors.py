"""Cursors: where the next page of a list begins, bound to the state of the data and to the question.

A page that was cut from other data, or from another list, would leave out entries or show them twice.
"""

import base64
import binascii
import hashlib
from typing import Final

from schema.errors import UnusableValue

_PART: Final = 8
_NUMBER: Final = 4


def cursor_at(offset: int, data_version: str, question: str) -> str:
    """The cursor for the entries from this one on (the first is 0)."""
    whole = _mark(data_version) + _mark(question) + offset.to_bytes(_NUMBER, "big")
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def offset_of(cursor: str, data_version: str, question: str) -> int:
    """Where a cursor points to; UnusableValue unless it is of this question to this data."""
    try:
        whole = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        whole = b""
    if len(whole) != 2 * _PART + _NUMBER:
        raise UnusableValue("cursor is none of ours; give the `next_cursor` of the page before")
    if whole[:_PART] != _mark(data_version):
        raise UnusableValue("the data has changed since this cursor was made; begin again without it")
    if whole[_PART : 2 * _PART] != _mark(question):
        raise UnusableValue(
            "this cursor is of another list; give the same filters and sort as for the page before"
        )
    return int.from_bytes(whole[2 * _PART :], "big")


def _mark(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:_PART]
