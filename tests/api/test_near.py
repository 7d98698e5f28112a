import pytest
from fastapi.testclient import TestClient

CITY_HALL = {"lat": "37.7793", "lon": "-122.4193"}


def test_places_alone_are_told_without_an_actor(client: TestClient) -> None:
    found = client.get("/api/near", params=CITY_HALL).json()
    assert [one["id"] for one in found["jurisdictions"]] == [
        "jurisdiction/us-ca-san-francisco",
        "jurisdiction/us-ca",
        "jurisdiction/us",
    ]
    assert "answer" not in found["jurisdictions"][0]
    assert found["point"] == {"lat": 37.7793, "lon": -122.4193}
    assert found["remarks"]
    assert len(found["outlines"]) == 2


def test_each_level_has_its_answer(client: TestClient) -> None:
    asked = {**CITY_HALL, "actor": "police", "on": "2024-06-01"}
    found = client.get("/api/near", params=asked).json()
    city, state, nation = found["jurisdictions"]
    assert (city["answer"]["verdict"], city["answer"]["actor_resolved"]) == ("prohibited", "municipal-police")
    assert state["answer"]["actor_resolved"] == "state-police"
    assert nation["answer"]["actor_resolved"] == "national-police"
    assert all("answer" in one for one in found["cities"])
    assert client.get(city["answer"]["link"]).status_code == 200


def test_sea_is_empty_and_says_so(client: TestClient) -> None:
    found = client.get("/api/near", params={"lat": "0", "lon": "-30", "actor": "police"}).json()
    assert (found["jurisdictions"], found["cities"]) == ([], [])
    assert "sea" in found["remarks"][0]


@pytest.mark.parametrize("lon", ["180", "-180", "+179.99", "-0"])
def test_edges_of_the_globe_are_taken(client: TestClient, lon: str) -> None:
    assert client.get("/api/near", params={"lat": "-90", "lon": lon}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "slug"),
    [
        ({"lat": "90.1"}, "bad-parameter"),
        ({"lon": "-180.5"}, "bad-parameter"),
        ({"lat": "nan"}, "bad-parameter"),
        ({"lat": "1e1"}, "bad-parameter"),
        ({"lat": "37,7"}, "bad-parameter"),
        ({"lat": "٣"}, "bad-parameter"),
        ({"lon": ""}, "bad-parameter"),
        ({"km": "0"}, "bad-parameter"),
        ({"km": "501"}, "bad-parameter"),
        ({"activity": "use"}, "bad-parameter"),
        ({"on": "2024-06-01"}, "bad-parameter"),
        ({"lng": "5"}, "bad-parameter"),
        ({"actor": "wizards"}, "unknown-concept"),
        ({"actor": "police", "on": "x"}, "bad-day"),
    ],
)
def test_wrong_question_is_a_problem(client: TestClient, changed: dict[str, str], slug: str) -> None:
    response = client.get("/api/near", params={**CITY_HALL, **changed})
    assert (response.status_code, response.json()["type"]) == (422, f"/docs#problem-{slug}")


def test_answer_is_known_again_by_its_tag(client: TestClient) -> None:
    tag = client.get("/api/near", params=CITY_HALL).headers["etag"]
    assert client.get("/api/near", params=CITY_HALL, headers={"If-None-Match": tag}).status_code == 304
    assert client.head("/api/near", params=CITY_HALL).headers["etag"] == tag
