"""POST /api/check: many questions at once, each with its own answer or its own error."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from api.clock import today
from api.parts import Parts, PartsOf
from api.problems import BodyTooLarge, UnsupportedMediaType
from api.replies import CSV, JSON
from api.room import Place
from api.sheets import Sheet, count_rows, open_sheet, written
from api.sparql.asked import body_of, media_of, text_of
from graph.many import ask_many

router = APIRouter(tags=["law"])

MOST_QUESTIONS: Final = 10_000
MOST_BYTES: Final = 4 * 1024 * 1024
SLICE: Final = 20
"""Questions that are answered in one go: about 2 ms of work."""

_FORMATS: Final = {"application/json": "json", "text/csv": "csv"}
_MEDIA: Final = {"json": JSON, "csv": CSV}

_QUESTIONS: Final = [
    {"place": "us-ca-san-francisco", "actor": "police", "on": "2024-06-01", "note": "passes through"},
    {"place": "Atlantis", "actor": "police"},
]
_ANSWERS: Final = [
    {
        **_QUESTIONS[0],
        "activity": "use",
        "setting": None,
        "verdict": "prohibited",
        "policy_verdict": "prohibited",
        "rule": "rule/us-ca-san-francisco-19b-2019--ban",
        "law": "law/us-ca-san-francisco-19b-2019",
        "citation": "S.F. Admin. Code ch. 19B",
        "provision": "S.F. Admin. Code 19B.2(d)",
        "link": "http://127.0.0.1:8000/check?place=us-ca-san-francisco&actor=police&activity=use&on=2024-06-01",
        "error": None,
    },
    {
        **_QUESTIONS[1],
        "verdict": None,
        "error": "unknown-place",
        "error_detail": "row 2: no place called ...",
    },
]
_CSV_QUESTIONS: Final = "place,actor,on,note\nus-ca-san-francisco,police,2024-06-01,passes through\n"
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "array",
                "maxItems": MOST_QUESTIONS,
                "items": {
                    "type": "object",
                    "required": ["place", "actor"],
                    "properties": {
                        name: {"type": ["string", "null"]} for name in ("activity", "setting", "on")
                    }
                    | {name: {"type": "string"} for name in ("place", "actor")},
                },
            },
            "example": _QUESTIONS,
        },
        "text/csv": {"schema": {"type": "string"}, "example": _CSV_QUESTIONS},
    },
}
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The same list, each row with its answer or its error",
        "content": {
            "application/json": {
                "schema": {"type": "array", "items": {"type": "object"}},
                "example": _ANSWERS,
            },
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


class _Answers(StreamingResponse):
    """Answers as they come; whatever becomes of them, the body's room is given back."""

    def __init__(self, pieces: AsyncIterator[bytes], media: str, place: Place) -> None:
        super().__init__(pieces, headers={"Content-Type": media, "Cache-Control": "no-store"})
        self._place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._place.leave()


@router.post(
    "/api/check",
    response_class=StreamingResponse,
    responses=_RESPONSES,
    openapi_extra={"requestBody": _BODY},
)
async def check_many(request: Request, parts: PartsOf) -> Response:
    """Answer many questions at once: a JSON list of objects or a CSV with a header, the same out.

    At most 10,000 questions and 4 MiB. Each has place and actor, and may have activity, setting and on; what
    else it has passes through. Each answer, in order, has the verdict and the rule, law and provision that it
    rests on, or an error of its own.
    """
    format = _FORMATS.get(media := media_of(request))
    if format is None:
        said = f"the body is {media or 'of no media type'}; send {' or '.join(_FORMATS)}"
        raise UnsupportedMediaType(said, tuple(_FORMATS))
    place = Place(parts.room)
    try:
        text = text_of(await body_of(request, MOST_BYTES, place.take))
        sheet = await run_in_threadpool(_checked, text, format)
    except BaseException:
        place.leave()
        raise
    base = str(request.base_url).rstrip("/")
    return _Answers(_pieces(parts, sheet, base), _MEDIA[format], place)


def _checked(text: str, format: str) -> Sheet:
    sheet = open_sheet(text, format)
    if count_rows(sheet, MOST_QUESTIONS) > MOST_QUESTIONS:
        raise BodyTooLarge(f"there are more than {MOST_QUESTIONS} questions; send them in several parts")
    return sheet


async def _pieces(parts: Parts, sheet: Sheet, base: str) -> AsyncIterator[bytes]:
    """Slice after slice, each when the client has taken the one before.

    Where memory alone is asked a slice is short enough to be worked on between other requests: threads would
    take the interpreter from them for longer. All lists together work on one slice at a time.
    """
    pieces = written(sheet, partial(ask_many, parts.lookup, on=today()), base, SLICE)
    while True:
        async with parts.turn:
            piece = _next(pieces) if parts.answers_at_once else await run_in_threadpool(_next, pieces)
            await asyncio.sleep(0)  # others are served before the next slice
        if piece is None:
            return
        yield piece


def _next(pieces: Iterator[tuple[str, int]]) -> bytes | None:
    found = next(pieces, None)
    return None if found is None else found[0].encode("utf-8", "replace")
