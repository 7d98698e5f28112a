"""Ways from a connection to an answer before any framework, for questions that take less time than it does.

A shortcut is of one address, and for GET alone. It gives the rest of a response (what follows its status, its
date and its id), or leaves the request to the usual way: what asks for more than the plain answer, what is
counted (`api.rate_limit`), and what is logged.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeAlias

from api.clients import is_this_machine
from api.headers import ALWAYS
from api.request_id import HEADER, RequestIds
from graph.sandbox.work import Work

STATE: Final = "shortcuts"
"""Under what name the application's state has its `Shortcuts`."""

Headers: TypeAlias = Iterable[tuple[bytes, bytes]]
Found: TypeAlias = bytes | AbstractAsyncContextManager[Work]
"""The rest of a response, or an answer that is to leave the usual way."""

_ASK_MORE: Final = frozenset(
    [*b"if-none-match if-modified-since content-length transfer-encoding expect origin".split(), HEADER]
)
_ALWAYS: Final = {name.lower().encode(): value.encode() for name, value in ALWAYS.items()}


class Shortcut(Protocol):
    """The shortcut of an address."""

    def begin(
        self, question: bytes, headers: Headers, client: str, on_settled: Callable[[Found], None]
    ) -> bytes | Work | None:
        """The rest of a response; or work that was begun, of which `on_settled` will be told; or None: it is
        for the usual way. Whoever begins work ends it when its client has gone.
        """


@dataclass(frozen=True)
class Shortcuts:
    """All shortcuts, by path. `counts_others`: requests of other machines are counted."""

    by_path: Mapping[str, Shortcut]
    counts_others: bool
    ids: RequestIds = field(default_factory=RequestIds)

    def new_id(self) -> bytes:
        """The id of a request."""
        return self.ids.of([]).encode()

    def are_for(self, client: str) -> bool:
        """Whether a client may take them."""
        return not self.counts_others or is_this_machine(client)


def accepted(headers: Headers) -> bytes | None:
    """What a request accepts; None when it asks for more than the plain answer."""
    accept = b""
    for name, value in headers:
        if name == b"accept" and not accept:
            accept = value
        elif name in _ASK_MORE or name == b"accept":
            return None
    return accept


def rest_of(headers: Headers, body: bytes) -> bytes:
    """The rest of a response with these headers, and those that all have."""
    all_headers = {**_ALWAYS, **{name.lower(): value for name, value in headers}}
    return b"".join([b"%b: %b\r\n" % one for one in all_headers.items()]) + b"\r\n" + body
