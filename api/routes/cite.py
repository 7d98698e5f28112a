"""/api/cite/{kind}/{slug}: how to cite a thing, in words and for reference managers."""

import json
import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter

from api.clock import day_or_today
from api.formats import as_json
from api.media import choose
from api.parameters import Day, one_of
from api.parts import Parts, PartsOf
from api.replies import JSON, reply
from graph.citation_files import bibtex, csl_json, ris
from graph.citation_styles import APPROXIMATED, STYLES
from graph.citations import Cited, cited
from graph.description import current_id
from graph.values import is_slug
from schema.errors import Candidate, NotFound
from schema.vocabulary import ID, KINDS

router = APIRouter(tags=["records"])

BIBTEX: Final = "bibtex"
CSL: Final = "csl-json"
RIS: Final = "ris"
EVERY: Final = (*STYLES, BIBTEX, CSL, RIS)
_TEXT: Final = "text/plain; charset=utf-8"
_MEDIA: Final = {
    BIBTEX: "application/x-bibtex; charset=utf-8",
    CSL: "application/vnd.citationstyles.csl+json",
    RIS: "application/x-research-info-systems; charset=utf-8",
}
"""The media types of the styles that programs read."""


@router.get("/api/cite/{kind}/{slug}", response_class=Response)
def cite(
    request: Request,
    parts: PartsOf,
    kind: Annotated[str, PathParameter(description=f"One of {', '.join(KINDS)}", examples=["law"])],
    slug: Annotated[str, PathParameter(description="The thing's slug", examples=["us-il-bipa-2008"])],
    style: Annotated[
        str | None,
        Query(description=f"One of {', '.join(EVERY)}; all of them if absent", examples=["bluebook"]),
    ] = None,
    on: Day = None,
    format: Annotated[
        str | None,
        Query(
            description="json or text; by Accept if absent, text where a style is asked for",
            examples=["text"],
        ),
    ] = None,
) -> Response:
    """How to cite a thing, as of a day, with the state of the data and the thing's name."""
    wanted = (one_of("style", style, EVERY),) if style else EVERY
    day = day_or_today(on)
    thing = f"{kind}/{slug}"
    found = cited(parts.engine, thing, day) if kind in KINDS and is_slug(slug) else None
    if found is None:
        return _moved_or_missing(request, parts, kind, slug)
    texts = {one: _text(found, one) for one in wanted}
    if _form(request, style, format) == "json":
        content = _as_dict(found, {one: _value(found, one) for one in wanted})
        return _reply(request, found, as_json(content), JSON)
    if style:
        return _reply(request, found, texts[style].encode(), _MEDIA.get(style, _TEXT))
    body = "\n".join(f"{one}:\n{text}" for one, text in texts.items())
    return _reply(request, found, body.encode(), _TEXT)


def _form(request: Request, style: str | None, format: str | None) -> str:
    if format:
        return one_of("format", format, ("json", "text"))
    text = _MEDIA.get(style or "", _TEXT)
    offered = {"text": text, "plain": _TEXT, "json": JSON} if style else {"json": JSON, "text": _TEXT}
    return choose(", ".join(request.headers.getlist("accept")), offered)[0]


def _as_dict(found: Cited, citations: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": found.id,
        "iri": found.iri,
        "title": found.title,
        "on": found.on.isoformat(),
        "citations": citations,
        "approximated": APPROXIMATED,
        "data_version": found.data_version,
    }


def _value(found: Cited, style: str) -> object:
    return csl_json(found) if style == CSL else _text(found, style).rstrip("\r\n")


def _text(found: Cited, style: str) -> str:
    if style == CSL:
        return json.dumps(csl_json(found), ensure_ascii=False, indent=1) + "\n"
    if style in STYLES:
        return STYLES[style](found) + "\n"
    return bibtex(found) if style == BIBTEX else ris(found)


def _reply(request: Request, found: Cited, body: bytes, media: str) -> Response:
    return reply(request, found.data_version, body, media, {"Vary": "Accept"})


def _moved_or_missing(request: Request, parts: Parts, kind: str, slug: str) -> Response:
    if kind in KINDS and (now := current_id(parts.engine, f"{ID}{kind}/{slug}")):
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=301, headers={"Location": f"/api/cite/{now}{query}"})
    kinds = [kind] if kind in KINDS else None
    hits = parts.index.search(re.sub(r"[^\w]+", " ", slug), kinds, 5)
    raise NotFound(kind, slug, [Candidate(hit.id, hit.label, hit.kind) for hit in hits])
