"""The canonical form of a record file: one way to write it, so that every difference is a change of fact.

Keys in the order of the JSON-LD context; one item of a list a line; long text folded at 110 columns; quotes
wherever a plain YAML loader would read something other than the text (`NO`, `1.10`, `012`, dates).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from graph.context import KEY_ORDER

WIDTH: Final = 110

Value: TypeAlias = Any
"""A value of a record: a text, a list of values, or a mapping of keys to values."""

_STEP: Final = "  "
_STARTS_PLAIN: Final = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~+.]")
_BREAKS_PLAIN: Final = re.compile(r": | #|:$")
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]")
_MISREAD: Final = re.compile(
    r"""y|n|yes|no|on|off|true|false|null|nan|inf       # other than text in YAML 1.1 or 1.2
      | [-+]?[\d_.,:]+(e[-+]?\d+)?                     # numbers, and 12:30 as base 60
      | 0[xob][\da-f_]+
      | \d{4}-\d\d?(-\d\d?([t\s].*)?)?                 # dates and times
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def canonical_text(data: Mapping[str, Any], order: Sequence[str] = KEY_ORDER) -> str:
    """One record as canonical YAML text. Keys that the context does not know come last, by name."""
    ranks = {key: rank for rank, key in enumerate(order)}
    return "\n".join(_mapping(data, "", ranks)) + "\n"


def canonical_documents(documents: Iterable[Mapping[str, Any]], order: Sequence[str] = KEY_ORDER) -> str:
    """Several records of one file as canonical YAML text, `---` between them."""
    return "---\n".join(canonical_text(data, order) for data in documents)


def _mapping(data: Mapping[str, Any], indent: str, ranks: Mapping[str, int]) -> list[str]:
    lines: list[str] = []
    for key in sorted(data, key=lambda key: (ranks.get(key, len(ranks)), key)):
        lines += _entry(f"{indent}{_scalar(key)}:", data[key], indent + _STEP, ranks)
    return lines


def _entry(lead: str, value: Value, indent: str, ranks: Mapping[str, int]) -> list[str]:
    """The lines of a value after its `key:` or its dash; `indent` is that of its further lines."""
    if isinstance(value, Mapping):
        return [lead, *_mapping(value, indent, ranks)]
    if isinstance(value, list):
        return [lead, *(line for item in value for line in _item(item, indent, ranks))]
    return _text(lead, value, indent)


def _item(item: Value, indent: str, ranks: Mapping[str, int]) -> list[str]:
    if isinstance(item, Mapping):
        first, *rest = _mapping(item, indent + _STEP, ranks)
        return [f"{indent}- {first.lstrip()}", *rest]
    return _entry(f"{indent}-", item, indent + _STEP, ranks)


def _text(lead: str, text: str, indent: str) -> list[str]:
    line = f"{lead} {_scalar(text)}"
    if len(line) <= WIDTH or not _is_foldable(text):
        return [line]
    lines, current = [f"{lead} >-"], indent
    for word in text.split(" "):
        if current != indent and len(current) + 1 + len(word) > WIDTH:
            lines.append(current)
            current = indent
        current += word if current == indent else f" {word}"
    return [*lines, current]


def _is_foldable(text: str) -> bool:
    return " " in text and "  " not in text and text == text.strip(" ") and not _UNPRINTABLE.search(text)


def _scalar(text: str) -> str:
    if _UNPRINTABLE.search(text):
        return _escaped(text)
    if (
        _STARTS_PLAIN.match(text)
        and not _BREAKS_PLAIN.search(text)
        and not _MISREAD.fullmatch(text)
        and text == text.strip(" ")
    ):
        return text
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _escaped(text: str) -> str:
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
