"""/{kind}/{slug}: the page about a thing."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter
from starlette.convertors import Convertor, register_url_convertor

from api.clock import day_or_today
from api.contract import states
from api.entry_page import entry_page
from api.linking import HTML, THINGS, alternates, forms_of_thing, page_of
from api.parameters import Day
from api.parts import Parts, PartsOf
from api.place_page import AskedOfPlace, place_page
from api.replies import HTML as MEDIA
from api.replies import reply
from api.structured import structured_thing
from api.thing_page import missing
from graph.description import current_id, facts_of
from schema.vocabulary import ID, KINDS


class _Kind(Convertor[str]):
    """A kind of things in an address, so that no other address of two steps is taken."""

    regex = "|".join(KINDS)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("kind", _Kind())

router = APIRouter(tags=["pages"])

Kind = Annotated[
    str,
    PathParameter(description="A kind of things", examples=["law"], json_schema_extra={"enum": list(KINDS)}),
]
Slug = Annotated[str, PathParameter(description="A slug", examples=["us-il-bipa-2008"])]


Word = Annotated[str | None, Query(description="As at /api/check", examples=["police"])]
Activity = Annotated[str | None, Query(description="As at /api/check", examples=["use"])]
_MOVED: Final = {301: "The thing has another id now: Location"}


@router.get("/jurisdiction/{slug}")
@states({MEDIA: None}, moves=_MOVED)
def page_about_place(
    request: Request,
    parts: PartsOf,
    slug: Annotated[str, PathParameter(description="A slug", examples=["us-la-new-orleans"])],
    on: Day = None,
    actor: Word = None,
    activity: Activity = None,
) -> Response:
    """The page about a place: its stack of law, its answers by actor and activity, and how they changed."""
    id = f"jurisdiction/{slug}"
    place = parts.lookup.places.by_id.get(id)
    if place is None:
        return _moved(parts, id)
    day = day_or_today(on)
    concepts = parts.lookup.concepts
    asked = AskedOfPlace(
        day, concepts.word("actor", actor or "police"), concepts.word("activity", activity or "use")
    )
    facts = facts_of(parts.engine, ID + id)
    return _page(request, parts, id, place_page(parts, place, asked, structured_thing(id, facts)))


@router.get("/{kind:kind}/{slug}")
@states({MEDIA: None}, moves=_MOVED)
def page_about(request: Request, parts: PartsOf, kind: Kind, slug: Slug) -> Response:
    """The page about a thing: what it is, its dates, its parts, what links to it, its sources and doubts."""
    id = f"{kind}/{slug}"
    entry = parts.catalogue.get(id)
    if entry is None:
        return _moved(parts, id)
    facts = facts_of(parts.engine, ID + id)
    return _page(request, parts, id, entry_page(parts, entry, structured_thing(id, facts)))


def _moved(parts: Parts, id: str) -> Response:
    """To where a thing is now; NotFound when there is none."""
    if now := current_id(parts.engine, ID + id):
        return Response(status_code=301, headers={"Location": page_of(now)})
    raise missing(parts, id)


def _page(request: Request, parts: Parts, id: str, body: bytes) -> Response:
    links = alternates(forms_of_thing(id), THINGS, HTML)
    return reply(request, parts.engine.data_version, body, MEDIA, {"Link": ", ".join(links)})
