import asyncio
import gzip
import zlib

import pytest
from fastapi.testclient import TestClient
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Message, Receive, Scope, Send

from api.encodings import LEAST, LEVEL, Encodings

PAGE = "/check?place=us-ca-san-francisco&actor=police&on=2024-06-01"
LONG_QUERY = "SELECT * { ?s ?p ?o } LIMIT 30000"


@pytest.mark.parametrize(
    "path",
    [
        PAGE,
        "/map",
        "/api/laws",
        "/api/map?actor=police",
        "/map.svg?actor=police",
        "/openapi.json",
        "/static/facelex.css",
    ],
)
def test_texts_leave_packed_for_who_reads_it_and_say_the_same(client: TestClient, path: str) -> None:
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) * 0.6
    assert "Accept-Encoding" in packed.headers["vary"]


def test_each_form_has_its_own_tag_and_either_is_known_again(client: TestClient) -> None:
    plain = client.get(PAGE, headers={"Accept-Encoding": "identity"}).headers["etag"]
    packed = client.get(PAGE, headers={"Accept-Encoding": "gzip"}).headers["etag"]
    assert packed == plain[:-1] + '-gzip"'
    for tag in (plain, packed, f'"other", {packed}'):
        again = client.get(PAGE, headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
        assert again.status_code == 304
        assert again.headers["etag"] in tag
        assert "Accept-Encoding" in again.headers["vary"].split(", ")
        assert client.get(PAGE, headers={"Accept-Encoding": "", "If-None-Match": tag}).status_code == 304
    assert client.get(PAGE, headers={"If-None-Match": '"other-gzip"'}).status_code == 200


@pytest.mark.parametrize(
    ("said", "packs"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("GZIP", True),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("*, gzip;q=0", False),
        ("gzip;q=x", False),
        ("br", False),
        ("", False),
        ("gzipped", False),
    ],
)
def test_what_the_client_accepts_is_heeded(client: TestClient, said: str, packs: bool) -> None:
    response = client.get("/api/laws", headers={"Accept-Encoding": said})
    assert (response.headers.get("content-encoding") == "gzip") is packs


def test_small_answers_and_dumps_leave_as_they_are(client: TestClient) -> None:
    asks = {"Accept-Encoding": "gzip"}
    assert "content-encoding" not in client.get("/healthz", headers=asks).headers
    dump = client.get("/dump.nq", headers=asks)
    assert "content-encoding" not in dump.headers
    assert dump.headers["accept-ranges"] == "bytes"
    part = client.get("/static/facelex.css", headers=asks | {"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content), "content-encoding" in part.headers) == (206, 10, False)


def test_long_answer_comes_packed_in_pieces(client: TestClient) -> None:
    asked = {"params": {"query": LONG_QUERY}, "headers": {"Accept": "text/csv", "Accept-Encoding": "gzip"}}
    with client.stream("GET", "/sparql", **asked) as response:
        assert response.headers["content-encoding"] == "gzip"
        assert "content-length" not in response.headers
        raw = b"".join(response.iter_raw())
    assert gzip.decompress(raw).count(b"\n") == 30_001


def test_head_says_what_get_would(client: TestClient) -> None:
    asks = {"Accept-Encoding": "gzip"}
    head, got = client.head("/map", headers=asks), client.get("/map", headers=asks)
    for name in ("etag", "content-encoding", "content-length", "vary"):
        assert head.headers[name] == got.headers[name]


def test_file_that_is_known_says_its_forms_too(client: TestClient) -> None:
    first = client.get("/static/facelex.css", headers={"Accept-Encoding": "gzip"})
    again = {"Accept-Encoding": "gzip", "If-None-Match": first.headers["etag"]}
    answer = client.get("/static/facelex.css", headers=again)
    assert (answer.status_code, answer.headers["vary"]) == (304, "Accept-Encoding")


class Pieces:
    """An app that gives pieces one by one and then fails; `events` tells what was made and what came."""

    def __init__(self, pieces: int) -> None:
        self.events: list[str] = []
        self.messages: list[Message] = []
        self._pieces = pieces
        self._reader = zlib.decompressobj(16 + zlib.MAX_WBITS)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = [(b"content-type", b"text/csv"), (b"etag", b'"x"')]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        for number in range(self._pieces):
            self.events.append(f"made {number}")
            await send({"type": "http.response.body", "body": b"%d\n" % number, "more_body": True})
        raise RuntimeError("the rest cannot be read")

    async def send(self, message: Message) -> None:
        self.messages.append(message)
        if message["type"] == "http.response.body":
            self.events.append(f"came {self._reader.decompress(message['body']).decode().strip()}")

    async def receive(self) -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}


def test_each_piece_can_be_read_before_the_next_is_made_and_a_break_is_seen() -> None:
    pieces = Pieces(3)
    packing = GZipMiddleware(pieces.app, minimum_size=LEAST, compresslevel=LEVEL)
    scope = {"type": "http", "method": "GET", "path": "/x", "headers": [(b"accept-encoding", b"gzip")]}
    with pytest.raises(RuntimeError, match="cannot be read"):
        asyncio.run(Encodings(packing, "/dump.")(scope, pieces.receive, pieces.send))
    assert pieces.events == ["made 0", "came 0", "made 1", "came 1", "made 2", "came 2"]
    assert (b"etag", b'"x-gzip"') in pieces.messages[0]["headers"]
    assert all(message.get("more_body", True) for message in pieces.messages), "it looks complete"


def test_events_and_what_is_packed_already_are_left_alone() -> None:
    for media in (b"text/event-stream", b"application/gzip", b"image/png"):
        assert _coding_of(media) == []
    assert _coding_of(b"text/turtle") == [b"gzip"]


def _coding_of(media: bytes) -> list[bytes]:
    told: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        head = [(b"content-type", media)]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"x" * 5000})

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    scope = {"type": "http", "method": "GET", "path": "/x", "headers": [(b"accept-encoding", b"gzip")]}
    asyncio.run(
        Encodings(GZipMiddleware(app, minimum_size=LEAST, compresslevel=LEVEL), "/dump.")(
            scope, receive, send
        )
    )
    return [value for name, value in told[0]["headers"] if name == b"content-encoding"]
