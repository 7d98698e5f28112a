import pytest
from fastapi.testclient import TestClient

ASKED = {
    "rule": "rule/us-ca-san-francisco-19b-2019--ban",
    "place": "us-ca-san-francisco",
    "actor": "police",
    "on": "2024-06-01",
}


def test_rule_that_binds_is_explained(client: TestClient) -> None:
    found = client.get("/api/explain", params=ASKED).json()
    assert (found["binds"], found["decides"], found["reason"]) == ("full", True, None)
    assert found["rule"]["law"]["citation"]
    assert found["question"]["actor_resolved"] == "municipal-police"


def test_rule_of_another_place_is_explained_too(client: TestClient) -> None:
    found = client.get("/api/explain", params={**ASKED, "place": "fr"}).json()
    assert (found["binds"], found["decides"], found["reason"]) == ("no", False, "other-jurisdiction")
    assert found["conditions"][0] == {
        "condition": "jurisdiction",
        "holds": "no",
        "text": "is law of San Francisco, which France does not lie in",
    }


@pytest.mark.parametrize(
    ("changed", "status", "slug"),
    [
        ({"rule": "rule/nope"}, 404, "not-found"),
        ({"rule": "<script>"}, 404, "not-found"),
        ({"place": "Portland"}, 422, "ambiguous-place"),
        ({"actor": "wizards"}, 422, "unknown-concept"),
        ({"on": "x"}, 422, "bad-day"),
        ({"law": "x"}, 422, "bad-parameter"),
    ],
)
def test_wrong_question_is_a_problem(
    client: TestClient, changed: dict[str, str], status: int, slug: str
) -> None:
    response = client.get("/api/explain", params={**ASKED, **changed})
    assert (response.status_code, response.json()["type"]) == (status, f"/docs#problem-{slug}")


def test_answer_is_known_again_by_its_tag(client: TestClient) -> None:
    tag = client.get("/api/explain", params=ASKED).headers["etag"]
    assert client.get("/api/explain", params=ASKED, headers={"If-None-Match": tag}).status_code == 304
    assert client.head("/api/explain", params=ASKED).headers["etag"] == tag
