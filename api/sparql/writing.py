"""Who may write: who sends the server's token as a bearer token (RFC 6750)."""

import hmac

from starlette.requests import Request

from api.problems import Unauthorized, WritesOff
from graph.writes import Writer


def writer_for(request: Request, writer: Writer | None, token: str) -> Writer:
    """The writer, for one who may use it.

    WritesOff when the server takes no writes, Unauthorized without the token; a token in an address is no
    token, for addresses are logged.
    """
    if writer is None or not token:
        raise WritesOff
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    is_right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), token.encode())
    if scheme.lower() != "bearer" or not is_right:
        raise Unauthorized
    return writer
