"""The id of a request: the client's own if it sends a usable one, else a new one. It is in the answer
(`X-Request-Id`), in problems and in the log, so that a report can be found again.
"""

import re
import secrets
from contextvars import ContextVar
from itertools import count
from typing import Final

HEADER: Final = b"x-request-id"
CURRENT: Final[ContextVar[str]] = ContextVar("request_id", default="")
"""The id of the request that is being answered; empty outside of one."""

_USABLE: Final = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


class RequestIds:
    """Gives each request its id. A counter after a random beginning costs less than randomness each time."""

    def __init__(self) -> None:
        self._beginning = secrets.token_hex(6)
        self._count = count(1)

    def of(self, headers: list[tuple[bytes, bytes]]) -> str:
        """The id of a request with these headers: 8 to 64 letters, digits, dots, hyphens and underscores."""
        for name, value in headers:
            if name == HEADER and _USABLE.fullmatch(value):
                return value.decode("ascii")
        return f"{self._beginning}-{next(self._count):06x}"
