"""How bodies leave: in pieces, each when the client has taken the one before, and not too much at once.

A server that hands a large body over whole keeps it until the client has read it, and a client may never do
so. The connection ends those that read nothing (`api.connections`); here is bounded what all of them
together can make the server keep.
"""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import of_error
from schema.errors import QueryBusy

_PIECE: Final = 64 * 1024
_LARGE: Final = 256 * 1024
_MOST: Final = 128 * 1024 * 1024
_RETRY: Final = 10


class Delivery:
    """ASGI middleware that sends bodies piecewise; beyond `most` bytes under way a large one is put off."""

    def __init__(self, app: ASGIApp, most: int = _MOST) -> None:
        self._app = app
        self._most = most
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head: Message | None = None

        async def send_on(message: Message) -> None:
            nonlocal head
            if message["type"] == "http.response.start":
                head = message
                return
            body = message.get("body", b"")
            size = len(body) if len(body) > _LARGE and scope["method"] != "HEAD" else 0
            if head is not None and size and self._under_way + size > self._most:
                put_off, head = of_error(QueryBusy(_RETRY)), None
                await put_off(scope, receive, send)
                return
            if head is not None:
                begun, head = head, None
                await send(begun)
            self._under_way += size
            try:
                await _send_pieces(message, memoryview(body), send)
            finally:
                self._under_way -= size

        await self._app(scope, receive, send_on)


async def _send_pieces(message: Message, body: memoryview, send: Send) -> None:
    more = message.get("more_body", False)
    for start in range(0, max(len(body), 1), _PIECE):
        is_last = start + _PIECE >= len(body)
        piece = bytes(body[start : start + _PIECE])
        await send({**message, "body": piece, "more_body": more or not is_last})
