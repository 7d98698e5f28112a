"""A line of JSON for each request, if FACELEX_LOG says so; and each request's id, whether or not it does.

A line says which address was asked (as in /openapi.json: `/id/{kind}/{slug}`), not what was asked of it, and
not who asked: no query, no client's address, no header.
"""

import json
import sys
import time
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final, TextIO

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.request_id import CURRENT, HEADER, RequestIds

OTHER: Final = "-"
"""How an address that is none of ours is written: it may say anything."""


class RequestLog:
    """ASGI middleware, the outermost: ids, and lines on `out` (None: no lines). `fixed` are addresses that
    are answered before the framework.
    """

    def __init__(self, app: ASGIApp, out: TextIO | None, fixed: Collection[str] = ()) -> None:
        self._app = app
        self._out = out
        self._fixed = frozenset(fixed)
        self._ids = RequestIds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        id = self._ids.of(scope["headers"])
        status, size = 0, 0

        async def send_on(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (HEADER, id.encode())]
            else:
                size += len(message.get("body", b""))
            await send(message)

        token = CURRENT.set(id)
        try:
            await self._app(scope, receive, send_on)
        finally:
            CURRENT.reset(token)
            if self._out:
                self._write(scope, id, status, size, time.perf_counter() - begun)

    def _write(self, scope: Scope, id: str, status: int, size: int, seconds: float) -> None:
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "id": id,
            "method": scope["method"],
            "route": self._route(scope),
            "status": status,
            "ms": round(seconds * 1000, 2),
            "bytes": size,
        }
        print(json.dumps(line, separators=(",", ":")), file=self._out or sys.stderr, flush=True)

    def _route(self, scope: Scope) -> str:
        route = scope.get("route")
        if isinstance(route, APIRoute):
            return route.path_format
        first = "/" + scope["path"].partition("/")[2].partition("/")[0]
        return scope["path"] if scope["path"] in self._fixed else first if first in self._fixed else OTHER
