"""Answers about data: a body with a strong ETag, its day, its licence, and where it stands as RDF."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from fastapi import Request, Response

from api.clock import now
from api.parts import Parts
from api.policies import PAGE_POLICY
from schema.vocabulary import LICENCE

JSON: Final = "application/json"
HTML: Final = "text/html; charset=utf-8"
CSV: Final = "text/csv; charset=utf-8"

ABOUT_DATA: Final = {"Cache-Control": "no-cache"}
"""What every answer about data says beside its ETag: ask whether it is still so."""


def reply(
    request: Request,
    data_version: str,
    body: bytes,
    media: str,
    headers: Mapping[str, str] | None = None,
    *,
    about: str | None = None,
    from_records: bool = True,
) -> Response:
    """A body with its strong ETag, made from data version, media type and the very bytes; 304 when the
    client has it.

    What comes `from_records` also has Last-Modified (the newest day on which a record was read against its
    sources) and Link to the licence; an answer `about` one thing (`law/us-il-bipa-2008`) also Link to its
    Turtle. A Link among the `headers` is kept.
    """
    tag = etag_of(data_version, media, body)
    all_headers = {"ETag": tag, **ABOUT_DATA, **_policy(media), **(headers or {})}
    parts: Parts | None = request.app.state.parts if from_records else None
    if parts:
        all_headers |= _origin(parts, about, all_headers.get("Link"))
    if request.method == "GET" and _is_known(request, tag, parts):
        return Response(status_code=304, headers=all_headers)
    return Response(body, headers={**all_headers, "Content-Type": media})


def _policy(media: str) -> dict[str, str]:
    return {"Content-Security-Policy": PAGE_POLICY} if media == HTML else {}


def etag_of(data_version: str, media: str, body: bytes) -> str:
    """The strong ETag of a body."""
    digest = hashlib.sha256(f"{data_version}\0{media}\0".encode())
    digest.update(body)  # not joined: a body may be large
    return f'"{digest.hexdigest()[:32]}"'


def _origin(parts: Parts, about: str | None, other_links: str | None) -> dict[str, str]:
    links = [other_links] if other_links else []
    if about:
        links.append(f'</id/{about}.ttl>; rel="alternate"; type="text/turtle"')
    links.append(f'<{LICENCE}>; rel="license"')
    found = {"Link": ", ".join(links)}
    if parts.day_of_data:
        moment = min(_midnight(parts), now())  # never later than the answer's own Date
        found["Last-Modified"] = format_datetime(moment, usegmt=True)
    return found


def _is_known(request: Request, tag: str, parts: Parts | None) -> bool:
    """Whether the client has this very body: by its tag or, if it sends none, by the time it names."""
    if tags := request.headers.get("if-none-match"):
        return _has(tags, tag)
    since = request.headers.get("if-modified-since")
    return bool(since and parts and parts.day_of_data and _is_newer(since, parts))


def _is_newer(since: str, parts: Parts) -> bool:
    """Whether nothing can have changed after the time that a client names.

    A day is too coarse for that: a record may be mended twice on one, and an answer without a day of its own
    is about today. So the time must also be after this server began to answer from this data, and of today;
    one that is yet to come says nothing (RFC 9110, 13.1.3).
    """
    try:
        when = parsedate_to_datetime(since)
    except (ValueError, OverflowError):
        return False
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    this_moment = now()
    today = datetime.combine(this_moment.date(), time(), UTC)
    return max(_midnight(parts), parts.opened, today) <= when <= this_moment


def _midnight(parts: Parts) -> datetime:
    assert parts.day_of_data
    return datetime.combine(parts.day_of_data, time(), UTC)


def _has(header: str, tag: str) -> bool:
    tags = [one.strip().removeprefix("W/") for one in header.split(",")]
    return "*" in tags or tag in tags
