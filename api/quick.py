"""An address that is asked often, before the framework: its handler is called with the parameters given, and
bodies given before are given again, as long as the data and the day are the same.

The route stays the one source: its parameters, their examples and its handler are what is used here.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Receive, Scope, Send

from api.clock import today
from api.parameters import examples_of, refuse_query
from api.parts import Parts
from api.problems import of_error
from api.shortcuts import Headers, accepted, rest_of
from schema.errors import FacelexError

MOST_BYTES: Final = 32 * 1024 * 1024
"""Bytes of the bodies that are kept together."""

_CONDITIONS: Final = frozenset({b"if-none-match", b"if-modified-since"})


class KeptBodies:
    """The last responses to queries of an address, up to so many bytes; also its shortcut."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[tuple[bytes, date], tuple[Response, bytes]] = OrderedDict()

    def get(self, query: bytes, day: date) -> Response | None:
        """The response to a query on a day, if it is kept."""
        found = self._find(query, day)
        return found[0] if found else None

    def begin(self, question: bytes, headers: Headers, client: str, on_settled: object) -> bytes | None:
        """See `api.shortcuts`."""
        found = self._find(question, today()) if accepted(headers) is not None else None
        return found[1] if found else None

    def put(self, query: bytes, day: date, response: Response) -> None:
        """Keep a response."""
        if (query, day) in self._kept:
            return
        rest = rest_of(response.raw_headers, bytes(response.body))
        self._kept[query, day] = response, rest
        self._bytes += len(query) + len(response.body) + len(rest)
        while self._bytes > self._most:
            (old, _), (gone, its_rest) = self._kept.popitem(last=False)
            self._bytes -= len(old) + len(gone.body) + len(its_rest)

    def _find(self, query: bytes, day: date) -> tuple[Response, bytes] | None:
        found = self._kept.get((query, day))
        if found is not None:
            self._kept.move_to_end((query, day))
        return found


class QuickDoor:
    """ASGI middleware that answers GET at the address of one route, and passes on what is for others.

    The route's handler takes a request, the parts and texts, and gives a response. Where an engine elsewhere
    must be asked nothing is kept, and the handler runs in a thread.
    """

    def __init__(self, app: ASGIApp, route: APIRoute, parts: Parts, kept: KeptBodies) -> None:
        self._app = app
        self._path = route.path
        self._handler: Callable[..., Response] = route.endpoint
        self._examples = examples_of(route)
        self._parts = parts
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or scope["path"] != self._path or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        query, day = scope["query_string"], today()
        kept = self._kept.get(query, day)
        if kept is None or any(name in _CONDITIONS for name, _ in scope["headers"]):
            kept = await self._response(Request(scope, receive), query, day)
        await kept(scope, receive, send)

    async def _response(self, request: Request, query: bytes, day: date) -> Response:
        try:
            given = QueryParams(query)
            refuse_query(query, given.multi_items(), self._examples)
            if not self._parts.answers_at_once:
                return await run_in_threadpool(self._handler, request, self._parts, **given)
            response = self._handler(request, self._parts, **given)
        except FacelexError as error:
            return of_error(error)
        if response.status_code == 200:
            self._kept.put(query, day, response)
        return response
