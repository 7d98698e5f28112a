"""/sparql: the SPARQL 1.1 Protocol's query operation, for strangers."""

import contextlib
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Final

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.clients import client_of
from api.engines import GuestPool
from api.media import TABLES, choose
from api.problems import MethodNotAllowed, NotAcceptable
from api.replies import reply
from api.sparql.answering import (
    TRIPLES,
    VARY,
    AnyAnswer,
    media_of_result,
    send_answer,
    while_client_waits,
)
from api.sparql.asked import QUERYING, Asked, asked_in_address, asked_in_body
from api.sparql.cache import AnswerCache
from api.sparql.description import Abilities, describe_service
from graph.outside import Outside
from graph.sandbox.pool import QueryResult, query_job
from schema.errors import QueryError

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
MOST_BYTES: Final = 256 * 1024
"""Bytes of a POST body that are read."""

BEGUN: Final = "facelex.begun"
"""The extension of a request's scope where a shortcut began to answer it; it holds the ANSWER."""

ANSWER: Final = "answer"


class QueryDoor:
    """An ASGI application that answers queries."""

    def __init__(
        self,
        pool: GuestPool,
        data_version: str,
        cache: AnswerCache[QueryResult],
        union: bool,
        can_write: bool,
        outside: Outside | None = None,
    ) -> None:
        self._pool = pool
        self._data_version = data_version
        self._cache = cache
        self._abilities = Abilities(union, can_write, outside is not None)
        self._outside = outside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        accept = ", ".join(request.headers.getlist("accept"))
        if begun := scope.get("extensions", {}).get(BEGUN):
            await self._answer(request, send, begun[ANSWER], formats_of(accept))
            return
        if scope["method"] == "POST":
            asked = await asked_in_body(request, QUERYING, MOST_BYTES)
        elif scope["method"] != "GET":
            raise MethodNotAllowed(METHODS)
        elif not scope["query_string"]:
            response = describe_service(request, self._data_version, accept, self._abilities)
            await response(scope, receive, send)
            return
        else:
            asked = asked_in_address(request, QUERYING)
        formats = formats_of(asked.media or accept)
        key = (asked.text, asked.dataset, tuple(formats))
        version = self._pool.version
        if kept := self._cache.get(version, key):
            media = media_of_result(kept.kind, kept.format)
            known = reply(request, self._data_version, kept.body, media, VARY, from_records=False)
            await known(scope, receive, send)
            return
        job = await self._job(request, asked, formats)
        for result in await self._answer(request, send, job, formats):
            if result.is_constant:
                self._cache.put(version, key, result, len(result.body) + len(asked.text))

    async def _job(
        self, request: Request, asked: Asked, formats: Sequence[str]
    ) -> AbstractAsyncContextManager[AnyAnswer]:
        text, seconds, is_checked = asked.text, asked.seconds, False
        if self._outside:
            most = self._pool.limits.seconds
            resolved = await self._outside.resolve_query(text, min(seconds or most, most))
            if resolved:
                text, seconds, is_checked = resolved.text, resolved.seconds, True
        job = query_job(formats, asked.dataset, is_checked)
        body = text.encode("utf-8", "surrogatepass")
        return self._pool.job(job, body, seconds, client=client_of(request.client))

    async def _answer(
        self,
        request: Request,
        send: Send,
        job: AbstractAsyncContextManager[AnyAnswer],
        formats: Sequence[str],
    ) -> list[QueryResult]:
        """Send an answer, for as long as the client waits; the result, if it was sent whole."""
        whole: list[QueryResult] = []

        async def answer_and_tell() -> None:
            async with job as answer:
                if result := await send_answer(request, send, self._data_version, answer):
                    whole.append(result)

        try:
            await while_client_waits(answer_and_tell(), request.receive, self._pool.limits.patience)
        except QueryError as error:
            raise _not_acceptable(error, formats) or error from error
        return whole


def formats_of(accept: str) -> Sequence[str]:
    """What the client takes, best first, whatever kind of result the query turns out to have; NotAcceptable
    when there is none.
    """
    formats: list[str] = []
    for offered in (TABLES, TRIPLES):
        with contextlib.suppress(NotAcceptable):
            formats += choose(accept, offered)
    if not formats:
        raise NotAcceptable((*TABLES.values(), *TRIPLES.values()))
    return formats


def _not_acceptable(error: QueryError, formats: Sequence[str]) -> NotAcceptable | None:
    if type(error) is not QueryError or "cannot be written as" not in str(error):
        return None
    return NotAcceptable(tuple((TRIPLES if set(formats) & set(TABLES) else TABLES).values()))
