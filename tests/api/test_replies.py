from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fastapi.testclient import TestClient

from api import replies
from api.app import create_app
from api.settings import Settings
from graph.engine import Engine

CHECK = "/api/check?place=us-ca-san-francisco&actor=police&on=2024-06-01"
NOW = datetime(2030, 3, 4, 12, 30, 15, tzinfo=UTC)


def http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.fixture
def later(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server that was started an hour before NOW, and is asked NOW."""
    app = create_app(Settings(workers=1), engine)
    object.__setattr__(app.state.parts, "opened", NOW - timedelta(hours=1))
    monkeypatch.setattr(replies, "now", lambda: NOW)
    with TestClient(app) as client:
        yield client


def test_answer_says_its_licence_and_the_day_of_its_data(client: TestClient) -> None:
    headers = client.get(CHECK).headers
    assert headers["link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    modified = datetime.strptime(headers["last-modified"], "%a, %d %b %Y %H:%M:%S GMT")
    assert modified >= datetime(2026, 11, 23)
    assert (modified.hour, modified.minute, modified.second) == (0, 0, 0)


def test_known_tag_goes_before_any_time(later: TestClient) -> None:
    first = later.get(CHECK)
    since = http_date(NOW)
    known = {"If-None-Match": first.headers["etag"], "If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    other = {"If-None-Match": '"another"', "If-Modified-Since": since}
    assert later.get(CHECK, headers=known).status_code == 304
    assert later.get(CHECK, headers=other).status_code == 200
    assert later.get(CHECK, headers={"If-Modified-Since": since}).status_code == 304


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (NOW - timedelta(minutes=1), 304),
        (NOW - timedelta(hours=1), 304),
        (NOW - timedelta(hours=1, seconds=1), 200),  # from another server, perhaps with other data
        (NOW + timedelta(seconds=1), 200),
        (datetime(2001, 1, 1, tzinfo=UTC), 200),
    ],
)
def test_time_counts_only_since_the_server_answers_from_this_data(
    later: TestClient, since: datetime, status: int
) -> None:
    response = later.get(CHECK, headers={"If-Modified-Since": http_date(since)})
    assert response.status_code == status
    assert response.headers["etag"]
    assert response.headers["last-modified"]
    assert (response.content == b"") == (status == 304)


def test_time_of_yesterday_does_not_confirm_an_answer_about_today(
    later: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = NOW + timedelta(days=1)
    monkeypatch.setattr(replies, "now", lambda: tomorrow)
    assert later.get(CHECK, headers={"If-Modified-Since": http_date(NOW)}).status_code == 200
    assert later.get(CHECK, headers={"If-Modified-Since": http_date(tomorrow)}).status_code == 304


@pytest.mark.parametrize(
    "since",
    [
        "yesterday",
        "",
        "2030-03-04",
        "0",
        "Mon, 99 Foo 2030 99:99:99 GMT",
        "Mon, 04 Mar 99999999999 12:00:00 GMT",
        "Mon, 04 Mar 2030 12:00:00 +99999999999",
    ],
)
def test_unreadable_time_is_as_good_as_none(later: TestClient, since: str) -> None:
    assert later.get(CHECK, headers={"If-Modified-Since": since}).status_code == 200


def test_answer_was_not_modified_in_the_future(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "now", lambda: datetime(2020, 1, 2, tzinfo=UTC))
    assert client.get(f"{CHECK}&setting=retail").headers["last-modified"] == "Thu, 02 Jan 2020 00:00:00 GMT"


def test_sparql_answers_may_hold_peoples_own_data_and_claim_no_licence(client: TestClient) -> None:
    headers = client.get("/sparql", params={"query": "ASK {}"}).headers
    assert "link" not in headers
    assert "last-modified" not in headers
