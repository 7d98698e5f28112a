"""So many requests a minute from each address, and headers that say how many are left.

The fields are those of the IETF draft "RateLimit header fields for HTTP" (ratelimit-headers-10):
`RateLimit-Policy: "default";q=600;w=60` and `RateLimit: "default";r=599;t=1`.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.clients import client_of, is_this_machine
from api.problems import TooManyRequests, of_error

WINDOW: Final = 60.0
"""Seconds in which the limit holds."""
MOST_CLIENTS: Final = 50_000
"""Addresses that are remembered, some 10 MiB; beyond that, the one silent longest is forgotten."""
FREE: Final = frozenset({"/healthz", "/readyz"})
"""Addresses that watchmen ask."""


class Allowance:
    """How much each client has left. A client that has been silent for a while may ask `limit` times at once;
    then it gets its requests back one by one, as many in a minute as the limit says.
    """

    def __init__(self, limit: int, most_clients: int = MOST_CLIENTS) -> None:
        self._each = WINDOW / limit
        self._most = most_clients
        self._full: OrderedDict[str, float] = OrderedDict()
        """When each client will have its whole allowance again; those that have it need no entry."""

    def take(self, client: str, now: float) -> tuple[int, int]:
        """Count one request: how many are left, and in how many seconds all of them are there again. When
        there was none, -1 and in how many seconds there is one.
        """
        full = max(self._full.get(client, now), now) + self._each
        if full - now > WINDOW + 1e-9:
            return -1, math.ceil(full - now - WINDOW)
        self._full[client] = full
        self._full.move_to_end(client)
        self._forget(now)
        return int((WINDOW - (full - now)) / self._each + 1e-9), math.ceil(full - now)

    def __len__(self) -> int:
        return len(self._full)

    def _forget(self, now: float) -> None:
        """Drop one or two that have been silent longest, if they have it all back or there are too many."""
        for _ in range(2):
            client, full = next(iter(self._full.items()))
            if full > now and len(self._full) <= self._most:
                return
            del self._full[client]
            if not self._full:
                return


class RateLimit:
    """ASGI middleware that counts requests; 429 beyond the limit."""

    def __init__(self, app: ASGIApp, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._allowance = Allowance(limit)
        self._clock = clock
        self._policy = (b"ratelimit-policy", b'"default";q=%d;w=%d' % (limit, WINDOW))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        client = client_of(scope["client"]) if scope["type"] == "http" else ""
        if not client or is_this_machine(client) or scope["path"] in FREE:
            await self._app(scope, receive, send)
            return
        left, seconds = self._allowance.take(client, self._clock())
        said = (b"ratelimit", b'"default";r=%d;t=%d' % (max(left, 0), seconds))

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], self._policy, said]
            await send(message)

        if left < 0:
            await of_error(TooManyRequests(seconds))(scope, receive, send_on)
        else:
            await self._app(scope, receive, send_on)
