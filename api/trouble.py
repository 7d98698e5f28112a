"""Problems as pages, for people whose browser asks for a page; programs get application/problem+json."""

import json
from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response

from api.linking import page_of
from api.media import parse_accept
from api.pages import page
from api.parts import Parts

_FOR_PROGRAMS: Final = ("/api/", "/sparql", "/static/", "/openapi.json", "/healthz", "/readyz", "/metrics")
"""Addresses that answer programs alone: they tell their failures in one shape to everybody."""


def for_people(request: Request, found: Response) -> Response:
    """A problem as a page where a browser asked for one, else as it is."""
    if not _is_asked_by_browser(request):
        return found
    parts: Parts = request.app.state.parts
    problem = json.loads(bytes(found.body))
    choices = [
        one for one in (*problem.get("candidates", ()), *problem.get("near", ())) if isinstance(one, dict)
    ]
    choices = [{**one, "address": _address(request, one["id"])} for one in choices]
    values = {"problem": problem, "choices": choices, "data_version": parts.engine.data_version}
    kept = {name: found.headers[name] for name in ("Allow", "Retry-After") if name in found.headers}
    return page(
        "trouble.html", values, found.status_code, {**kept, "Cache-Control": "no-store", "Vary": "Accept"}
    )


def _address(request: Request, id: str) -> str:
    """Where a choice leads: to the same question about it, or to the thing itself."""
    if request.url.path != "/network":
        return page_of(id)
    place, _, slug = id.partition("/")
    changed = (
        {"place": slug} if place == "jurisdiction" and "place" in request.query_params else {"around": id}
    )
    return "/network?" + urlencode({**request.query_params, **changed})


def _is_asked_by_browser(request: Request) -> bool:
    if request.method != "GET" or request.url.path.startswith(_FOR_PROGRAMS):
        return False
    ranges = parse_accept(", ".join(request.headers.getlist("accept")))
    return max(ranges, key=lambda one: one.weight).media == "text/html"
