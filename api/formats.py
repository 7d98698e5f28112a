"""Plain values as JSON and CSV, alike over HTTP and on the command line."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any


def as_json(content: object) -> bytes:
    """JSON in UTF-8, a line at its end."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> bytes:
    """CSV (RFC 4180) with a heading; lists are joined by " | ".

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    names = list(columns)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])
    return out.getvalue().encode()


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
    return "'" + text if text[:1] in "=+-@\t\r" and text[:1] else text
