"""What the compression of answers (Starlette's) leaves to say: for whom, and that each form has its own ETag.

A strong ETag names the very bytes (RFC 9110, 8.8.3.3), so the packed form of an answer has another than the
plain one: the same with `-gzip` before its last quote. Whoever asks whether it is still so is understood by
either. What can be had in ranges leaves as it is, for a range is one of the plain bytes; short questions that
are answered before the framework leave as they are too. No page holds a secret that its packed length could
tell.
"""

from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST: Final = 1024
"""Bytes below which packing an answer gains nothing."""

LEVEL: Final = 5
"""Of zlib's 9: a third slower than the fastest, and nearly as small as the slowest."""

_END: Final = b'-gzip"'
_CONDITIONS: Final = frozenset({b"if-none-match", b"if-match"})
_ACCEPT: Final = (b"accept-encoding", b"gzip")

RawHeaders = list[tuple[bytes, bytes]]


class Encodings:
    """ASGI middleware around the one that packs: that sees `Accept-Encoding: gzip`, or none.

    Nothing is packed below a path that begins with `as_it_is`.
    """

    def __init__(self, app: ASGIApp, as_it_is: str) -> None:
        self._app = app
        self._as_it_is = as_it_is

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers: RawHeaders = scope["headers"]
        is_in_ranges = scope["path"].startswith(self._as_it_is) or any(
            name == b"range" for name, _ in headers
        )
        packs = not is_in_ranges and _accepts_gzip(headers)
        knows_packed = packs and any(name in _CONDITIONS and _END in value for name, value in headers)

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                given: RawHeaders = list(message["headers"])
                is_packed = (b"content-encoding", b"gzip") in given
                if is_packed or (knows_packed and message["status"] == 304):
                    given = _of_packed(given)
                message = {**message, "headers": given}
            await send(message)

        asked = {**scope, "headers": _plain(headers) + ([_ACCEPT] if packs else [])}
        await self._app(asked, receive, send_on)
        scope["route"] = asked.get("route")  # the log wants to know which it was


def _plain(headers: RawHeaders) -> RawHeaders:
    """The headers without what the client packs with, and its tags as those of the plain form."""
    return [
        (name, value.replace(_END, b'"') if name in _CONDITIONS else value)
        for name, value in headers
        if name != b"accept-encoding"
    ]


def _of_packed(headers: RawHeaders) -> RawHeaders:
    return [
        (name, value[:-1] + _END if name == b"etag" and value.endswith(b'"') else value)
        for name, value in headers
        if name != b"accept-ranges"
    ]


def _accepts_gzip(headers: RawHeaders) -> bool:
    """Whether the client says that it reads gzip; a weight of 0 says that it does not."""
    said = b",".join(value for name, value in headers if name == b"accept-encoding").decode("latin-1")
    weights = dict(_weights(said.lower().split(",")))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weights(offers: Iterable[str]) -> Iterable[tuple[str, float]]:
    for offer in offers:
        coding, _, rest = offer.partition(";")
        try:
            yield coding.strip(), float(rest.strip().removeprefix("q=") or 1)
        except ValueError:
            yield coding.strip(), 0.0
