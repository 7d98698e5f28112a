import asyncio
from typing import Any

from benchmarks.check import Row, table_of
from benchmarks.driver import Measurement
from benchmarks.hello import BODY, hello


def test_table_gives_the_share_of_the_bare_server() -> None:
    rows = [
        Row("bare", Measurement(1000, 0.5, 1, 100, 0, 0, 0.1)),
        Row("new", Measurement(250, 2, 5, 100, 1, 2, 0.4)),
    ]
    table = table_of(rows, {"csv": 9876.5}, 42, 8)
    assert "| new | 250 | 0.25 | 2.00 | 5.00 | 0.400 | 3 |" in table
    assert "10000 new questions as csv, 1 connection | 9876 |" in table
    assert "42 questions had the same verdict" in table


def test_bare_server_says_hello() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:  # noqa: ANN401  # a message of the server
        sent.append(message)

    async def receive() -> dict[str, str]:
        return {"type": "http.request"}

    asyncio.run(hello({"type": "http"}, receive, send))
    assert sent[1]["body"] == BODY
