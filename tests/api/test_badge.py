from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import fromstring

import pytest
from fastapi.testclient import TestClient

from api.routes import badge

CARD = "/badge/us-ca-san-francisco.svg"
NS = "{http://www.w3.org/2000/svg}"


def said(client: TestClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return fromstring(response.content).findtext(f"{NS}desc") or ""


def test_card_says_the_verdict_and_whose_day_it_is(client: TestClient) -> None:
    text = said(client, f"{CARD}?on=2024-06-01")
    assert text.startswith("Prohibited: Face recognition by municipal police: use, San Francisco, California")
    for words in ("As of 1 June 2024", "Last confirmed", "Not legal advice"):
        assert words in text


def test_silence_is_not_permission_on_a_card_either(client: TestClient) -> None:
    text = said(client, f"{CARD}?actor=retailers&activity=scraping-face-database&on=2000-01-01")
    assert text.startswith("No rule known")
    assert "Silence is not permission" in text
    assert "Place researched through" in text


def test_rule_that_nobody_has_confirmed_lately_may_have_changed(client: TestClient) -> None:
    assert "may have changed since" in said(client, f"{CARD}?on=2030-01-01")


@pytest.mark.parametrize("moment", ["2026-11-25T10:00:00", "2026-11-25T23:59:58", "2026-12-31T23:00:01"])
def test_card_of_today_is_not_kept_until_tomorrow(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    monkeypatch.setattr(badge, "now", lambda: now)
    headers = client.get(CARD).headers
    expires = parsedate_to_datetime(headers["expires"])
    seconds = int(headers["cache-control"].partition("max-age=")[2].partition(",")[0])
    assert 0 < seconds <= 3600
    assert (expires - now).total_seconds() == seconds
    assert expires <= datetime.combine(now.date(), datetime.max.time(), UTC).replace(microsecond=0) or (
        expires.hour == expires.minute == expires.second == 0
    )


def test_card_of_a_named_day_is_asked_for_again(client: TestClient) -> None:
    response = client.get(f"{CARD}?on=2024-06-01")
    assert response.headers["cache-control"] == "no-cache"
    tag = {"If-None-Match": response.headers["etag"]}
    assert client.get(f"{CARD}?on=2024-06-01", headers=tag).status_code == 304


def test_card_may_be_embedded_anywhere_and_does_nothing(client: TestClient) -> None:
    headers = client.get(CARD).headers
    assert headers["content-type"] == "image/svg+xml"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/badge/nowhere-at-all.svg", 404),
        ("/badge/Portland.svg", 422),
        (f"{CARD}?actor=nobody", 422),
        (f"{CARD}?on=tomorrow", 422),
        (f"{CARD}?colour=red", 422),
        ("/badge/us-ca.png", 404),
    ],
)
def test_question_that_cannot_be_understood_is_a_problem(
    client: TestClient, address: str, status: int
) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_every_place_has_a_card(client: TestClient) -> None:
    places = client.app.state.parts.lookup.places.by_id.values()  # type: ignore[attr-defined]
    for place in sorted(places, key=lambda place: -len(place.name))[:40]:
        assert place.name in said(client, f"/badge/{place.slug}.svg?actor=everyone&on=2026-01-01")


def test_no_question_is_cut(client: TestClient) -> None:
    concepts = client.app.state.parts.lookup.concepts  # type: ignore[attr-defined]
    longest = {
        part: max(concepts.among(part), key=lambda one: len(one.label))
        for part in ("actor", "activity", "setting")
    }
    query = "&".join(f"{part}={one.word}" for part, one in longest.items())
    root = fromstring(client.get(f"/badge/us-wa-port-of-seattle.svg?{query}&on=2026-01-01").content)
    shown = " ".join(line.text or "" for line in root.iter(f"{NS}text"))
    assert all(one.label in shown for one in longest.values())
    assert "…" not in shown
