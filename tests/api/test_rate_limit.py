from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from api.app import create_app
from api.clients import client_of
from api.rate_limit import Allowance, RateLimit
from api.settings import Settings
from graph.engine import Engine
from tests.api.servers import RECORDS

FAR = ("203.0.113.7", 50000)


def test_allowance_is_spent_and_comes_back_one_by_one() -> None:
    allowance = Allowance(3)
    assert [allowance.take("a", 100.0) for _ in range(4)] == [(2, 20), (1, 40), (0, 60), (-1, 20)]
    assert allowance.take("b", 100.0) == (2, 20)
    assert allowance.take("a", 119.0) == (-1, 1)
    assert allowance.take("a", 120.0) == (0, 60)
    assert allowance.take("a", 1000.0) == (2, 20)


def test_no_window_of_a_minute_has_more_than_twice_the_limit() -> None:
    allowance = Allowance(60)
    taken = [now for now in range(240) for _ in range(5) if allowance.take("a", float(now))[0] >= 0]
    for start in range(180):
        assert sum(start <= now < start + 60 for now in taken) <= 120


def test_memory_of_clients_is_bounded() -> None:
    allowance = Allowance(1, most_clients=100)
    for number in range(10_000):
        allowance.take(str(number), 0.0)
    assert len(allowance) <= 100


def test_clients_that_have_it_all_back_are_forgotten() -> None:
    allowance = Allowance(60)
    for number in range(1000):
        allowance.take(str(number), 0.0)
    for number in range(1000, 1600):
        allowance.take(str(number), 100.0)
    assert len(allowance) <= 600


@pytest.fixture(scope="module")
def limited() -> Iterator[TestClient]:
    app = create_app(Settings(workers=1, rate_limit=5), Engine.from_text(RECORDS))
    with TestClient(app, raise_server_exceptions=False, client=FAR) as client:
        yield client


def test_too_many_requests_are_told_when_to_ask_again(limited: TestClient) -> None:
    answers = [limited.get("/api/search?q=law") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == [
        "r=4",
        "r=3",
        "r=2",
        "r=1",
        "r=0",
        "r=0",
    ]
    last = answers[-1]
    assert last.headers["ratelimit-policy"] == '"default";q=5;w=60'
    assert last.json()["type"] == "/docs#problem-too-many-requests"
    assert 0 < int(last.headers["retry-after"]) <= 12
    assert last.headers["access-control-allow-origin"] == "*"
    assert "RateLimit" in last.headers["access-control-expose-headers"]
    assert limited.get("/sparql?query=ASK{}").status_code == 429
    assert limited.get("/healthz").status_code == 200


def test_this_machine_is_not_limited() -> None:
    app = create_app(Settings(workers=1, rate_limit=1), Engine.from_text(RECORDS))
    with TestClient(app, client=("127.0.0.1", 50000)) as client:
        answers = [client.get("/healthz?x=1") for _ in range(3)]
    assert all(answer.status_code == 422 and "ratelimit" not in answer.headers for answer in answers)


def test_clients_that_come_one_after_another_are_not_kept() -> None:
    allowance = Allowance(600)
    for number in range(20_000):
        allowance.take(client_of((f"203.0.{number % 250}.{number % 199}", 1)), float(number))
    assert len(allowance) <= 2


def test_what_is_no_request_passes() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    async def nothing() -> dict[str, str]:
        return {}

    async def ignore(_: object) -> None:
        return

    coroutine = RateLimit(app, 1)({"type": "lifespan"}, nothing, ignore)
    with pytest.raises(StopIteration):
        coroutine.send(None)
    assert seen == ["lifespan"]
