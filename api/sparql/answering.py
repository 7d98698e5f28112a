"""How an answer leaves: whole with its ETag, or, if it is long, as it comes; and only if somebody waits."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, Final, TypeAlias

from starlette.requests import Request
from starlette.types import Receive, Send

from api.media import DATASETS, GRAPHS, TABLES
from api.replies import reply
from graph.remote_pool import WholeAnswer
from graph.sandbox.pool import QueryResult, result_of
from graph.sandbox.work import Work

WHOLE_UP_TO: Final = 1024 * 1024
"""Bytes of an answer that are gathered before the status is sent; a longer one is sent as it comes."""

VARY: Final = {"Vary": "Accept"}
TRIPLES: Final = GRAPHS | DATASETS
"""How triples are offered here; JSON-LD and the formats of graphs come before those of datasets."""


AnyAnswer: TypeAlias = Work | WholeAnswer
"""An answer while it comes, or one that is whole."""


def media_of_result(kind: str, format: str) -> str:
    """The media type of a result of a kind ("rows", "truth", "triples") in a format."""
    return (TRIPLES if kind == "triples" else TABLES)[format]


async def send_answer(
    request: Request, send: Send, data_version: str, answer: AnyAnswer
) -> QueryResult | None:
    """Send an answer with its status once it is known that it will be whole, or that it is long; then it
    breaks off visibly when it breaks. The answer, if it was sent whole.
    """
    kind, format = answer.head["kind"], answer.head["format"]
    media = media_of_result(kind, format)
    pieces = answer.pieces()
    begun = bytearray()
    async for piece in pieces:
        begun += piece
        if len(begun) > WHOLE_UP_TO:
            break
    if answer.is_whole:
        result = result_of(answer.head, bytes(begun))
        await reply(request, data_version, result.body, media, VARY, from_records=False)(
            request.scope, request.receive, send
        )
        return result
    headers = [(b"content-type", media.encode()), (b"vary", b"Accept"), (b"cache-control", b"no-cache")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": bytes(begun), "more_body": True})
    async for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
    return None


async def while_client_waits(work: Coroutine[Any, Any, None], receive: Receive, patience: float) -> None:
    """Do some work, and stop it when the client has gone; after `patience` seconds it is looked after."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=patience)
        if not task.done():
            gone = asyncio.ensure_future(_until_gone(receive))
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
            gone.cancel()
    finally:
        if not task.done():
            task.cancel()  # nobody is left to read the answer
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
