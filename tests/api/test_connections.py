import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.connections import BoundedProtocol


class Impatient(BoundedProtocol):
    """The same, in a hurry."""

    most = 20
    head_seconds = 0.6
    body_seconds = 0.8
    stuck_seconds = 0.6
    look_every = 0.1


LONG = b"x" * 3_000_000


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers what is posted, or a long text at /long."""
    body, more = b"", scope["path"] != "/long"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    if scope["path"] == "/slow":
        await asyncio.sleep(2)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": LONG if scope["path"] == "/long" else body})


class Patient(Impatient):
    """Waits so long that only its lack of room ends a connection."""

    head_seconds = body_seconds = stuck_seconds = 3600


@contextmanager
def serving(protocol: type[BoundedProtocol] = Impatient) -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http=protocol, log_level="critical", lifespan="off", timeout_keep_alive=60, ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.force_exit = server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving() as port:
        yield port


def connect(port: int) -> socket.socket:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(60)
    connection.connect(("127.0.0.1", port))
    return connection


def drops_until_cut(connection: socket.socket, drip: bytes = b"") -> int:
    """How many drops, a tenth of a second apart, the server takes before it cuts the connection."""
    connection.settimeout(0.1)
    for drops in range(600):
        try:
            if drip:
                connection.sendall(drip)
            if connection.recv(1) == b"":
                return drops
        except TimeoutError:
            continue
        except OSError:
            return drops
    raise AssertionError("the connection is kept")


def answer(port: int, request: bytes = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") -> bytes:
    with connect(port) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_connection_that_asks_nothing_is_cut(port: int) -> None:
    with connect(port) as connection:
        assert drops_until_cut(connection) >= 4


def test_head_that_comes_in_drops_is_cut(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        assert drops_until_cut(connection, b"x") >= 4


def test_second_head_that_comes_in_drops_is_cut(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in connection.recv(65536)
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        assert drops_until_cut(connection, b"x") >= 4


def test_body_that_comes_in_drops_is_cut(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        assert drops_until_cut(connection, b"x") >= 4


def test_body_without_end_is_cut(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert drops_until_cut(connection, b"1\r\nx\r\n") >= 4


def test_client_that_does_not_read_is_cut(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(1.5)
        got = 0
        connection.settimeout(5)
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(65536):
                got += len(part)
        assert got < len(LONG)


def test_work_that_takes_long_is_not_cut(port: int) -> None:
    assert b"200 OK" in answer(port, b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


def test_client_that_reads_slowly_but_reads_gets_all(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        got = 0
        while part := connection.recv(100_000):
            got += len(part)
            time.sleep(0.002)
    assert got > len(LONG)


def test_client_is_served_whatever_number_of_others_hold_connections(port: int) -> None:
    others = [connect(port) for _ in range(60)]
    try:
        assert b"200 OK" in answer(port)
        for other in others[30:]:
            other.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        assert b"200 OK" in answer(port)
    finally:
        for other in others:
            other.close()


def test_connections_that_hold_up_their_requests_make_room_too() -> None:
    with serving(Patient) as port:
        others = []
        for _ in range(40):
            others.append(connect(port))
            others[-1].sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        assert b"200 OK" in answer(port)
        for other in others:
            other.close()
