import csv
import io
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient


def test_map_gives_the_steps_of_each_place_and_the_rules_they_rest_on(client: TestClient) -> None:
    found = client.get("/api/map", params={"actor": "police"}).json()
    assert (found["actor"], found["activity"], found["setting"]) == ("police", "use", None)
    city = next(one for one in found["places"] if one["id"] == "jurisdiction/us-la-new-orleans")
    assert city["actor_resolved"] == "municipal-police"
    assert [step["verdict"] for step in city["steps"]] == ["no-rule-known", "prohibited", "conditional"]
    rule = found["rules"][city["steps"][1]["rule"]]
    assert rule["jurisdiction"] == city["id"]
    assert rule["provision"]


def test_map_as_csv_has_a_row_for_each_step(client: TestClient) -> None:
    found = client.get("/api/map", params={"actor": "police"}).json()
    answer = client.get("/api/map", params={"actor": "police", "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == sum(len(place["steps"]) for place in found["places"])
    row = next(row for row in rows if row["from"] == "2021-01-01" and row["name"] == "New Orleans")
    assert (row["verdict"], row["jurisdiction"]) == ("prohibited", "jurisdiction/us-la-new-orleans")


def test_same_map_has_the_same_tag_and_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/api/map", params={"actor": "police"})
    again = client.get(
        "/api/map", params={"actor": "police"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("/api/map", "bad-parameter"),
        ("/api/map?actor=dragons", "unknown-concept"),
        ("/api/map?actor=police&setting=moon", "unknown-concept"),
        ("/api/map?actor=police&format=xml", "bad-parameter"),
        ("/api/tide?actor=police&place=atlantis", "unknown-place"),
        ("/api/tide", "bad-parameter"),
    ],
)
def test_what_cannot_be_understood_is_a_problem(client: TestClient, path: str, type: str) -> None:
    answer = client.get(path)
    assert answer.status_code == (404 if type == "unknown-place" else 422)
    assert answer.json()["type"].endswith(type)


def test_tide_tells_each_year_of_a_place(client: TestClient) -> None:
    found = client.get("/api/tide", params={"actor": "police", "place": "New Orleans"}).json()
    years = {year["year"]: year for year in found["years"]}
    assert found["place"]["id"] == "jurisdiction/us-la-new-orleans"
    assert years[2020]["prohibitions"] == 0
    assert years[2021]["prohibitions"] >= 1
    assert (years[2021]["stricter"], years[2022]["looser"]) == (1, 1)
    text = client.get("/api/tide", params={"actor": "police", "format": "csv"}).text
    assert text.startswith("year,prohibitions,places,stricter,looser")


def test_turns_are_those_that_answers_give_on_each_day_of_the_places_own_law(client: TestClient) -> None:
    strictness = {"prohibited": 2, "conditional": 1, "authorised": 0, "no-rule-known": 0}
    rules = client.get("/api/rules?format=csv&fields=jurisdiction,from,until").text
    days = {
        (row["jurisdiction"].partition("/")[2], date.fromisoformat(f"{day}-01-01"[:10]))
        for row in csv.DictReader(io.StringIO(rules))
        for day in (row["from"], row["until"])
        if day
    }

    def verdict(place: str, day: date) -> int:
        asked = {"place": place, "actor": "police", "activity": "use", "on": str(day)}
        return strictness[client.get("/api/check", params=asked).json()["verdict"]]

    turns = [
        (day.year, verdict(place, day) - verdict(place, day - timedelta(1)))
        for place, day in days
        if day.year in (2020, 2022)
    ]
    assert {turn > 0 for _, turn in turns if turn} == {True, False}
    for year in client.get("/api/tide?actor=police").json()["years"]:
        if year["year"] in (2020, 2022):
            assert year["stricter"] == sum(of == year["year"] and turn > 0 for of, turn in turns)
            assert year["looser"] == sum(of == year["year"] and turn < 0 for of, turn in turns)
