"""/id/... and /record/...: what an IRI names, and where the page and the data about it are."""

import re
from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter

from api.contract import states
from api.linking import (
    HTML,
    RECORDS,
    THINGS,
    alternates,
    forms_of,
    forms_of_thing,
    link,
    record_of,
)
from api.media import GRAPHS, choose
from api.parts import Parts, PartsOf
from api.problems import NotAcceptable
from api.replies import reply
from api.structured import structured_record
from api.thing_page import Known, missing, thing_page
from graph.description import current_id, facts_in, has_facts, rdf_in, rdf_of
from schema.vocabulary import ID, KINDS, RECORD, RECORD_KINDS

router = APIRouter(tags=["linked data"])

_MOVED: Final = "The thing has another id now: Location"
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")

Kind = Annotated[
    str,
    PathParameter(description="A kind of things", examples=["law"], json_schema_extra={"enum": list(KINDS)}),
]
RecordKind = Annotated[
    str,
    PathParameter(
        description="A kind of records", examples=["law"], json_schema_extra={"enum": list(RECORD_KINDS)}
    ),
]
Slug = Annotated[
    str,
    PathParameter(description="A slug, with or without .ttl .nt .jsonld .rdf", examples=["us-il-bipa-2008"]),
]
RecordSlug = Annotated[
    str,
    PathParameter(
        description="A slug, with or without .ttl .nt .jsonld .rdf .trig", examples=["us-il-bipa-2008"]
    ),
]


@router.get("/id/{kind}/{slug}")
@states(
    dict.fromkeys(GRAPHS.values()),
    errors=(NotAcceptable,),
    moves={301: _MOVED, 303: "The page about the thing, or its data: Location"},
    example={"slug": "us-il-bipa-2008.{form}"},
)
def thing(request: Request, parts: PartsOf, kind: Kind, slug: Slug) -> Response:
    """A thing: by Accept the way to its page or its data (303); with an ending, its data."""
    name, form = _split(slug, THINGS)
    id = f"{kind}/{name}"
    if not (kind in KINDS and _SLUG.fullmatch(name) and has_facts(parts.engine, ID + id)):
        return _moved_or_missing(parts, "/id/", id, form)
    forms = forms_of_thing(id)
    if not form:
        accepted = choose(", ".join(request.headers.getlist("accept")), THINGS)[0]
        links = [*alternates(forms, THINGS, accepted), *_record_link(parts, id)]
        return _see_other(forms[accepted], links)
    links = [link(ID + id, "describes"), *alternates(forms, THINGS, form), *_record_link(parts, id)]
    body = rdf_of(parts.engine, ID + id, form)
    return reply(request, parts.engine.data_version, body, THINGS[form], _headers(links))


@router.get("/record/{kind}/{slug}")
@states(dict.fromkeys(RECORDS.values()), errors=(NotAcceptable,), moves={301: _MOVED})
def record(request: Request, parts: PartsOf, kind: RecordKind, slug: RecordSlug) -> Response:
    """A record: what its named graph states, with its provenance."""
    name, ending = _split(slug, RECORDS)
    id = f"{kind}/{name}"
    iri = RECORD + id
    facts = facts_in(parts.engine, iri) if kind in RECORD_KINDS and _SLUG.fullmatch(name) else []
    if not facts:
        return _moved_or_missing(parts, "/record/", id, ending)
    form = ending or choose(", ".join(request.headers.getlist("accept")), RECORDS)[0]
    address = record_of(id)
    links = [link(ID + id, "describes"), *alternates(forms_of(address, RECORDS), RECORDS, form)]
    if form == HTML:
        body = thing_page(
            parts, Known(id, address, tuple(RECORDS)[1:], facts, (), structured_record(id, facts))
        )
    else:
        body = rdf_in(parts.engine, iri, form)
    return reply(request, parts.engine.data_version, body, RECORDS[form], _headers(links))


def _split(slug: str, forms: Mapping[str, str]) -> tuple[str, str]:
    """A slug without its ending, and the ending ("" without one)."""
    name, dot, ending = slug.rpartition(".")
    return (name, ending) if dot and ending in forms and ending != HTML else (slug, "")


def _record_link(parts: Parts, id: str) -> list[str]:
    """The link to the record that describes a thing, if it has one of its own."""
    has_record = id.partition("/")[0] in RECORD_KINDS and has_facts(parts.engine, RECORD + id)
    return [link(record_of(id), "describedby")] if has_record else []


def _headers(links: list[str]) -> dict[str, str]:
    return {"Vary": "Accept", "Link": ", ".join(links)}


def _see_other(address: str, links: list[str]) -> Response:
    return Response(
        status_code=303, headers={"Location": address, "Cache-Control": "no-cache", **_headers(links)}
    )


def _moved_or_missing(parts: Parts, before: str, id: str, ending: str) -> Response:
    """The way to the thing that once had this id; NotFound, with near things, when none had."""
    if now := current_id(parts.engine, ID + id):
        return Response(
            status_code=301, headers={"Location": before + now + (f".{ending}" if ending else "")}
        )
    raise missing(parts, id)
