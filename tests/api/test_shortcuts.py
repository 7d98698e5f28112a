from collections.abc import Iterator

import httpx
import pytest

from api.headers import ALWAYS
from api.shortcuts import Shortcuts, accepted, rest_of
from tests.api.servers import Served, served

FAR = "203.0.113.7"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("shortcuts")) as server:
        yield server


@pytest.mark.parametrize("name", ["if-none-match", "origin", "content-length", "expect", "x-request-id"])
def test_request_that_asks_for_more_goes_the_usual_way(name: str) -> None:
    assert accepted([(b"host", b"x"), (name.encode(), b"1")]) is None


def test_what_is_accepted_is_told_unless_it_is_said_twice() -> None:
    assert accepted([(b"accept", b"text/csv"), (b"host", b"x")]) == b"text/csv"
    assert accepted([(b"host", b"x")]) == b""
    assert accepted([(b"accept", b"text/csv"), (b"accept", b"text/html")]) is None


def test_rest_has_the_headers_that_all_have_and_its_own_before_them() -> None:
    lines = rest_of([(b"ETag", b"x"), (b"referrer-policy", b"origin")], b"body").split(b"\r\n")
    assert lines[-2:] == [b"", b"body"]
    assert b"etag: x" in lines
    assert [line for line in lines if line.startswith(b"referrer")] == [b"referrer-policy: origin"]
    assert len(lines) == len(ALWAYS) + 3


def test_counted_clients_take_no_shortcut() -> None:
    assert not Shortcuts({}, counts_others=True).are_for(FAR)
    assert Shortcuts({}, counts_others=True).are_for("127.0.0.1")
    assert Shortcuts({}, counts_others=False).are_for(FAR)


def test_answer_by_the_shortcut_is_that_of_the_usual_way(server: Served) -> None:
    address = f"{server.address}/api/check?place=x&actor=police&on=2024-06-01"
    first, again, usual = (
        httpx.get(address, headers=headers) for headers in ({}, {}, {"Origin": "https://x.example"})
    )
    for one in (first, again):
        assert (one.status_code, one.content) == (usual.status_code, usual.content) or one.status_code != 200
        assert {*one.headers} == {*usual.headers}
