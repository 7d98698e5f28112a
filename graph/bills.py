"""Numbers of bills however people write them: "S 7944", "s.7944", "S07944", "Senate Bill No. 7944".

A chamber's letters and a number without leading zeros are a bill's key, "s7944". The same bill is written in
several ways in records, too; so keys are what is compared.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_AS_RECORDED: Final = (
    *("hf", "sf", "hr", "ld", "lb", "s", "h", "a"),
    *("essb", "eshb", "ssb", "shb", "bb", "cb", "pl"),
)
_CALLED: Final = {
    **{letters: (letters,) for letters in _AS_RECORDED},
    "sb": ("sb", "s"),
    "hb": ("hb", "h"),
    "ab": ("ab", "a"),
    "senate bill": ("sb", "s"),
    "house bill": ("hb", "h", "hr"),
    "assembly bill": ("ab", "a"),
    "senate file": ("sf",),
    "house file": ("hf",),
    "legislative document": ("ld",),
    "legislative bill": ("lb",),
    "senate": ("s",),
    "house": ("h",),
    "assembly": ("a",),
}
"""What stands before a bill's number, with the letters by which records may have it, the likeliest first."""
_ALSO_WORDS: Final = frozenset({"a", "h", "s", "bb", "cb", "pl", "senate", "house", "assembly"})
"""What stands before other numbers too: "a 30 day notice", "s 5" of an act, "house 12"."""
_NUMBER: Final = frozenset({"no", "nr", "number"})
_GLUED: Final = re.compile(r"([a-z]+)0*(\d+)")
_MOST_LETTERS: Final = 4


@dataclass(frozen=True)
class NamedBill:
    """The words from `start` to before `end` name a bill: one of the keys, the likeliest first."""

    start: int
    end: int
    keys: tuple[str, ...]
    is_certain: bool
    """Whether the words can hardly mean anything but a bill, recorded or not."""


def bills_in(words: Sequence[str]) -> Iterator[NamedBill]:
    """The bills that folded words name, from left to right."""
    at = 0
    while at < len(words):
        if found := _bill_at(words, at):
            yield found
        at = found.end if found else at + 1


def _bill_at(words: Sequence[str], at: int) -> NamedBill | None:
    for end in range(min(at + _MOST_LETTERS, len(words)), at, -1):
        letters = words[at:end]
        is_spelled = len(letters) > 1 and all(len(one) == 1 for one in letters)
        name = ("" if is_spelled else " ").join(letters)
        called = _CALLED.get(name)
        after = end + (end < len(words) and words[end] in _NUMBER)
        if called and after < len(words) and words[after].isdecimal():
            return _named(at, after + 1, name, words[after])
    glued = _GLUED.fullmatch(words[at])
    return _named(at, at + 1, glued[1], glued[2]) if glued and glued[1] in _CALLED else None


def _named(start: int, end: int, name: str, number: str) -> NamedBill:
    keys = tuple(f"{letters}{number.lstrip('0') or '0'}" for letters in _CALLED[name])
    return NamedBill(start, end, keys, name not in _ALSO_WORDS)
