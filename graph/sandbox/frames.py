"""Messages between the server and its workers: a kind (one byte), a length, and bytes."""

import asyncio
import json
import socket
import struct
from collections.abc import Mapping
from typing import Any, Final

_HEAD: Final = struct.Struct("!cI")

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


def receive(wire: socket.socket) -> tuple[bytes, bytes]:
    """The next message from a blocking socket; EOFError when the other end is gone."""
    kind, length = _HEAD.unpack(_exactly(wire, _HEAD.size))
    return kind, _exactly(wire, length)


class Wire:
    """The server's end of a worker's socket, for one reader at a time, in whichever event loop runs."""

    def __init__(self, wire: socket.socket) -> None:
        wire.setblocking(False)
        self._socket = wire
        self._kept = bytearray()

    async def send(self, data: bytes) -> None:
        """Send all of it; OSError when the other end is gone."""
        await asyncio.get_running_loop().sock_sendall(self._socket, data)

    async def read(self) -> tuple[bytes, bytes]:
        """The next message; EOFError or OSError when the other end is gone."""
        kind, length = _HEAD.unpack(await self._exactly(_HEAD.size))
        return kind, await self._exactly(length)

    def is_closed(self) -> bool:
        """Whether the other end is gone; asked when nothing is to be read."""
        try:
            return self._socket.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def close(self) -> None:
        """Close this end: the other sees it."""
        self._socket.close()

    async def _exactly(self, length: int) -> bytes:
        loop = asyncio.get_running_loop()
        while len(self._kept) < length:
            part = await loop.sock_recv(self._socket, 1 << 18)
            if not part:
                raise EOFError
            self._kept += part
        found = bytes(self._kept[:length])
        del self._kept[:length]
        return found


def _exactly(wire: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = wire.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
