"""/search: things by what people type, as a page."""

from collections.abc import Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api.contract import states
from api.pages import render
from api.parameters import one_of
from api.parts import PartsOf
from api.replies import HTML, reply
from api.wording import KIND_WORDS
from graph.labels import FOUND_KINDS
from graph.search import Hit

router = APIRouter(tags=["pages"])

_MOST: Final = 40


@router.get("/search")
@states({HTML: None})
async def search_page(
    request: Request,
    parts: PartsOf,
    q: Annotated[
        str | None,
        Query(description="Names, citations, bill and docket numbers, words", examples=["SB 2400"]),
    ] = None,
    kind: Annotated[
        str | None,
        Query(
            description=f"Only this kind: {', '.join(FOUND_KINDS)}",
            examples=["law"],
            json_schema_extra={"enum": list(FOUND_KINDS)},
        ),
    ] = None,
) -> Response:
    """Things by name, number or words, best first, with the text that matched."""
    asked = (q or "").strip()
    wanted = [one_of("kind", kind, tuple(FOUND_KINDS))] if kind else None
    hits = (await parts.ready_index()).search(asked, wanted, _MOST, None) if asked else []
    values = {
        "asked": asked,
        "kind": kind or "",
        "kinds": [(one, KIND_WORDS[one][1]) for one in FOUND_KINDS if one in KIND_WORDS],
        "kind_words": KIND_WORDS,
        "hits": [(hit, list(pieces(hit))) for hit in hits],
        "data_version": parts.engine.data_version,
    }
    return reply(request, parts.engine.data_version, render("search.html", values), HTML)


def pieces(hit: Hit) -> Iterator[tuple[str, bool]]:
    """The snippet of a hit in pieces, each with whether it matched."""
    at = 0
    for begin, end in hit.marks:
        if begin > at:
            yield hit.snippet[at:begin], False
        yield hit.snippet[begin:end], True
        at = end
    if at < len(hit.snippet):
        yield hit.snippet[at:], False
