"""/id/..., /record/... and /ns: each thing, record and the vocabulary, as a page or as RDF."""

import re
from collections import defaultdict
from collections.abc import Sequence
from textwrap import shorten
from typing import Annotated, Final

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter

from api.media import GRAPHS, choose
from api.pages import render
from api.parts import Parts, PartsOf
from api.replies import reply
from graph.description import Fact, current_id, facts_in, facts_of, mentions_of, rdf_in, rdf_of
from schema.errors import Candidate, NotFound
from schema.vocabulary import ID, KINDS, RECORD, RECORD_KINDS, SCHEMA_GRAPH

router = APIRouter(tags=["linked data"])

HTML: Final = "html"
OFFERED: Final = {HTML: "text/html; charset=utf-8", **GRAPHS}
"""The formats of a description; the first is the default. Each but HTML is also an ending: `.ttl`."""

_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")

Kind = Annotated[str, PathParameter(description=f"One of {', '.join(KINDS)}", examples=["law"])]
Slug = Annotated[
    str,
    PathParameter(description="A slug, with or without .ttl .nt .jsonld .rdf", examples=["us-il-bipa-2008"]),
]


@router.get("/id/{kind}/{slug}")
def thing(request: Request, parts: PartsOf, kind: Kind, slug: Slug) -> Response:
    """A thing: its facts, its parts, its sources, and what points to it."""
    name, format = _format(request, slug)
    iri = f"{ID}{kind}/{name}"
    facts = facts_of(parts.engine, iri) if kind in KINDS and _SLUG.fullmatch(name) else []
    if not facts:
        return _moved_or_missing(parts, kind, name, "" if name == slug else f".{format}")
    if format != HTML:
        return _reply(request, parts, rdf_of(parts.engine, iri, format), format)
    return _page(
        request, parts, f"{kind}/{name}", f"/id/{kind}/{name}", facts, mentions_of(parts.engine, iri)
    )


@router.get("/record/{kind}/{slug}")
def record(request: Request, parts: PartsOf, kind: Kind, slug: Slug) -> Response:
    """A record: what its named graph states, with its provenance."""
    name, format = _format(request, slug)
    iri = f"{RECORD}{kind}/{name}"
    facts = facts_in(parts.engine, iri) if kind in RECORD_KINDS and _SLUG.fullmatch(name) else []
    if not facts:
        raise _missing(parts, kind, name)
    if format != HTML:
        return _reply(request, parts, rdf_in(parts.engine, iri, format), format)
    return _page(request, parts, f"{kind}/{name}", f"/record/{kind}/{name}", facts, ())


@router.get("/ns")
def vocabulary(request: Request, parts: PartsOf) -> Response:
    """The vocabulary: classes, properties and concepts."""
    return _vocabulary(request, parts, "")


@router.get("/ns.{ending}", include_in_schema=False)
def vocabulary_file(request: Request, parts: PartsOf, ending: str) -> Response:
    """The vocabulary in the format of an ending."""
    return _vocabulary(request, parts, ending)


def _vocabulary(request: Request, parts: Parts, ending: str) -> Response:
    if ending and ending not in GRAPHS:
        raise NotFound("ending", ending)
    format = ending or _accepted(request)
    if format != HTML:
        return _reply(request, parts, rdf_in(parts.engine, SCHEMA_GRAPH, format), format)
    return _page(request, parts, "", "/ns", facts_in(parts.engine, SCHEMA_GRAPH), ())


def _format(request: Request, slug: str) -> tuple[str, str]:
    name, dot, ending = slug.rpartition(".")
    if dot and ending in GRAPHS:
        return name, ending
    return slug, _accepted(request)


def _accepted(request: Request) -> str:
    return choose(", ".join(request.headers.getlist("accept")), OFFERED)[0]


def _moved_or_missing(parts: Parts, kind: str, name: str, ending: str) -> Response:
    if kind in KINDS and (now := current_id(parts.engine, f"{ID}{kind}/{name}")):
        return Response(status_code=301, headers={"Location": f"/id/{now}{ending}"})
    raise _missing(parts, kind, name)


def _missing(parts: Parts, kind: str, name: str) -> NotFound:
    kinds = [kind] if kind in KINDS else None
    hits = parts.index.search(re.sub(r"[^\w]+", " ", name), kinds, 5)
    return NotFound(kind, name, [Candidate(hit.id, hit.label, hit.kind) for hit in hits])


def _page(
    request: Request,
    parts: Parts,
    subject: str,
    address: str,
    facts: Sequence[Fact],
    mentions: Sequence[Fact],
) -> Response:
    by_subject: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_subject[fact.subject].append(fact)
    own = by_subject.pop(subject, [])
    names: dict[str, str] = {}
    for naming in ("skos:prefLabel", "dct:title", "rdfs:label", "dct:description"):
        for fact in facts:
            if fact.property == naming:
                names.setdefault(fact.subject, shorten(fact.value, 90, placeholder="..."))
    values = {
        "title": names.get(subject, subject) or "The vocabulary",
        "subject": subject,
        "address": address,
        "endings": tuple(GRAPHS),
        "names": names,
        "own": own,
        "others": [(name, names.get(name, name), found) for name, found in by_subject.items()],
        "mentions": mentions,
        "kinds": KINDS,
        "data_version": parts.engine.data_version,
    }
    return _reply(request, parts, render("thing.html", values), HTML)


def _reply(request: Request, parts: Parts, body: bytes, format: str) -> Response:
    return reply(request, parts.engine.data_version, body, OFFERED[format], {"Vary": "Accept"})
