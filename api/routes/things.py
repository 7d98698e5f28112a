"""/{kind}/{slug}: the page about a thing."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter
from starlette.convertors import Convertor, register_url_convertor

from api.contract import states
from api.linking import HTML, THINGS, alternates, forms_of_thing, page_of
from api.media import GRAPHS
from api.parts import PartsOf
from api.replies import HTML as MEDIA
from api.replies import reply
from api.structured import structured_thing
from api.thing_page import Known, missing, thing_page
from graph.description import current_id, facts_of, mentions_of
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


@router.get("/{kind:kind}/{slug}")
@states({MEDIA: None}, moves={301: "The thing has another id now: Location"})
def page_about(request: Request, parts: PartsOf, kind: Kind, slug: Slug) -> Response:
    """The page about a thing: its facts, its parts, its sources, and what points to it."""
    id = f"{kind}/{slug}"
    facts = facts_of(parts.engine, ID + id)
    if not facts:
        if now := current_id(parts.engine, ID + id):
            return Response(status_code=301, headers={"Location": page_of(now)})
        raise missing(parts, id)
    mentions = mentions_of(parts.engine, ID + id)
    known = Known(id, f"/id/{id}", tuple(GRAPHS), facts, mentions, structured_thing(id, facts))
    body = thing_page(parts, known)
    links = alternates(forms_of_thing(id), THINGS, HTML)
    return reply(request, parts.engine.data_version, body, MEDIA, {"Link": ", ".join(links)})
