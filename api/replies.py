"""Answers about data: JSON or CSV, with a strong ETag."""

import hashlib
from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response

JSON: Final = "application/json"
HTML: Final = "text/html; charset=utf-8"
CSV: Final = "text/csv; charset=utf-8"

ABOUT_DATA: Final = {"Cache-Control": "no-cache"}
"""What every answer about data says beside its ETag: ask whether it is still so."""


def reply(
    request: Request, data_version: str, body: bytes, media: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A body with its strong ETag, made from data version, media type and the very bytes; 304 when the
    client has it.
    """
    tag = etag_of(data_version, media, body)
    all_headers = {"ETag": tag, **ABOUT_DATA, **(headers or {})}
    if _has(request.headers.get("if-none-match"), tag) and request.method == "GET":
        return Response(status_code=304, headers=all_headers)
    return Response(body, headers={**all_headers, "Content-Type": media})


def etag_of(data_version: str, media: str, body: bytes) -> str:
    """The strong ETag of a body."""
    digest = hashlib.sha256(f"{data_version}\0{media}\0".encode())
    digest.update(body)  # not joined: a body may be large
    return f'"{digest.hexdigest()[:32]}"'


def _has(header: str | None, tag: str) -> bool:
    if not header:
        return False
    tags = [one.strip().removeprefix("W/") for one in header.split(",")]
    return "*" in tags or tag in tags
