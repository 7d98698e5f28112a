"""The calendar and the feeds over the real data."""

import json
from datetime import UTC, date, datetime

import feedparser
import pytest
import vobject
from fastapi.testclient import TestClient

from api.routes import days
from tests.api.test_calendar_file import events_of
from tests.api.test_feeds import check_atom, check_json_feed

CALENDAR = "/api/calendar.ics"


def today() -> date:
    return datetime.now(UTC).date()


def test_whole_calendar_is_read_by_two_readers(client: TestClient) -> None:
    response = client.get(CALENDAR, params={"from": "1700-01-01"})
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    events = events_of(response.content)
    assert not [error for event in events for error in event.errors]
    other = vobject.readOne(response.text)
    other.validate(raiseException=True)
    assert len(events) == len(other.vevent_list) == len({str(event["UID"]) for event in events}) > 1700
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75


def test_calendar_is_what_is_to_come(client: TestClient) -> None:
    response = client.get(CALENDAR, params={"kinds": "begins,ends"})
    starts = events_of(response.content)
    assert starts
    for event in starts:
        assert event.start >= today() or "not known" in event["SUMMARY"]
    again = client.get(CALENDAR, params={"kinds": "begins,ends"})
    assert (again.content, again.headers["etag"]) == (response.content, response.headers["etag"])
    tag = {"If-None-Match": response.headers["etag"]}
    assert client.get(CALENDAR, params={"kinds": "begins,ends"}, headers=tag).status_code == 304


def test_coming_law_of_the_records_is_in_the_calendar(client: TestClient) -> None:
    response = client.get(CALENDAR, params={"from": "2026-11-25", "place": "US-AL", "effect": "condition"})
    found = {str(event["UID"]).rpartition("/")[2]: event for event in events_of(response.content)}
    assert found["us-al-personal-data-protection-2026--sensitive#begins"].start == date(2027, 5, 1)


def test_place_without_days_has_an_empty_calendar(client: TestClient) -> None:
    response = client.get(CALENDAR, params={"from": "2200-01-01", "place": "us-ca-oakland"})
    assert response.status_code == 200
    assert not events_of(response.content)


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("from=2027-13-01", "bad-day"),
        ("from=2027-01-02&to=2027-01-01", "bad-parameter"),
        ("kinds=begins,nothing", "bad-parameter"),
        ("kinds=,", "bad-parameter"),
        ("place=Nowhere", "unknown-place"),
        ("actor=nobody", "unknown-concept"),
        ("effect=nothing", "unknown-concept"),
        ("inherited=1", "bad-parameter"),
        ("colour=red", "bad-parameter"),
    ],
)
@pytest.mark.parametrize("address", [CALENDAR, "/api/changes.atom", "/api/changes.json"])
def test_what_cannot_be_understood_is_a_problem(
    client: TestClient, address: str, query: str, slug: str
) -> None:
    response = client.get(f"{address}?{query}")
    assert response.json()["type"] == f"/docs#problem-{slug}"


def test_changes_are_newest_first_and_have_come(client: TestClient) -> None:
    found = feedparser.parse(client.get("/api/changes.atom?limit=500").content)
    assert not found.bozo
    days = [entry.published[:10] for entry in found.entries]
    assert days == sorted(days, reverse=True)
    assert days[0] <= today().isoformat()
    assert len(days) == 500


def test_pages_hold_every_change_once(client: TestClient) -> None:
    address, ids = "/api/changes.json?limit=400", []
    while address:
        content = client.get(address).json()
        check_json_feed(content)
        ids += [item["id"] for item in content["items"]]
        address = content.get("next_url", "").removeprefix("http://testserver")
    assert len(ids) == len(set(ids)) > 1000
    beyond = client.get("/api/changes.json?limit=400&page=99")
    assert (beyond.status_code, "there are" in beyond.text) == (422, True)


def test_atom_and_json_tell_the_same(client: TestClient) -> None:
    query = "place=us-ca&inherited=true&actor=police&effect=ban"
    root = check_atom(client.get(f"/api/changes.atom?{query}").content)
    ids = [one.text for one in root.findall("{*}entry/{*}id")]
    assert ids == [item["id"] for item in client.get(f"/api/changes.json?{query}").json()["items"]]
    assert "https://w3id.org/facelex/id/rule/us-ca-ab-1215-2019--body-cams#ends" in ids


def test_feed_names_itself_under_the_host_that_was_asked(client: TestClient) -> None:
    response = client.get("/api/changes.json?limit=1", headers={"Host": "law.example.org"})
    content = json.loads(response.content)
    assert content["feed_url"] == "http://law.example.org/api/changes.json?limit=1"
    assert content["items"][0]["url"].startswith("http://law.example.org/id/")
    assert content["_facelex"]["id"] == "https://w3id.org/facelex/api/changes.json"
    evil = client.get("/api/changes.json?limit=1", headers={"Host": 'x"><script>'})
    assert "<script" not in evil.text


def test_corrections_are_apart_from_changes(client: TestClient) -> None:
    changes = {item["id"] for item in client.get("/api/changes.json?limit=500").json()["items"]}
    content = client.get("/api/corrections.json?limit=500").json()
    check_json_feed(content)
    check_atom(client.get("/api/corrections.atom").content)
    assert not changes & {item["id"] for item in content["items"]}
    assert all(item["title"].startswith("Record checked: ") for item in content["items"])
    some = client.get("/api/corrections.json?place=us-il&limit=500").json()["items"]
    assert "law/us-il-bipa-2008#checked-" in "".join(item["id"] for item in some)
    assert client.get("/api/corrections.json?to=1999-01-01").json()["items"] == []


def test_same_calendar_is_made_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(_days: object, name: str, *_: object) -> bytes:
        made.append(name)
        return b"BEGIN:VCALENDAR\r\n"

    monkeypatch.setattr(days, "calendar_file", make)
    for place in ("us-or", "us-or", "US-WA"):
        assert client.get(CALENDAR, params={"place": place, "from": "1999-09-09"}).status_code == 200
    assert made == ["Face recognition law: Oregon", "Face recognition law: Washington"]


def test_calendar_is_put_off_when_too_many_wait(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.costly.MOST_WAITING", 0)
    response = client.get(CALENDAR)
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
