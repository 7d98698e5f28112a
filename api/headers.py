"""What every response carries, whichever door it leaves by: security headers and CORS; and HEAD for GET."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.policies import POLICY
from api.problems import internal

ALWAYS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Content-Range, Deprecation, ETag, Last-Modified, Link, Location, RateLimit, RateLimit-Policy, "
        "Repr-Digest, Retry-After, Sunset, X-Request-Id"
    ),
}
"""The headers of every response that has none of the same name."""

_RAW: Final = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": (
        "Accept, Authorization, Content-Type, If-Modified-Since, If-None-Match, If-Range, Range, X-Request-Id"
    ),
    "Access-Control-Max-Age": "86400",
}


class CommonHeaders:
    """ASGI middleware that adds the headers, answers HEAD as GET without its body, and CORS preflights.

    A failure that nobody foresaw becomes a problem here, so that it has the headers too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        is_preflight = method == "OPTIONS" and any(
            name == b"access-control-request-method" for name, _ in scope["headers"]
        )

        begun = False

        async def send_on(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                given = list(message["headers"])
                names = {name.lower() for name, _ in given}
                message = {**message, "headers": given + [one for one in _RAW if one[0] not in names]}
            elif message["type"] == "http.response.body" and method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        if is_preflight:
            headers = [(name.lower().encode(), value.encode()) for name, value in _PREFLIGHT.items()]
            await send_on({"type": "http.response.start", "status": 204, "headers": headers})
            await send_on({"type": "http.response.body", "body": b""})
            return
        try:
            asked = {**scope, "method": "GET"} if method == "HEAD" else scope
            await self._app(asked, receive, send_on)
            scope["route"] = asked.get("route")  # the log wants to know which it was
        except Exception as error:
            if begun:
                raise
            await internal(error)(scope, receive, send_on)
