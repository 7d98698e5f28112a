import csv
import io
import json
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import create_app
from api.connections import BoundedProtocol
from api.parts import Parts
from api.room import Place
from api.settings import Settings
from graph.engine import Engine
from graph.many import ANSWERED

GOOD = {"place": "us-ca-san-francisco", "actor": "police", "on": "2024-06-01", "note": "mine"}
JSON = {"Content-Type": "application/json"}
CSV = {"Content-Type": "text/csv; charset=UTF-8"}


@pytest.fixture
def parts(client: TestClient) -> Parts:
    found: Parts = client.app.state.parts  # type: ignore[attr-defined]  # the app of the fixture is FastAPI's
    return found


def test_list_comes_back_with_answers_and_errors_in_order(client: TestClient, parts: Parts) -> None:
    asked = [GOOD, {**GOOD, "place": "Atlantis"}, "x", GOOD]
    response = client.post("/api/check", content=json.dumps(asked), headers=JSON)
    assert response.headers["content-type"] == "application/json"
    first, unknown, nothing, last = response.json()
    assert first == last
    assert list(first)[:4] == list(GOOD)
    assert (first["verdict"], first["rule"]) == ("prohibited", "rule/us-ca-san-francisco-19b-2019--ban")
    assert (first["activity"], first["setting"], first["note"], first["error"]) == ("use", None, "mine", None)
    assert (unknown["verdict"], unknown["error"]) == (None, "unknown-place")
    assert unknown["error_detail"].startswith("row 2: no place called 'Atlantis'")
    assert nothing["error"] == "bad-question"
    assert parts.room.taken == 0


def test_row_says_what_the_single_answer_says_and_links_to_its_page(client: TestClient) -> None:
    (row,) = client.post("/api/check", content=json.dumps([GOOD]), headers=JSON).json()
    single = client.get("/api/check", params={name: GOOD[name] for name in ("place", "actor", "on")}).json()
    for name in ("verdict", "policy_verdict", "data_version"):
        assert row[name] == single[name]
    assert row["rule"] == single["rules"][0]["id"]
    assert row["law_name"] == single["rules"][0]["law"]["name"]
    assert row["link"].startswith("http://testserver/check?place=us-ca-san-francisco&actor=police")
    page = client.get(row["link"].removeprefix("http://testserver"))
    assert page.status_code == 200
    assert "Prohibited" in page.text


def test_csv_comes_back_as_csv(client: TestClient) -> None:
    body = "note,actor,place\nmine,police,San Francisco\n,,\n"
    response = client.post("/api/check", content=body, headers=CSV)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    first, second = csv.DictReader(io.StringIO(response.text))
    assert list(first)[:6] == ["note", "actor", "place", "activity", "setting", "on"]
    assert list(first)[6:] == [*ANSWERED, "link", "error", "error_detail"]
    assert (first["note"], first["verdict"], first["error"]) == ("mine", "prohibited", "")
    assert first["on"] >= "2026"
    assert second["error_detail"].startswith("row 3: place and actor missing")


@pytest.mark.parametrize(
    ("content", "headers", "status", "slug"),
    [
        (b"x=1", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "unsupported-media-type"),
        (b"[]", {}, 415, "unsupported-media-type"),
        (b"[]", {"Content-Type": "application/json; charset=latin-1"}, 415, "unsupported-media-type"),
        (b"[]", {**JSON, "Content-Encoding": "gzip"}, 415, "unsupported-media-type"),
        (b"", JSON, 400, "bad-table"),
        (b"[{]", JSON, 400, "bad-table"),
        (b"{}", JSON, 400, "bad-table"),
        (b"\xff\xfe", JSON, 400, "bad-request"),
        (b"place\n", CSV, 422, "missing-columns"),
        (b"place,actor\n\xff", CSV, 400, "bad-request"),
        (b" " * (4 * 1024 * 1024 + 1), JSON, 413, "body-too-large"),
        (b"[" + b"1," * 10_000 + b"1]", JSON, 413, "body-too-large"),
        (b"place,actor\n" + b"a,b\n" * 10_001, CSV, 413, "body-too-large"),
    ],
)
def test_list_that_cannot_be_read_is_refused_as_a_whole(
    client: TestClient, parts: Parts, content: bytes, headers: dict[str, str], status: int, slug: str
) -> None:
    response = client.post("/api/check", content=content, headers=headers)
    assert (response.status_code, response.json()["type"]) == (status, f"/docs#problem-{slug}")
    assert parts.room.taken == 0


def test_ten_thousand_questions_are_answered(client: TestClient) -> None:
    body = "place,actor\n" + "fr,police\n" * 10_000
    assert client.post("/api/check", content=body, headers=CSV).text.count("\r\nfr,police,") == 10_000


def test_engine_elsewhere_is_asked_in_a_thread_with_the_same_answers(
    client: TestClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = json.dumps([GOOD, {**GOOD, "place": "Portland"}, {**GOOD, "place": "fr"}] * 20)
    expected = client.post("/api/check", content=asked, headers=JSON).json()
    monkeypatch.setattr(parts.lookup, "is_ahead", False)
    assert client.post("/api/check", content=asked, headers=JSON).json() == expected


def test_parameter_in_the_address_is_refused(client: TestClient) -> None:
    response = client.post("/api/check?on=2024-06-01", content="[]", headers=JSON)
    assert (response.status_code, response.json()["type"]) == (422, "/docs#problem-bad-parameter")


def test_list_is_put_off_while_others_take_all_the_room(client: TestClient, parts: Parts) -> None:
    others = Place(parts.room)
    others.take(parts.room.most)
    response = client.post("/api/check", content="[]", headers=JSON)
    others.leave()
    assert (response.status_code, response.json()["type"]) == (503, "/docs#problem-query-busy")
    assert response.headers["retry-after"]
    assert client.post("/api/check", content="[]", headers=JSON).json() == []


@pytest.fixture(scope="module")
def port(engine: Engine) -> Iterator[int]:
    app = create_app(Settings(workers=2), engine)
    config = uvicorn.Config(app, port=0, log_level="critical", http=BoundedProtocol, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def test_client_that_does_not_read_holds_up_nobody(port: int) -> None:
    """Its list is answered as far as it reads; others get theirs, and their single answers, meanwhile."""
    body = ("place,actor\n" + "fr,police\n" * 10_000).encode()
    head = f"POST /api/check HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: {len(body)}"
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", port))
        slow.sendall(f"{head}\r\n\r\n".encode() + body)
        time.sleep(0.3)
        single = httpx.get(f"http://127.0.0.1:{port}/api/check?place=fr&actor=police", timeout=60)
        assert single.status_code == 200
        other = httpx.post(f"http://127.0.0.1:{port}/api/check", content=body, headers=CSV, timeout=60)
        assert other.text.count("\r\n") == 10_001
        assert slow.recv(12) == b"HTTP/1.1 200"


def test_single_answers_come_between_the_slices_of_long_lists(port: int) -> None:
    body = json.dumps([{**GOOD, "on": f"2024-06-{n % 30 + 1:02}"} for n in range(10_000)])
    address = f"http://127.0.0.1:{port}/api/check"
    lists = [
        threading.Thread(
            target=httpx.post, args=(address,), kwargs={"content": body, "headers": JSON, "timeout": 60}
        )
        for _ in range(3)
    ]
    for one in lists:
        one.start()
    asked = 0
    with httpx.Client(timeout=60) as client:
        while any(one.is_alive() for one in lists) and asked < 200:
            asked += 1
            question = {"place": "fr", "actor": "police", "on": f"20{asked % 90 + 10}-01-01"}
            assert client.get(address, params=question).status_code == 200
    for one in lists:
        one.join()
    assert asked > 20  # a few, if each list were answered whole
