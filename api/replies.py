"""Answers about data: JSON or CSV, with a strong ETag."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from fastapi import Request, Response

JSON: Final = "application/json"
CSV: Final = "text/csv; charset=utf-8"


def reply(
    request: Request, data_version: str, body: bytes, media: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A body with its strong ETag, made from data version, media type and the very bytes; 304 when the
    client has it.
    """
    digest = hashlib.sha256(b"\0".join((data_version.encode(), media.encode(), body))).hexdigest()[:32]
    tag = f'"{digest}"'
    all_headers = {"ETag": tag, "Cache-Control": "no-cache", **(headers or {})}
    if _has(request.headers.get("if-none-match"), tag) and request.method == "GET":
        return Response(status_code=304, headers=all_headers)
    return Response(body, headers={**all_headers, "Content-Type": media})


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


def _has(header: str | None, tag: str) -> bool:
    if not header:
        return False
    tags = [one.strip().removeprefix("W/") for one in header.split(",")]
    return "*" in tags or tag in tags
