"""A server on loopback that behaves as a test wants it to, for what real engines do only at their worst."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> str:
        """The query of a form; an update as it stands."""
        found = parse_qs(self.body.decode(), keep_blank_values=True).get("query", [""])
        return found[0]


Behave = Callable[[Asked, BaseHTTPRequestHandler], None]


@dataclass
class Stub:
    """Where the server is, what it was asked, and how it behaves."""

    at: str
    behave: Behave
    asked: list[Asked] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    """Set when the test is over: who waits in a handler waits for this."""


def answer(
    body: bytes | str, media: str = "application/sparql-results+json", status: int = 200, **headers: str
) -> Behave:
    """Behave by answering this, with a length."""
    content = body.encode() if isinstance(body, str) else body

    def behave(_: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return behave


def raw(*pieces: bytes) -> Behave:
    """Behave by sending these bytes, whatever they are, and closing the connection."""

    def behave(_: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        for piece in pieces:
            handler.wfile.write(piece)

    return behave


@contextmanager
def stub(behave: Behave) -> Iterator[Stub]:
    """A server that behaves so; the test may change its mind through `Stub.behave`."""
    made = Stub("", behave)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # as http.server wants it
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            asked = Asked(self.command, self.path, dict(self.headers.items()), body)
            made.asked.append(asked)
            with contextlib.suppress(ConnectionError):
                made.behave(asked, self)

        do_GET = do_PUT = do_POST  # noqa: N815

        def log_message(self, format: str, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        address_family = socket.AF_INET

        def handle_error(self, request: object, client_address: object) -> None:
            """Clients break off; that is what the tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        made.at = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield made
        finally:
            made.released.set()
            server.shutdown()
            thread.join()
