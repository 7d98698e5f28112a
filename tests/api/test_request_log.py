import io
import json
import sys
from collections.abc import Iterator
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.request_id import RequestIds
from api.request_log import RequestLog
from api.settings import Settings
from graph.engine import Engine
from tests.api.servers import RECORDS

SECRET = "an-asker-of-questions"


@pytest.fixture(scope="module")
def logged() -> Iterator[tuple[TestClient, io.StringIO]]:
    out = io.StringIO()
    app = create_app(Settings(workers=1, log="json"), Engine.from_text(RECORDS))
    (found,) = [one for one in app.user_middleware if cast(object, one.cls) is RequestLog]
    assert found.kwargs["out"] is sys.stderr
    found.kwargs["out"] = out
    with TestClient(app, raise_server_exceptions=False, client=("203.0.113.7", 5)) as client:
        yield client, out


def line(out: io.StringIO) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return found


@pytest.mark.parametrize(
    ("method", "address", "route"),
    [
        ("GET", f"/api/search?q={SECRET}", "/api/search"),
        ("GET", f"/id/law/{SECRET}", "/id/{kind}/{slug}"),
        ("HEAD", f"/law/{SECRET}", "/{kind}/{slug}"),
        ("GET", f"/sparql?query={SECRET}", "/sparql"),
        ("GET", f"/store/{SECRET}", "/store"),
        ("GET", "/static/facelex.css", "/static"),
        ("GET", f"/{SECRET}/{SECRET}", "-"),
        ("POST", "/update", "/update"),
    ],
)
def test_request_is_a_line_without_what_was_asked_and_who_asked(
    logged: tuple[TestClient, io.StringIO], method: str, address: str, route: str
) -> None:
    client, out = logged
    response = client.request(method, address, headers={"User-Agent": SECRET, "Accept-Encoding": "identity"})
    found = line(out)
    assert list(found) == ["time", "id", "method", "route", "status", "ms", "bytes"]
    assert (found["method"], found["route"], found["status"]) == (method, route, response.status_code)
    assert found["bytes"] == len(response.content)
    assert found["id"] == response.headers["x-request-id"]
    assert SECRET not in out.getvalue()
    assert "203.0.113" not in out.getvalue()


def test_id_of_a_client_is_kept_and_stands_in_problems(logged: tuple[TestClient, io.StringIO]) -> None:
    client, out = logged
    response = client.get("/nothing", headers={"X-Request-Id": "my-request.0001"})
    assert response.headers["x-request-id"] == "my-request.0001"
    assert response.json()["request_id"] == "my-request.0001"
    assert line(out)["id"] == "my-request.0001"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space", "-begins-with-it", "{json:1}-----"])
def test_id_that_is_not_usable_is_replaced(given: str) -> None:
    ids = RequestIds()
    made = ids.of([(b"x-request-id", given.encode())])
    assert made != given
    assert RequestIds().of([(b"x-request-id", made.encode())]) == made


def test_ids_are_distinct() -> None:
    ids = RequestIds()
    assert len({ids.of([]) for _ in range(1000)}) == 1000
    assert RequestIds().of([]) != RequestIds().of([])


def test_no_line_is_written_by_default() -> None:
    app = create_app(Settings(workers=1), Engine.from_text(RECORDS))
    (found,) = [one for one in app.user_middleware if cast(object, one.cls) is RequestLog]
    assert found.kwargs["out"] is None
    with TestClient(app) as client:
        assert client.get("/healthz").headers["x-request-id"]
