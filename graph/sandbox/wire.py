"""The server's end of a worker's socket: what is sent leaves at once, what comes is told to whoever works."""

import asyncio
import socket
from collections.abc import Callable
from typing import Final

from graph.sandbox.frames import Frames

_PIECE: Final = 1 << 18

OnFrame = Callable[[bytes, bytes], None]
"""What is told of a message: its kind and its payload."""


class Wire:
    """A worker's socket, watched by the event loop that runs when it is first listened to.

    Its listeners are told of messages and, once, that the other end is gone. While reading is paused, the
    worker waits.
    """

    def __init__(self, wire: socket.socket) -> None:
        wire.setblocking(False)
        self._is_gone = False
        self._socket = wire
        self._frames = Frames()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_paused = False
        self._unsent = memoryview(b"")
        self._on_frame: OnFrame | None = None
        self._on_gone: Callable[[], None] | None = None

    def listen(self, on_frame: OnFrame | None, on_gone: Callable[[], None] | None) -> None:
        """Whom to tell from now on; None: nobody."""
        self._on_frame, self._on_gone = on_frame, on_gone
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            loop.add_reader(self._socket, self._read)

    def send(self, data: bytes) -> None:
        """Send all of it, now or as the other end takes it."""
        try:
            sent = self._socket.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._lose()
            return
        if sent < len(data) and self._loop:
            self._unsent = memoryview(data)[sent:]
            self._loop.add_writer(self._socket, self._send_more)

    def is_closed(self) -> bool:
        """Whether an end is closed; asked when nothing is to be read."""
        if self._is_gone:
            return True
        try:
            return self._socket.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def pause(self) -> None:
        """Read nothing until `resume`."""
        if self._loop and not self._is_paused and not self._is_gone:
            self._is_paused = True
            self._loop.remove_reader(self._socket)

    def resume(self) -> None:
        """Read again."""
        if self._loop and self._is_paused and not self._is_gone:
            self._is_paused = False
            self._loop.add_reader(self._socket, self._read)

    def close(self) -> None:
        """Close this end: the other sees it. Nobody is told; a second call does nothing."""
        if self._is_gone:
            return
        self._on_frame = self._on_gone = None
        self._is_gone = True
        if self._loop and not self._loop.is_closed():
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
        self._socket.close()

    def _read(self) -> None:
        try:
            data = self._socket.recv(_PIECE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lose()
            return
        for kind, payload in list(self._frames.feed(data)):
            if self._on_frame:
                self._on_frame(kind, payload)

    def _send_more(self) -> None:
        try:
            sent = self._socket.send(self._unsent)
        except BlockingIOError:
            return
        except OSError:
            self._lose()
            return
        self._unsent = self._unsent[sent:]
        if not self._unsent and self._loop:
            self._loop.remove_writer(self._socket)

    def _lose(self) -> None:
        tell = self._on_gone
        self.close()
        if tell:
            tell()
