"""Plain values as JSON and CSV, alike over HTTP and on the command line."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson

_FORMULA: Final = "=+-@\t\r"
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def as_json(content: object) -> bytes:
    """JSON in UTF-8, indented for people, a line at its end."""
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> bytes:
    """CSV (RFC 4180) with a heading; lists are joined by " | ".

    A text that a spreadsheet would take for a formula gets an apostrophe before it; a number does not.
    """
    names = list(columns)
    lines = [csv_row(names), *(csv_row([row.get(name) for name in names]) for row in rows)]
    return "".join(lines).encode()


def csv_row(values: Iterable[object]) -> str:
    """One line of a CSV, as in `as_csv`."""
    out = io.StringIO()
    csv.writer(out).writerow([_cell(value) for value in values])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return str(value.get("summary") or value.get("id") or "")
    if isinstance(value, list):
        return " | ".join(_cell(one) for one in value)
    text = str(value)
    return "'" + text if text[:1] in _FORMULA and text[:1] and not _NUMBER.fullmatch(text) else text
