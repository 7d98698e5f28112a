import asyncio
from collections.abc import Coroutine, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any, TypeVar

import pytest

from graph.changes import Part
from graph.outside import MOST_AT_ONCE, Outside, Resolved
from schema.errors import (
    FacelexError,
    FetchFailed,
    QueryBusy,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
)
from tests.graph.engine_stub import rows_of
from tests.stub import Asked, Behave, Stub, answer, raw, stub

ROWS = rows_of(
    "s n", {"s": {"type": "uri", "value": "x:a"}, "n": {"type": "literal", "value": "A 'b'\n"}}, {}
)
TURTLE = "<a> <x:p> 1 ."

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


@pytest.fixture
def server() -> Iterator[Stub]:
    with stub(answer(ROWS)) as found:
        yield found


@pytest.fixture
def outside(server: Stub) -> Iterator[Outside]:
    found = Outside([f"{server.at}/sparql", f"{server.at}/data/"], upload=1)
    yield found
    found.close()


def query(outside: Outside, text: str, seconds: float = 5) -> Resolved:
    found = run(outside.resolve_query(text, seconds))
    assert found
    return found


def update(outside: Outside, text: str, seconds: float = 5) -> Resolved:
    found = run(outside.resolve_update(text, seconds))
    assert found
    return found


def test_what_does_not_reach_out_is_left_alone(outside: Outside) -> None:
    assert run(outside.resolve_query("SELECT * { ?s ?p ?o }", 1)) is None
    assert run(outside.resolve_update("CLEAR DEFAULT", 1)) is None


def test_service_is_asked_with_the_prologue_and_its_rows_take_its_place(
    server: Stub, outside: Outside
) -> None:
    found = query(outside, f"PREFIX x: <x:> SELECT * {{ SERVICE <{server.at}/sparql> {{ ?s x:name ?n }} }}")
    assert found.text == (
        "PREFIX x: <x:> SELECT * { { VALUES (?s ?n) { (<x:a> \"A 'b'\\n\") (UNDEF UNDEF) } } }"
    )
    assert 0 < found.seconds < 5
    (asked,) = server.asked
    assert asked.query == "PREFIX x: <x:>\nSELECT * WHERE { ?s x:name ?n } LIMIT 10001"
    assert asked.headers["Accept"] == "application/sparql-results+json"
    assert not asked.headers.keys() & {"Authorization", "Cookie"}


def test_documents_of_loads_are_fetched_once_each(server: Stub, outside: Outside) -> None:
    server.behave = answer(TURTLE, "text/turtle; charset=utf-8")
    one, two = f"{server.at}/data/one.ttl", f"{server.at}/data/two?v=2"
    text = f"LOAD <{one}> ; LOAD <{two}> INTO GRAPH <x:g> ; LOAD <{one}> INTO GRAPH <x:h>"
    found = update(outside, text)
    assert found.text == text
    assert found.loaded == (Part(TURTLE.encode(), "ttl", one), Part(TURTLE.encode(), "ttl", two))
    assert [(asked.method, asked.path) for asked in server.asked] == [
        ("GET", "/data/one.ttl"),
        ("GET", "/data/two?v=2"),
    ]


@pytest.mark.parametrize(
    ("path", "media", "format"),
    [
        ("a.ttl", "text/plain; charset=utf-8", "ttl"),
        ("a.jsonld", "application/octet-stream", "jsonld"),
        ("a.OWL", "", "rdf"),
        ("a", "text/plain", "nt"),
        ("a.ttl", "application/n-quads", "nq"),
    ],
)
def test_ending_counts_where_a_server_of_files_says_nothing(
    server: Stub, outside: Outside, path: str, media: str, format: str
) -> None:
    server.behave = answer(b"", media)
    assert update(outside, f"LOAD <{server.at}/data/{path}>").loaded[0].format == format


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <HERE/sparql/other> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <HERE/other> { ?s ?p ?o } }",
        "SELECT * { SERVICE <HERE/data/../other> { ?s ?p ?o } }",
        "SELECT * { SERVICE <HERE/sparql> { ?s ?p ?o } SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "SELECT * { SERVICE <HERE/sparql> { ?s ?p ?o SERVICE <HERE/other> {} } }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <HERE/sparql> { ?s ?p ?o } } }",
    ],
)
def test_nothing_is_asked_when_any_of_it_is_refused(server: Stub, outside: Outside, text: str) -> None:
    with pytest.raises(QueryRefused):
        query(outside, text.replace("HERE", server.at))
    assert server.asked == []


@pytest.mark.parametrize(
    "text", ["LOAD <HERE/other>", "LOAD SILENT <HERE/other>", "LOAD <HERE/data/a> ; LOAD <HERE/sparql/a>"]
)
def test_document_elsewhere_is_not_fetched(server: Stub, outside: Outside, text: str) -> None:
    with pytest.raises(QueryRefused, match="not among the addresses"):
        update(outside, text.replace("HERE", server.at))
    assert server.asked == []


def test_query_may_not_load_and_the_guard_has_read_all_else(server: Stub, outside: Outside) -> None:
    service = f"SERVICE <{server.at}/sparql>"
    with pytest.raises(QueryRefused, match="LOAD"):
        query(outside, f"LOAD <{server.at}/data/>")
    with pytest.raises(QueryRefused, match="DELETE"):
        query(outside, f"SELECT * {{ {service} {{ ?s ?p ?o }} }} DELETE")
    with pytest.raises(QueryTooLarge):
        query(outside, f"SELECT * {{ {service} {'{' * 50}{'}' * 50} }}")
    with pytest.raises(QuerySyntaxError):
        query(outside, f"SELECT * {{ {service} {{ bogus }} }}")
    assert server.asked == []


FAULTS: list[tuple[Behave, str]] = [
    (answer("", status=302, Location="http://127.0.0.1:1/"), "status 302, and sends elsewhere"),
    (answer("", status=404), "status 404"),
    (answer("<html>", "text/html"), "text/html"),
    (raw(b"no HTTP\r\n\r\n"), "broke off"),
    (raw(), "broke off"),
    (answer(ROWS, Content_Encoding="gzip"), "compresses"),
]


@pytest.mark.parametrize(("behave", "said"), FAULTS)
def test_answer_that_cannot_be_used_is_an_error_unless_silent(
    server: Stub, outside: Outside, behave: Behave, said: str
) -> None:
    server.behave = behave
    group = f"<{server.at}/sparql> {{ ?s ?p ?o }}"
    with pytest.raises(FetchFailed, match=said):
        query(outside, f"SELECT * {{ SERVICE {group} }}")
    found = query(outside, f"SELECT * {{ SERVICE SILENT {group} }}")
    assert found.text == "SELECT * { { VALUES () { () } } }"
    with pytest.raises(FetchFailed, match=said):
        update(outside, f"LOAD <{server.at}/data/a>")
    assert update(outside, f"LOAD SILENT <{server.at}/data/a>").loaded == ()


@pytest.mark.parametrize(
    "body", ["", "{}", '{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a b"}}]}}']
)
def test_rows_that_are_none_are_an_error(server: Stub, outside: Outside, body: str) -> None:
    server.behave = answer(body)
    with pytest.raises(FacelexError, match=r"no rows|means nothing"):
        query(outside, f"SELECT * {{ SERVICE <{server.at}/sparql> {{ ?s ?p ?o }} }}")


def test_endless_or_slow_answers_are_bounded(server: Stub, outside: Outside) -> None:
    server.behave = answer(b" " * (1024 * 1024 + 1), "text/turtle")
    with pytest.raises(QueryTooLarge, match="1 MiB"):
        update(outside, f"LOAD SILENT <{server.at}/data/a>")

    server.behave = answer(b" " * (600 * 1024), "text/turtle")
    with pytest.raises(QueryTooLarge, match="1 MiB"):
        update(outside, f"LOAD <{server.at}/data/a> ; LOAD <{server.at}/data/b>")

    def drip(_: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.released.wait(0.05):
            handler.wfile.write(b" ")

    server.behave = drip
    with pytest.raises(FetchFailed, match="in time"):
        update(outside, f"LOAD <{server.at}/data/a>", seconds=0.4)
    with pytest.raises(QueryTimeout):  # the time of the update is over, silent or not
        update(outside, f"LOAD SILENT <{server.at}/data/a>", seconds=0.4)


def test_more_that_wait_than_may_are_told_to_come_later(server: Stub, outside: Outside) -> None:
    def slow(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        server.released.wait(0.5)
        answer(ROWS)(asked, handler)

    async def ask() -> list[object]:
        text = f"SELECT * {{ SERVICE <{server.at}/sparql> {{ ?s ?p ?n }} }}"
        many = (outside.resolve_query(text, 5) for _ in range(MOST_AT_ONCE + 3))
        return await asyncio.gather(*many, return_exceptions=True)

    async def leave() -> None:
        text = f"SELECT * {{ SERVICE <{server.at}/sparql> {{ ?s ?p ?n }} }}"
        for pause in (0, 0.001, 0.01):
            gone = asyncio.create_task(outside.resolve_query(text, 5))
            await asyncio.sleep(pause)
            gone.cancel()
            await asyncio.wait({gone})
        await asyncio.sleep(1)

    server.behave = slow
    run(leave())  # those who left before the answer take no place
    kinds = [type(found) for found in run(ask())]
    assert kinds.count(QueryBusy) == 3
    assert kinds.count(Resolved) == MOST_AT_ONCE
