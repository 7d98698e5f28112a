import pytest
from fastapi.testclient import TestClient

from api.models import Hit, Hits


def test_search_forgives_and_names_what_matched(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "san farncisco", "kinds": "jurisdiction"}).json()
    assert found["hits"][0]["id"] == "jurisdiction/us-ca-san-francisco"
    assert found["hits"][0]["matched"]


def test_hits_are_what_the_description_says(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "SB 2400"}).json()
    Hits.model_validate(found, strict=True)
    assert set(found) == set(Hits.model_fields)
    assert all(set(hit) == set(Hit.model_fields) for hit in found["hits"])


def test_search_gives_at_most_as_many_as_asked(client: TestClient) -> None:
    assert len(client.get("/api/search", params={"q": "clearview", "limit": "3"}).json()["hits"]) == 3


def test_marks_are_where_the_words_stand_in_the_snippet(client: TestClient) -> None:
    (hit, *_) = client.get("/api/search", params={"q": "sao paulo"}).json()["hits"]
    assert [hit["snippet"][begin:end] for begin, end in hit["marks"]] == ["São", "Paulo"]


def test_place_keeps_what_lies_within_it(client: TestClient) -> None:
    everywhere = client.get("/api/search", params={"q": "surveillance ordinance", "limit": "100"}).json()
    there = client.get(
        "/api/search", params={"q": "surveillance ordinance", "limit": "100", "place": "California"}
    ).json()
    ids = [hit["id"] for hit in there["hits"]]
    assert ids
    assert set(ids) < {hit["id"] for hit in everywhere["hits"]} | set(ids)
    assert all("us-ca" in one or "california" in one for one in ids if one.startswith(("law/", "rule/")))
    assert not any("us-wa" in one for one in ids)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/search", 422),
        ("/api/search?q=%20", 422),
        ("/api/search?q=a%00b", 422),
        ("/api/search?q=%FF", 400),
        ("/api/search?q=x&kinds=", 422),
        ("/api/search?q=x&limit=0", 422),
        ("/api/search?q=x&limit=101", 422),
        ("/api/search?q=x&limit=%C2%B2", 422),
        ("/api/search?q=x&kinds=dragon", 422),
        ("/api/search?q=x&kinds=source", 422),
        ("/api/search?q=x&place=Atlantis", 404),
        ("/api/search?q=x&place=Portland", 422),
        ("/api/search?q=" + "x" * 501, 422),
    ],
)
def test_search_that_cannot_be_answered_is_a_problem(client: TestClient, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
