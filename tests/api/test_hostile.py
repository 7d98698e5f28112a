"""Clients who mean ill, or write badly: each is bounded, and a fresh client is served meanwhile."""

import gzip
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from tests.api.servers import BEARER, TOKEN, Served, served

ENDLESS = "SELECT (COUNT(*) AS ?n) {" + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(9)) + "}"
LONG = "SELECT * { VALUES ?a {%s} VALUES ?b {%s} VALUES ?c {%s} }" % (("1 " * 300,) * 3)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("hostile")
    with served(data, write_token=TOKEN, query_timeout="2", query_memory="128", workers="2") as server:
        fill = " ".join(f"<urn:s{n}> <urn:p> {n} ." for n in range(300))
        update = {"update": f"INSERT DATA {{ {fill} }}"}
        httpx.post(f"{server.address}/update", data=update, headers=BEARER).raise_for_status()
        yield server
        assert is_served(server)


def is_served(server: Served) -> bool:
    """Whether a fresh client gets the answer to a fresh question, whatever the others do."""
    query = f"ASK {{ <urn:s1> <urn:p> 1 FILTER({time.monotonic_ns()} > 0) }}"
    answer = get(server, query)
    return answer.json().get("boolean") is True


def get(server: Served, query: str) -> httpx.Response:
    """The answer to a client of its own; without TLS, which takes longer to prepare than most answers."""
    return httpx.get(f"{server.address}/sparql", params={"query": query}, timeout=60, verify=False)


@pytest.mark.parametrize(
    "beginning", [b"", b"GET /sparql?query=", b"POST /sparql HTTP/1.1\r\nHost: x\r\nX: "]
)
def test_two_hundred_connections_that_ask_nothing(server: Served, beginning: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(200):
            connection = stack.enter_context(server.connect())
            connection.sendall(beginning)
        assert is_served(server)


def test_bodies_that_do_not_come(server: Served) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 1000\r\n\r\nASK"
    )
    with ExitStack() as stack:
        for _ in range(100):
            stack.enter_context(server.connect()).sendall(head)
        assert is_served(server)


@pytest.mark.parametrize(
    ("head", "token", "status"),
    [
        ("POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-query\r\n", "", b"413"),
        ("POST /api/check HTTP/1.1\r\nContent-Type: application/json\r\n", "", b"413"),
        ("POST /api/check HTTP/1.1\r\nContent-Type: image/x\r\n", "", b"415"),
        ("PUT /store?default HTTP/1.1\r\nContent-Type: image/x\r\n", TOKEN, b"415"),
        ("PUT /store?default HTTP/1.1\r\nContent-Type: text/turtle\r\n", "", b"401"),
        ("POST /update HTTP/1.1\r\nContent-Type: application/sparql-update\r\n", "", b"401"),
        ("POST /update HTTP/1.1\r\nContent-Type: application/sparql-update\r\n", TOKEN, b"413"),
    ],
)
def test_body_without_end_is_not_read_to_its_end(
    server: Served, head: str, token: str, status: bytes
) -> None:
    chunk = b"10000\r\n" + b"#" * 65536 + b"\r\n"
    more = f"Host: x\r\nAuthorization: Bearer {token}\r\nTransfer-Encoding: chunked\r\n\r\n"
    sent = 0
    with server.connect() as connection:
        connection.sendall((head + more).encode())
        with suppress(ConnectionError):
            while sent < 100 * 1024 * 1024 and not has_answer(connection):
                connection.sendall(chunk)
                sent += len(chunk)
        assert connection.recv(100).startswith(b"HTTP/1.1 " + status)
    assert sent < 40 * 1024 * 1024
    assert is_served(server)


def has_answer(connection: socket.socket) -> bool:
    return bool(select.select([connection], [], [], 0)[0])


def test_clients_that_do_not_read_their_answers(server: Served) -> None:
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    request = f"{head}Content-Length: {len(LONG)}\r\n\r\n{LONG}"
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(server.connect(receive_buffer=4096)).sendall(request.encode())
        time.sleep(0.5)
        assert is_served(server)
        time.sleep(2.5)
        assert is_served(server)


def test_answer_that_breaks_off_has_no_end(server: Served) -> None:
    """Its status was sent; that it is not whole must be seen."""

    def read_beyond_the_deadline(pieces: Iterator[bytes]) -> None:
        for _ in range(4):
            next(pieces)
            time.sleep(0.7)
        list(pieces)

    with httpx.stream("POST", f"{server.address}/sparql", data={"query": LONG}, timeout=60) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            read_beyond_the_deadline(answer.iter_raw(65536))


def test_endless_queries_in_a_loop(server: Served) -> None:
    """Whoever asks something light waits for nobody (beyond 2 s it would be 503); the others are told 503."""
    is_over = threading.Event()
    statuses: list[int] = []

    def attack() -> None:
        while not is_over.is_set():
            statuses.append(get(server, ENDLESS).status_code)

    with ThreadPoolExecutor(12) as attackers:
        for _ in range(12):
            attackers.submit(attack)
        time.sleep(1)
        served = [is_served(server) for _ in range(20)]
        is_over.set()
    assert served == [True] * 20
    assert set(statuses) == {503}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 5000 + "}" * 5000,
        "SELECT * {{}" + "UNION{}" * 6000 + "}",
        "SELECT * {" + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(40)) + "}",
        "SELECT * {" + "?s ?p ?o . " * 149 + "}",
        "SELECT (STRLEN(?x9) AS ?n) { BIND('xxxxxxxxxx' AS ?x0)"
        + "".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 10)}) AS ?x{n + 1})" for n in range(9))
        + "}",
        "SELECT (GROUP_CONCAT(?o) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . BIND(STR(?a) AS ?o) }",
        "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f",
        "SELECT * { ?a (<urn:p>|!<urn:p>)* ?b . ?b (<urn:p>|!<urn:p>)* ?c . ?c (<urn:p>|!<urn:p>)* ?d }",
        "SELECT * { ?s ?p ?o FILTER(REGEX('" + "a" * 5000 + "', '(a*)*(a*)*(a*)*b')) }",
        "SELECT * { FILTER(REGEX('a', '" + "(" * 30 + "a" + "{1,50})" * 30 + "')) ?s ?p ?o }",
        "SELECT (REPLACE('" + "a" * 9000 + "', 'a', '" + "b" * 9000 + "') AS ?x) {}",
    ],
)
def test_query_that_would_eat_the_machine(server: Served, query: str) -> None:
    with suppress(httpx.RemoteProtocolError):  # an answer that breaks off after its status
        response = httpx.post(f"{server.address}/sparql", data={"query": query}, timeout=60)
        assert response.status_code in (200, 400, 413, 503)
    assert is_served(server)


def put(server: Served, data: bytes, media: str, **headers: str) -> int:
    response = httpx.put(
        f"{server.address}/store?graph=urn:hostile",
        content=data,
        headers=BEARER | {"Content-Type": media, **headers},
        timeout=60,
    )
    return response.status_code


def entities(encoding: str) -> bytes:
    """A document whose entities are each ten of the one before."""
    declared = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE r [<!ENTITY e0 "xxxxxxxxxx">{declared}]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:">'
        '<rdf:Description rdf:about="x:a"><x:b>&e9;</x:b></rdf:Description></rdf:RDF>'
    ).encode(encoding)


def nested(opening: bytes, middle: bytes, closing: bytes) -> bytes:
    return b"<a:> <b:> " + opening * 100_000 + middle + closing * 100_000 + b" ."


@pytest.mark.parametrize(
    ("make", "media", "statuses"),
    [
        (lambda: entities("utf-8"), "application/rdf+xml", {400}),
        (lambda: entities("utf-16"), "application/rdf+xml", {400}),
        (lambda: entities("utf-16-le"), "application/rdf+xml", {400}),
        (lambda: b'{"x:b":' * 100_000 + b"1" + b"}" * 100_000, "application/ld+json", {400, 413}),
        (lambda: b"[" * 1_000_000, "application/ld+json", {400, 413}),
        (lambda: b'{"@context":' * 100_000 + b"1" + b"}" * 100_000, "application/ld+json", {400, 413}),
        (
            lambda: b"<a:> <b:> " + b"<<( <a:> <b:> " * 100_000 + b"1" + b" )>>" * 100_000 + b".",
            "text/turtle",
            {413},
        ),
        (
            lambda: b"<a:> <b:> " + b"[ <b:> " * 200_000 + b"1" + b"]" * 200_000 + b".",
            "text/turtle",
            {201, 413, 503},
        ),
        (
            lambda: b"<a:> <b:> " + b"( " * 200_000 + b")" * 200_000 + b".",
            "text/turtle",
            {201, 204, 413, 503},
        ),
        (
            lambda: b"".join(b"<a:%d> <b:> %d .\n" % (n, n) for n in range(1_500_000)),
            "text/turtle",
            {413, 503},
        ),
        (lambda: b"<a:> <b:> '''" + b"x" * 70_000_000 + b"''' .", "text/turtle", {413}),
        (lambda: b"\0" * 1_000_000, "application/n-quads", {400}),
    ],
)
def test_upload_that_would_eat_the_machine(
    server: Served, make: Callable[[], bytes], media: str, statuses: set[int]
) -> None:
    found: list[int] = []
    upload = threading.Thread(target=lambda: found.append(put(server, make(), media)))
    upload.start()
    time.sleep(0.2)
    assert is_served(server)
    upload.join()
    assert found[0] in statuses
    assert is_served(server)


def test_compressed_bomb_is_not_unpacked(server: Served) -> None:
    bomb = gzip.compress(b"\n" * 50_000_000)
    for encoding in ("gzip", "deflate, gzip", "br"):
        assert put(server, bomb, "text/turtle", **{"Content-Encoding": encoding}) == 415


def test_garbage_is_answered_and_forgotten(server: Served) -> None:
    for garbage in (b"\x16\x03\x01\x00\xff" * 100, b"GET\r\n\r\n", b"A" * 100_000):
        with server.connect() as connection, suppress(ConnectionError):
            connection.sendall(garbage)
            connection.settimeout(5)
            assert b" 400 " in connection.recv(1000).split(b"\r\n")[0] + b" "
    assert is_served(server)


def test_flood_of_short_connections(server: Served) -> None:
    def knock(_: int) -> None:
        with suppress(OSError):
            server.connect().close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(knock, range(2000)))
    assert is_served(server)


def test_nothing_hostile_was_written(server: Served, tmp_path: Path) -> None:
    answer = httpx.get(f"{server.address}/store?default", headers={"Accept": "application/n-triples"})
    assert len([line for line in answer.text.splitlines() if line.startswith("<urn:s")]) == 300
