import gzip

import pytest
from fastapi.testclient import TestClient

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
