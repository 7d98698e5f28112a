"""The shortcut of short questions: the same responses as by the usual way, whatever comes."""

import json
import socket
import time
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from tests.api.servers import BEARER, TOKEN, Served, served

ROWS = "SELECT * { ?s ?p ?o } ORDER BY ?o"
USUAL = {"Origin": "https://elsewhere.example"}
"""A header that the shortcut leaves to the usual way."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("shortcut"), write_token=TOKEN, workers="2") as server:
        write(server, "INSERT DATA { " + " ".join(f"<urn:s{n}> <urn:p> {n} ." for n in range(100)) + " }")
        yield server


def write(server: Served, update: str) -> None:
    httpx.post(f"{server.address}/update", data={"update": update}, headers=BEARER).raise_for_status()


def constant_headers(response: httpx.Response) -> dict[str, str]:
    """The headers that stay the same; only the usual way can pack, and says so."""
    return {
        name: value.removesuffix(", Accept-Encoding")
        for name, value in response.headers.items()
        if name not in ("date", "x-request-id")
    }


def said(response: httpx.Response) -> bytes | dict[str, object]:
    """What a response says; of a problem, all but the id of its request."""
    if response.status_code == 200:
        return response.content
    problem: dict[str, object] = response.json()
    del problem["request_id"]
    return problem


def target(query: str) -> str:
    return f"/sparql?query={quote(query, safe='')}"


def responses(server: Served, *lines: str) -> str:
    """All that the server says to requests that come in one piece, until it closes the connection."""
    with server.connect() as connection:
        connection.sendall("".join(lines).encode())
        said = b""
        while piece := connection.recv(1 << 16):
            said += piece
    return said.decode()


def request(query: str, *headers: str, version: str = "1.1") -> str:
    return "\r\n".join((f"GET {target(query)} HTTP/{version}", "Host: x", *headers, "", ""))


@pytest.mark.parametrize(
    "accept", ["*/*", "text/csv", "application/sparql-results+xml", "text/turtle", "image/png"]
)
@pytest.mark.parametrize(
    "query",
    [
        ROWS,
        "ASK { <urn:s1> ?p 1 } # é",
        "CONSTRUCT WHERE { <urn:s1> ?p ?o }",
        "SELECT * {",
        "SELECT * { SERVICE <urn:x> {} }",
        "SELECT * FROM <urn:nowhere> { ?s ?p ?o }",
        "SELECT (NOW() = NOW() AS ?same) {}",
        "",
    ],
)
def test_response_is_that_of_the_usual_way(server: Served, query: str, accept: str) -> None:
    address = server.address + target(query)
    with httpx.Client(headers={"Accept": accept, "Accept-Encoding": "identity"}) as client:
        first, again = client.get(address), client.get(address)
        usual = client.get(address, headers=USUAL)
    for one in (first, again):
        assert (one.status_code, said(one)) == (usual.status_code, said(usual))
        assert one.headers["x-request-id"] != usual.headers["x-request-id"]
        assert constant_headers(one) == constant_headers(usual)


@pytest.mark.parametrize(
    "raw", [b"query=ASK{}%ff", b"query=ASK{}%zz", b"query=ASK{}&query=ASK{}", b"query=", b"query"]
)
def test_address_that_is_not_right_is_told_as_by_the_usual_way(server: Served, raw: bytes) -> None:
    head = b"GET /sparql?" + raw + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    found = [responses(server, head.decode("latin-1"), extra, "\r\n") for extra in ("", "Origin: x\r\n")]
    assert {one.split()[1] for one in found} == {"400"}
    details = [json.loads(one.split("\r\n\r\n")[1])["detail"] for one in found]
    assert "UTF-8" in details[0] if b"%ff" in raw else details[0] == details[1]


def test_long_answers_come_whole(server: Served) -> None:
    ones = " ".join(["1"] * 40)
    long = f"SELECT * {{ ?s <urn:p> ?o VALUES ?a {{ {ones} }} VALUES ?b {{ {ones} }} }}"
    for query, least in ((f"{long} LIMIT 8000", 100_000), (long, 2_000_000)):
        answer = httpx.get(server.address + target(query), headers={"Accept": "text/csv"}, timeout=60)
        assert len(answer.content) > least
        assert answer.content.count(b"\r\n") == (8001 if "LIMIT" in query else 160_001)


def test_kept_answer_is_not_given_after_a_write(server: Served) -> None:
    address = server.address + target("SELECT (COUNT(*) AS ?n) { ?s <urn:count> ?o }")
    for number in range(1, 4):
        write(server, f"INSERT DATA {{ <urn:c{number}> <urn:count> {number} }}")
        for _ in range(3):
            counted = httpx.get(address, headers={"Accept": "text/csv"}).text
            assert counted == f"n\r\n{number}\r\n"


def test_requests_in_one_piece_are_answered_in_their_order(server: Served) -> None:
    several = [request(f"SELECT ({n} AS ?n) {{}}", "Accept: text/csv") for n in range(40)]
    last = request("SELECT (40 AS ?n) {}", "Accept: text/csv", "Connection: close")
    said = responses(server, *several, last)
    assert said.count("HTTP/1.1 200 OK") == 41
    bodies = [part.split("\r\n\r\n", 1)[1] for part in said.split("HTTP/1.1 200 OK")[1:]]
    assert [body.split("\r\n")[1] for body in bodies] == [str(n) for n in range(41)]


def test_very_many_requests_in_one_piece_do_no_harm(server: Served) -> None:
    slow = request("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . }", "Accept: text/csv")
    many = [request("ASK {}")] * 3000
    said = responses(server, request("ASK {}"), slow, *many, request("ASK {}", "Connection: close"))
    assert said.count("HTTP/1.1 200 OK") == 3003


@pytest.mark.parametrize(("version", "headers"), [("1.0", ()), ("1.1", ("Connection: close",))])
def test_client_that_wants_one_answer_gets_one(
    server: Served, version: str, headers: tuple[str, ...]
) -> None:
    said = responses(server, request("ASK {}", *headers, version=version))
    assert said.startswith("HTTP/1.1 200 OK")
    assert "connection: close" in said


def test_client_that_leaves_costs_no_worker(server: Served) -> None:
    def ended() -> str:
        figures = httpx.get(f"{server.address}/metrics").text
        return next(line for line in figures.splitlines() if line.startswith("facelex_workers_ended_total"))

    httpx.get(server.address + target("ASK {}"))
    before = ended()
    for number in range(20):
        with server.connect() as connection:
            connection.sendall(request(f"SELECT ({number} + 100 AS ?n) {{ ?s ?p ?o }}").encode())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    time.sleep(0.1)
    assert ended() == before
