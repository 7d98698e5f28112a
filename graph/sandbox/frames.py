"""Messages between the server and its workers: a kind (one byte), a length, and bytes."""

import json
import socket
import struct
from collections.abc import Iterator, Mapping
from typing import Any, Final

_HEAD: Final = struct.Struct("!cI")
_PIECE: Final = 1 << 18
"""Bytes that are read at once."""

ASK: Final = b"A"
"""A job, as JSON; a BODY follows."""
BODY: Final = b"B"
HEAD: Final = b"H"
"""The beginning of an answer, as JSON: what it is and how it is written."""
DATA: Final = b"D"
END: Final = b"E"
FAILED: Final = b"F"
"""Instead of an answer, or of the rest of one: the error, as JSON."""


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """A message as bytes."""
    return _HEAD.pack(kind, len(payload)) + payload


def json_frame(kind: bytes, content: Mapping[str, Any]) -> bytes:
    """A message whose payload is JSON."""
    return frame(kind, json.dumps(content).encode())


class Frames:
    """Puts messages together from bytes as they come."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The messages that these bytes complete, in order."""
        kept = self._kept
        kept += data
        at = 0
        while len(kept) >= at + _HEAD.size:
            kind, length = _HEAD.unpack_from(kept, at)
            end = at + _HEAD.size + length
            if len(kept) < end:
                break
            yield kind, bytes(kept[at + _HEAD.size : end])
            at = end
        del kept[:at]


class Inbox:
    """Messages from a blocking socket, read ahead: for an end that only one process reads."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire
        self._frames = Frames()
        self._ready: list[tuple[bytes, bytes]] = []

    def receive(self) -> tuple[bytes, bytes]:
        """The next message; EOFError when the other end is gone."""
        while not self._ready:
            data = self._wire.recv(_PIECE)
            if not data:
                raise EOFError
            self._ready = list(self._frames.feed(data))
            self._ready.reverse()
        return self._ready.pop()


def receive(wire: socket.socket) -> tuple[bytes, bytes]:
    """The next message from a blocking socket, and not a byte more; EOFError when the other end is gone."""
    kind, length = _HEAD.unpack(_exactly(wire, _HEAD.size))
    return kind, _exactly(wire, length)


def _exactly(wire: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = wire.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
