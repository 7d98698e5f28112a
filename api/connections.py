"""Connections of clients who are slow, idle or many: bounded, so that the next client is served at once.

uvicorn waits for ever for the head of a request, for its body, and for a client to read its answer. Here each
has its time, and when there are more connections than the bound, those that wait for nothing are closed,
oldest first. Short questions take a shortcut, where the application has one (`api.shortcuts`).
"""

import asyncio
import json
import resource
from typing import Final, cast

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from api.clients import client_of
from api.problems import MEDIA_TYPE
from api.request_id import HEADER
from api.shortcuts import STATE, Found, Shortcuts
from api.sparql.query_door import ANSWER, BEGUN
from graph.sandbox.work import Work

MOST: Final = 2000
"""Connections at once. Each takes about 20 KiB."""

HEAD_SECONDS: Final = 10.0
"""Seconds for the head of a request, from when the connection could take one."""

BODY_SECONDS: Final = 60.0
"""Seconds for all of a request to come."""

STUCK_SECONDS: Final = 20.0
"""Seconds that a client may read nothing of an answer that waits for it."""

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

_LOOK_EVERY: Final = 2.0
_OTHERS: Final = 200
"""Descriptors for workers, files and connections that are about to be cut."""


def allow_descriptors() -> None:
    """Let the process have as many descriptors as it may."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _descriptors() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


class BoundedProtocol(HttpToolsProtocol):
    """A connection that is looked at from time to time, and cut when its client takes too long."""

    most = MOST
    head_seconds = HEAD_SECONDS
    body_seconds = BODY_SECONDS
    stuck_seconds = STUCK_SECONDS
    look_every = _LOOK_EVERY

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look after the connection; make room when there are too many."""
        super().connection_made(transport)
        self.idle_since = self.request_since = self.loop.time()
        self._waiting = 0
        self._waiting_since = 0.0
        self._head_size = 0
        self._is_alone = False
        self._work: Work | None = None
        self._client = client_of(self.client)
        shortcuts: Shortcuts | None = self.app_state.get(STATE)
        self._shortcuts = shortcuts if shortcuts and shortcuts.are_for(self._client) else None
        self._looking = self.loop.call_later(self.look_every, self._look)
        if len(self.connections) > min(self.most, _descriptors() - _OTHERS):
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._looking.cancel()
        if self._work:
            self._work.end()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """The connection is idle from now on, or has its next request already."""
        self.idle_since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with a problem, as everywhere."""
        if self.is_idle:
            self.transport.write(
                STATUS_LINE[400]
                + b"content-type: %b\r\n" % MEDIA_TYPE.encode()
                + b"content-length: %d\r\nconnection: close\r\n\r\n" % len(_UNREADABLE)
                + _UNREADABLE
            )
        self.transport.close()

    def on_message_begin(self) -> None:
        """The head of a request begins."""
        self._head_size = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A part of its address."""
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One of its headers."""
        self._count(name, value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Its head is there: answer it, or let it wait for the one before."""
        self._is_alone = True
        super().on_headers_complete()
        self._is_alone = False

    def _count(self, *parts: bytes) -> None:
        self._head_size += sum(map(len, parts))
        if self._head_size > MOST_HEAD:
            raise ValueError("the head of the request is too long")

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        if not self._take_shortcut(cycle, app):
            super()._start_asgi_task(cycle, app)

    def _take_shortcut(self, cycle: RequestResponseCycle, app: ASGI3Application) -> bool:
        """Whether a request is answered by the shortcut, now or soon. One that waited for others is not:
        answers to many at once would call each other.
        """
        scope = cycle.scope
        shortcuts = self._shortcuts
        if shortcuts is None or not self._is_alone or not cycle.keep_alive or scope["method"] != "GET":
            return False
        shortcut = shortcuts.by_path.get(scope["path"])
        if shortcut is None:
            return False

        def settled(found: Found) -> None:
            self._work = None
            if cycle.disconnected or self.transport.is_closing():
                return
            if isinstance(found, bytes):
                self._reply(cycle, shortcuts, found)
            else:
                scope["extensions"] = {BEGUN: {ANSWER: found}}
                super(BoundedProtocol, self)._start_asgi_task(cycle, app)

        found = shortcut.begin(scope["query_string"], scope["headers"], self._client, settled)
        if isinstance(found, bytes):
            self._reply(cycle, shortcuts, found)
        elif found and not found.is_over:
            self._work = found
        return found is not None

    def _reply(self, cycle: RequestResponseCycle, shortcuts: Shortcuts, rest: bytes) -> None:
        cycle.response_started = cycle.response_complete = True
        headers = [*self.server_state.default_headers, (HEADER, shortcuts.new_id())]
        lines = [b"%b: %b\r\n" % header for header in headers]
        self.transport.write(b"".join([STATUS_LINE[200], *lines, rest]))
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()

    @property
    def is_idle(self) -> bool:
        """Whether no request is being answered."""
        cycle = cast("RequestResponseCycle | None", self.cycle)  # none before the first request
        return cycle is None or cycle.response_complete

    def cut(self) -> None:
        """Close the connection without waiting for anything to be sent."""
        self.transport.abort()

    def _look(self) -> None:
        now = self.loop.time()
        waiting = self.transport.get_write_buffer_size()
        if waiting == 0 or waiting != self._waiting:
            self._waiting, self._waiting_since = waiting, now
        if self.is_idle:
            self.request_since = now
        is_coming = not self.is_idle and self.cycle.more_body
        if (
            (waiting and now - self._waiting_since > self.stuck_seconds)
            or (self.is_idle and not waiting and now - self.idle_since > self.head_seconds)
            or (is_coming and now - self.request_since > self.body_seconds)
        ):
            self.cut()
            return
        self._looking = self.loop.call_later(self.look_every, self._look)

    def _make_room(self) -> None:
        """Cut the connection that has been idle longest; if none is, the oldest that its client holds up."""
        others = [cast(BoundedProtocol, one) for one in self.connections if one is not self]
        idle = [one for one in others if one.is_idle]
        held_up = [
            one
            for one in others
            if not one.is_idle and (one.transport.get_write_buffer_size() or one.cycle.more_body)
        ]
        if idle:
            min(idle, key=lambda one: one.idle_since).cut()
        elif held_up:
            min(held_up, key=lambda one: one.request_since).cut()
        else:
            self.cut()
