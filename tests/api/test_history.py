import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

KING = {"place": "us-wa-king-county", "actor": "police"}


def get(client: TestClient, address: str, **params: str) -> Any:  # noqa: ANN401  # JSON
    response = client.get(address, params=params)
    assert response.status_code == 200, response.text
    return response.json()


def test_transitions_of_a_verdict(client: TestClient) -> None:
    found = get(client, "/api/transitions", **KING, changes="verdict")
    (change,) = found["transitions"]
    assert (change["on"], change["direction"]) == ("2021-06-01", "stricter")
    assert found["at_start"]["verdict"] == "no-rule-known"
    assert found["data_version"]
    assert found["not_legal_advice"]


@pytest.mark.parametrize(
    ("bounds", "days"),
    [
        ({"from": "2021-05-31", "to": "2021-06-01"}, ["2021-06-01"]),
        ({"from": "2021-06-01", "to": "2021-06-30"}, []),
        ({"to": "2021-06-01"}, ["2021-06-01"]),
        ({"to": "1900-01-01"}, []),
        ({"from": "2100-01-01"}, []),
        ({"from": "0001-01-01", "to": "9999-12-31"}, ["2021-06-01"]),
    ],
)
def test_transitions_lie_after_the_first_day_and_not_after_the_last(
    client: TestClient, bounds: dict[str, str], days: list[str]
) -> None:
    found = get(client, "/api/transitions", **KING, changes="verdict", **bounds)
    assert [change["on"] for change in found["transitions"]] == days


def test_transitions_as_csv_have_a_row_for_each_rule(client: TestClient) -> None:
    response = client.get("/api/transitions", params={**KING, "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert rows[0]["rule"] == "rule/us-wa-king-county-19296-2021--ban"
    assert {row["on"] for row in rows} >= {"2021-06-01", "2021-07-01"}


def test_timeline_tells_of_law_events_and_proceedings(client: TestClient) -> None:
    found = get(client, "/api/timeline", place="us-or-portland", inherited="false")
    assert {entry["type"] for entry in found["entries"]} >= {"rule-begins", "proceeding-filed"}
    assert not any(entry["inherited"] for entry in found["entries"])
    assert {entry["type"] for entry in found["entries"]} <= set(found["types"])


def test_timeline_of_an_actor_has_the_transitions_of_the_answer(client: TestClient) -> None:
    bounds = {"from": "2021-06-01", "to": "2021-12-31"}
    found = get(client, "/api/timeline", **KING, **bounds)
    told = [entry for entry in found["entries"] if entry["type"] == "transition"]
    before = get(client, "/api/transitions", **KING, **{**bounds, "from": "2021-05-31"})
    assert [entry["day"] for entry in told] == [change["on"] for change in before["transitions"]]
    assert all("2021-06-01" <= entry["day"] <= "2021-12-31" for entry in found["entries"])


def test_timeline_as_csv(client: TestClient) -> None:
    response = client.get("/api/timeline", params={"place": "us-or-portland", "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert "proceeding/norby-v-jacksons" in {row["id"] for row in rows}


@pytest.mark.parametrize(
    ("address", "params", "status", "slug"),
    [
        ("/api/transitions", {"place": "fr"}, 422, "bad-parameter"),
        ("/api/transitions", {"actor": "police"}, 422, "bad-parameter"),
        ("/api/transitions", {**KING, "from": "2022-01-01", "to": "2021-01-01"}, 422, "bad-parameter"),
        ("/api/transitions", {**KING, "from": "yesterday"}, 422, "bad-day"),
        ("/api/transitions", {**KING, "changes": "some"}, 422, "bad-parameter"),
        ("/api/transitions", {**KING, "format": "xml"}, 422, "bad-parameter"),
        ("/api/transitions", {**KING, "start": "2020-01-01"}, 422, "bad-parameter"),
        ("/api/transitions", {**KING, "actor": "wizards"}, 422, "unknown-concept"),
        ("/api/timeline", {}, 422, "bad-parameter"),
        ("/api/timeline", {"place": "Atlantis"}, 404, "unknown-place"),
        ("/api/timeline", {"place": "fr", "activity": "use"}, 422, "bad-parameter"),
        ("/api/timeline", {"place": "fr", "inherited": "yes"}, 422, "bad-parameter"),
    ],
)
def test_wrong_question_is_a_problem(
    client: TestClient, address: str, params: dict[str, str], status: int, slug: str
) -> None:
    response = client.get(address, params=params)
    assert (response.status_code, response.json()["type"]) == (status, f"/docs#problem-{slug}")


@pytest.mark.parametrize("address", ["/api/transitions", "/api/timeline"])
def test_answer_is_known_again_by_its_tag(client: TestClient, address: str) -> None:
    tag = client.get(address, params=KING).headers["etag"]
    assert client.get(address, params=KING, headers={"If-None-Match": tag}).status_code == 304
    head = client.head(address, params=KING)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
