"""Connections that are not patient for ever.

uvicorn waits without end for a request that does not come and for a client that does not read. Here such a
connection ends, and when there are too many, the one that has been waiting longest makes room for a new one.
"""

import asyncio
import json
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.problems import MEDIA_TYPE

REQUEST_SECONDS: Final = 15.0
"""How long the head of a request may take, from the connection or from the answer before it."""
READING_SECONDS: Final = 20.0
"""How long a client may leave what it was sent unread."""
MOST_CONNECTIONS: Final = 1000
"""Connections at once. Behind them are descriptors, of which a process often has 1024."""
MOST_HEAD: Final = 64 * 1024
"""Bytes of a request's head: a query in an address may be long."""

_UNREADABLE: Final = json.dumps(
    {
        "type": "/docs#problem-bad-request",
        "title": "The request cannot be read",
        "status": 400,
        "detail": f"This is not HTTP/1.1, or its head is longer than {MOST_HEAD // 1024} KiB; escape what is "
        "not ASCII with %, and POST long queries to /sparql.",
    }
).encode()


class ImpatientConnection(H11Protocol):
    """One client's connection: uvicorn's, with an end to waiting."""

    request_seconds = REQUEST_SECONDS
    reading_seconds = READING_SECONDS
    most = MOST_CONNECTIONS
    _request_timer: asyncio.TimerHandle | None = None
    _reading_timer: asyncio.TimerHandle | None = None

    @property
    def waits_since(self) -> float | None:
        """The loop's time by which it has to have sent a request; None while one is being answered."""
        return self._request_timer.when() if self._request_timer else None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new client, if need be in the place of another."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            waiting = [
                (one.waits_since, number, one)
                for number, one in enumerate(self.connections)
                if isinstance(one, ImpatientConnection)
                and one.waits_since is not None
                and not one.transport.is_closing()
            ]
            if waiting:
                min(waiting)[2].transport.abort()
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client."""
        self._stop_timers()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; a request that is complete in its head stops the clock."""
        super().data_received(data)
        if self._request_timer and not getattr(self.cycle, "response_complete", True):
            self._request_timer.cancel()
            self._request_timer = None

    def on_response_complete(self) -> None:
        """Wait for the next request, also when the body of this one does not end."""
        self._expect_request()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client does not read: start its clock."""
        super().pause_writing()
        self._reading_timer = self.loop.call_later(self.reading_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """The client reads again."""
        super().resume_writing()
        if self._reading_timer:
            self._reading_timer.cancel()
            self._reading_timer = None

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with a problem, as everywhere."""
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(_UNREADABLE)).encode()),
            (b"connection", b"close"),
        ]
        events: list[Any] = [
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=_UNREADABLE),
            h11.EndOfMessage(),
        ]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        self.transport.close()

    def _expect_request(self) -> None:
        if self._request_timer:
            self._request_timer.cancel()
        self._request_timer = self.loop.call_later(self.request_seconds, self.transport.abort)

    def _stop_timers(self) -> None:
        for timer in (self._request_timer, self._reading_timer):
            if timer:
                timer.cancel()
        self._request_timer = self._reading_timer = None
