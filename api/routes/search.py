"""/api/search: things by what people type."""

from collections.abc import Callable
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response

from api.formats import as_json
from api.parameters import number, one_of, required
from api.parts import Parts, PartsOf
from api.replies import JSON, reply
from graph.filters import lies_in
from graph.labels import FOUND_KINDS

router = APIRouter(tags=["records"])


@router.get("/api/search")
async def search(
    request: Request,
    parts: PartsOf,
    q: Annotated[
        str | None,
        Query(description="Names, citations, words; typing errors are forgiven", examples=["bipa"]),
    ] = None,
    kinds: Annotated[
        str | None,
        Query(description=f"Only these kinds, by commas: {', '.join(FOUND_KINDS)}", examples=["law,rule"]),
    ] = None,
    place: Annotated[
        str | None, Query(description="Only of this place, or of one within it", examples=["us-ca"])
    ] = None,
    limit: Annotated[str, Query(description="At most so many hits, 1 to 100", examples=["20"])] = "20",
) -> Response:
    """Things by name, number or words, best first, each with the text that matched."""
    asked = required("q", q, "bipa")
    wanted = [one_of("kinds", kind.strip(), FOUND_KINDS) for kind in kinds.split(",")] if kinds else None
    most = number("limit", limit, 1, 100)
    index = await parts.ready_index()
    allowed = await to_thread.run_sync(_of_place, parts, place) if place else None
    hits = index.search(asked, wanted, most, allowed)
    content = {"q": asked, "hits": [vars(hit) for hit in hits], "data_version": parts.engine.data_version}
    return reply(request, parts.engine.data_version, as_json(content), JSON)


def _of_place(parts: Parts, place: str) -> Callable[[str], bool]:
    """Whether a thing is of a place; in a thread, because the first time everything is read."""
    return lies_in(parts.world, place)
