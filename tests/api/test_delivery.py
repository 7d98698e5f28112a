import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.connections import MOST_HEAD, BoundedProtocol
from api.delivery import Delivery

LARGE = b"x" * 32 * 1024 * 1024


class Impatient(BoundedProtocol):
    head_seconds = 0.5
    body_seconds = 0.5
    stuck_seconds = 0.5
    look_every = 0.1
    most = 8


async def small(request: Request) -> Response:
    return Response(b"here")


async def large(request: Request) -> Response:
    return Response(LARGE)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = Delivery(Starlette(routes=[Route("/", small), Route("/large", large)]))
    config = uvicorn.Config(app, port=0, log_level="critical", http=Impatient, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def connect(port: int, text: bytes = b"") -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=60)
    client.sendall(text)
    return client


def get(port: int, path: str = "/", head: bytes = b"") -> bytes:
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n".encode() + head + b"\r\n"
    with connect(port, request) as client:
        return read(client)


def read(client: socket.socket) -> bytes:
    parts = []
    while part := client.recv(1 << 20):
        parts.append(part)
    return b"".join(parts)


def read_until_reset(client: socket.socket) -> bytes:
    """What comes before the connection ends, be it in peace or not."""
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := client.recv(1 << 20):
            parts.append(part)
    return b"".join(parts)


def send_until_reset(client: socket.socket, piece: bytes) -> bool:
    """Whether the connection ends while the piece is sent again and again."""
    for _ in range(100):
        try:
            client.sendall(piece)
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_request_that_does_not_come_ends_the_connection(port: int, sent: bytes) -> None:
    with connect(port, sent) as client:
        assert read_until_reset(client) == b""


def test_head_that_trickles_in_ends_the_connection(port: int) -> None:
    with connect(port, b"GET / HTTP/1.1\r\nHost: x\r\n") as client:
        assert send_until_reset(client, b"X: 1\r\n")


def test_body_without_end_ends_the_connection(port: int) -> None:
    sent = b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connect(port, sent) as client:
        assert send_until_reset(client, b"1\r\nx\r\n")


def test_client_that_does_not_read_is_left(port: int) -> None:
    with connect(port, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n") as client:
        time.sleep(1.5)
        assert len(read_until_reset(client)) < len(LARGE)


def test_client_that_reads_gets_everything(port: int) -> None:
    assert len(get(port, "/large")) > len(LARGE)


def test_new_client_is_answered_though_others_hold_all_connections(port: int) -> None:
    others = [connect(port) for _ in range(20)]
    assert get(port).endswith(b"here")
    for other in others:
        other.close()


def test_connection_may_be_used_again(port: int) -> None:
    with connect(port) as client:
        for _ in range(3):
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while not answer.endswith(b"here"):
                answer += client.recv(4096)
            time.sleep(0.2)


@pytest.mark.parametrize("head", [b"X: " + b"x" * 2 * MOST_HEAD + b"\r\n", b"no header\r\n", b"X\xff: 1\r\n"])
def test_what_is_no_http_is_a_problem(port: int, head: bytes) -> None:
    try:
        answer = get(port, head=head)
    except ConnectionResetError:  # of what was sent and not read
        return
    start, _, body = answer.partition(b"\r\n\r\n")
    assert start.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in start
    assert json.loads(body)["type"] == "/docs#problem-bad-request"
