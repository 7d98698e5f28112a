import csv
import io

import pytest
from fastapi.testclient import TestClient

ASKED = {"places": "us-ca-san-francisco,us-wy", "actor": "police", "on": "2024-06-01"}


def test_matrix_has_a_verdict_and_a_clause_in_each_cell(client: TestClient) -> None:
    found = client.get("/api/compare", params=ASKED).json()
    city, state = found["places"]
    assert list(city["cells"]) == found["activities"]
    use = city["cells"]["use"]
    assert (use["verdict"], use["rule"], use["binds"]) == (
        "prohibited",
        "rule/us-ca-san-francisco-19b-2019--ban",
        "full",
    )
    assert use["provision"] == "S.F. Admin. Code 19B.2(d)"
    assert (city["actor_resolved"], state["actor_resolved"]) == ("municipal-police", "state-police")
    assert (state["cells"]["use"]["verdict"], state["cells"]["use"]["rule"]) == ("no-rule-known", None)
    assert found["data_version"]
    assert client.get(use["link"]).status_code == 200


def test_csv_has_a_row_for_each_place_and_two_columns_for_each_activity(client: TestClient) -> None:
    response = client.get("/api/compare", params={**ASKED, "activities": "acquire,use", "format": "csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    city, state = csv.DictReader(io.StringIO(response.text))
    assert list(city)[5:] == ["acquire", "acquire_clause", "use", "use_clause", "data_version"]
    assert city["use"] == "prohibited"
    assert city["use_clause"].endswith("rule/us-ca-san-francisco-19b-2019--ban")
    assert (state["place"], state["use"], state["use_clause"]) == ("jurisdiction/us-wy", "no-rule-known", "")


@pytest.mark.parametrize(
    ("changed", "status", "slug"),
    [
        ({"places": "fr," * 51}, 422, "bad-parameter"),
        ({"places": " , "}, 422, "bad-parameter"),
        ({"places": "x" * 4001}, 422, "bad-parameter"),
        ({"places": "fr,Atlantis"}, 404, "unknown-place"),
        ({"activities": "use,juggling"}, 422, "unknown-concept"),
        ({"format": "xml"}, 422, "bad-parameter"),
        ({"place": "fr"}, 422, "bad-parameter"),
    ],
)
def test_wrong_question_is_a_problem(
    client: TestClient, changed: dict[str, str], status: int, slug: str
) -> None:
    response = client.get("/api/compare", params={**ASKED, **changed})
    assert (response.status_code, response.json()["type"]) == (status, f"/docs#problem-{slug}")


def test_fifty_places_may_be_compared(client: TestClient) -> None:
    places: list[str] = client.app.state.parts.lookup.places.by_id  # type: ignore[attr-defined]  # FastAPI's
    asked = ",".join(sorted(places)[:50])
    found = client.get("/api/compare", params={"places": asked, "actor": "police"})
    assert len(found.json()["places"]) == 50


def test_answer_is_known_again_by_its_tag(client: TestClient) -> None:
    tag = client.get("/api/compare", params=ASKED).headers["etag"]
    assert client.get("/api/compare", params=ASKED, headers={"If-None-Match": tag}).status_code == 304
    assert client.head("/api/compare", params=ASKED).headers["etag"] == tag
