"""/sparql: the SPARQL 1.1 Protocol's query operation, for strangers."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.media import GRAPHS, TABLES, choose
from api.problems import MethodNotAllowed, NotAcceptable
from api.replies import reply
from api.sparql.asked import QUERYING, Asked, asked_in_address, asked_in_body
from api.sparql.cache import AnswerCache
from api.sparql.description import describe_service
from graph.sandbox.pool import Answer, QueryResult, WorkerPool, query_job
from schema.errors import QueryError

MOST_BYTES: Final = 256 * 1024
"""Bytes of a POST body that are read."""

WHOLE_UP_TO: Final = 1024 * 1024
"""Bytes of an answer that are gathered before the status is sent; a longer one is sent as it comes."""

_VARY: Final = {"Vary": "Accept"}


class QueryDoor:
    """An ASGI application that answers queries."""

    def __init__(
        self, pool: WorkerPool, data_version: str, cache: AnswerCache, union: bool, can_write: bool
    ) -> None:
        self._pool = pool
        self._data_version = data_version
        self._cache = cache
        self._union = union
        self._can_write = can_write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        accept = ", ".join(request.headers.getlist("accept"))
        if scope["method"] == "POST":
            asked = await asked_in_body(request, QUERYING, MOST_BYTES)
        elif scope["method"] != "GET":
            raise MethodNotAllowed(("GET", "HEAD", "POST", "OPTIONS"))
        elif not scope["query_string"]:
            response = describe_service(request, self._data_version, accept, self._union, self._can_write)
            await response(scope, receive, send)
            return
        else:
            asked = asked_in_address(request, QUERYING)
        formats = _formats(accept)
        key = (asked.text, asked.dataset, tuple(formats))
        version = self._pool.version
        if result := self._cache.get(version, key):
            await self._whole(request, result)(scope, receive, send)
            return
        work = asyncio.create_task(self._work(request, asked, formats, send, version, key))
        await asyncio.wait({work}, timeout=self._pool.limits.patience)
        if not work.done():
            gone = asyncio.create_task(_until_gone(receive))
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                work.cancel()  # nobody is left to read the answer
            gone.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work

    async def _work(
        self,
        request: Request,
        asked: Asked,
        formats: Sequence[str],
        send: Send,
        version: int,
        key: object,
    ) -> None:
        text = asked.text.encode("utf-8", "surrogatepass")
        response: Response | None = None
        try:
            async with self._pool.job(query_job(formats, asked.dataset), text, asked.seconds) as answer:
                pieces = answer.pieces()
                body = bytearray()
                async for piece in pieces:
                    body += piece
                    if len(body) > WHOLE_UP_TO:
                        break
                if not answer.is_whole:
                    await self._stream(answer, bytes(body), pieces, send)
                    return
                result = QueryResult(bytes(body), answer.head["kind"], answer.head["format"])
        except QueryError as error:
            raise _not_acceptable(error, formats) or error from error
        self._cache.put(version, key, asked.text, result)
        response = self._whole(request, result)
        await response(request.scope, request.receive, send)

    def _whole(self, request: Request, result: QueryResult) -> Response:
        media = _media(result.kind, result.format)
        return reply(request, self._data_version, result.body, media, _VARY)

    async def _stream(self, answer: Answer, begun: bytes, pieces: AsyncIterator[bytes], send: Send) -> None:
        """Send an answer as it comes. What breaks it off breaks the transfer off, too."""
        media = _media(answer.head["kind"], answer.head["format"])
        headers = [(b"content-type", media.encode()), (b"vary", b"Accept"), (b"cache-control", b"no-cache")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": begun, "more_body": True})
        async for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _media(kind: str, format: str) -> str:
    return (GRAPHS if kind == "triples" else TABLES)[format]


def _formats(accept: str) -> Sequence[str]:
    """What the client takes, best first, whatever kind of result the query turns out to have."""
    formats: list[str] = []
    for offered in (TABLES, GRAPHS):
        with contextlib.suppress(NotAcceptable):
            formats += choose(accept, offered)
    if not formats:
        raise NotAcceptable((*TABLES.values(), *GRAPHS.values()))
    return formats


def _not_acceptable(error: QueryError, formats: Sequence[str]) -> NotAcceptable | None:
    if type(error) is not QueryError or "cannot be written as" not in str(error):
        return None
    return NotAcceptable(tuple((GRAPHS if set(formats) & set(TABLES) else TABLES).values()))


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
