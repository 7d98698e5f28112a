"""The quick door gives what the framework's route gives, and the same again."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import Depends, FastAPI, Response
from fastapi.testclient import TestClient

from api.parameters import refuse_unknown
from api.parts import Parts
from api.problems import install
from api.quick import KeptBodies
from api.routes import check
from api.shortcuts import rest_of
from graph.places import Place
from graph.rules import Rule

PLAIN = {"place": "San Francisco", "actor": "police", "on": "2024-06-01"}


def content(response: httpx.Response) -> bytes | dict[str, object]:
    """The body; of a problem, all but the id of its request."""
    if response.status_code == 200:
        return response.content
    problem: dict[str, object] = response.json()
    return {name: value for name, value in problem.items() if name != "request_id"}


def headers(response: httpx.Response) -> dict[str, str]:
    """All but the id of the request and what is left to the client; of a problem, but its length, too."""
    others = {"x-request-id", "ratelimit"} | ({"content-length"} if response.status_code != 200 else set())
    return {name: value for name, value in response.headers.items() if name not in others}


@pytest.fixture(scope="module")
def slow(client: TestClient) -> Iterator[TestClient]:
    """The same route, behind the framework alone."""
    app = FastAPI()
    parts: Parts = client.app.state.parts  # type: ignore[attr-defined]  # the app of the fixture is FastAPI's
    app.state.parts = parts
    app.include_router(check.router, dependencies=[Depends(refuse_unknown)])
    install(app)
    with TestClient(app, raise_server_exceptions=False) as slow:
        yield slow


@pytest.mark.parametrize(
    "query",
    [
        urlencode(PLAIN),
        urlencode({**PLAIN, "setting": "retail", "activity": "real-time-identification"}),
        urlencode({"place": "fr", "actor": "employers"}),
        urlencode({**PLAIN, "place": "Portland"}),
        urlencode({**PLAIN, "place": "Atlantis"}),
        urlencode({**PLAIN, "actor": "wizards"}),
        urlencode({**PLAIN, "on": "2024-02-30"}),
        urlencode({**PLAIN, "activity": ""}),
        urlencode({**PLAIN, "colour": "red"}),
        urlencode({**PLAIN, "request": "x", "parts": "y"}),
        "place=fr&actor=police&actor=police",
        "place=%FF&actor=police",
        "place=fr%00&actor=police",
        "place=" + "x" * 600,
        "actor=police",
        "place=fr",
        "",
        "&&=&",
        "place",
    ],
)
def test_door_and_route_give_the_same(client: TestClient, slow: TestClient, query: str) -> None:
    expected = slow.get(f"/api/check?{query}")
    for _ in range(2):
        found = client.get(f"/api/check?{query}")
        assert (found.status_code, content(found)) == (expected.status_code, content(expected))
        assert headers(expected).items() <= headers(found).items()
        assert found.headers["access-control-allow-origin"] == "*"


def test_answer_given_again_is_confirmed_by_its_tag_and_has_a_head(client: TestClient) -> None:
    address = f"/api/check?{urlencode(PLAIN)}"
    first, again = client.get(address), client.get(address)
    assert (first.content, headers(first)) == (again.content, headers(again))
    assert client.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    head = client.head(address)
    assert (head.status_code, head.content, headers(head)) == (200, b"", headers(first))


def test_engine_elsewhere_is_asked_each_time_in_a_thread(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/api/check?{urlencode({**PLAIN, 'on': '2024-06-02'})}"
    expected = client.get(address)
    parts: Parts = client.app.state.parts  # type: ignore[attr-defined]  # the app of the fixture is FastAPI's
    monkeypatch.setattr(parts.lookup, "is_ahead", False)
    other = f"/api/check?{urlencode({**PLAIN, 'on': '2024-06-03'})}"
    asked: list[str] = []
    reading = parts.lookup.rules_in

    def rules_in(place: Place) -> list[Rule]:
        asked.append(place.id)
        return reading(place)

    monkeypatch.setattr(parts.lookup, "rules_in", rules_in)
    first, second = client.get(other), client.get(other)
    assert len(asked) == 2
    assert (first.status_code, first.content) == (200, second.content)
    assert first.json()["verdict"] == expected.json()["verdict"]
    assert client.get(f"{other}&colour=red").status_code == 422


def test_question_without_a_day_is_another_on_each_day(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/api/check?place=us-or-portland&actor=retailers"
    for day in (date(2020, 12, 31), date(2021, 1, 1)):
        monkeypatch.setattr("api.quick.today", lambda day=day: day)
        monkeypatch.setattr("api.clock.today", lambda day=day: day)
        assert client.get(address).json()["question"]["on"] == str(day)


def test_bodies_are_kept_up_to_a_bound_and_the_latest_asked_stay() -> None:
    each = 11 + len(rest_of(Response(b"x" * 10).raw_headers, b"x" * 10))
    kept, day = KeptBodies(most_bytes=2 * each + 5), date(2024, 6, 1)
    for query in (b"a", b"b"):
        kept.put(query, day, Response(b"x" * 10))
    assert kept.get(b"a", day) is not None
    kept.put(b"c", day, Response(b"x" * 10))
    assert [query for query in (b"a", b"b", b"c") if kept.get(query, day)] == [b"a", b"c"]
    kept.put(b"d", day, Response(b"x" * 2 * each))
    assert not any(kept.get(query, day) for query in (b"a", b"b", b"c", b"d"))


def test_methods_that_are_no_reading_are_not_answered_here(client: TestClient) -> None:
    assert client.put("/api/check").status_code == 405
    assert "GET" in client.options("/api/check").headers["allow"]
