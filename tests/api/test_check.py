import pytest
from fastapi.testclient import TestClient

SAN_FRANCISCO = {"place": "San Francisco", "actor": "police", "on": "2024-06-01"}


def test_answer_names_verdict_rule_and_question(client: TestClient) -> None:
    answer = client.get("/api/check", params=SAN_FRANCISCO).json()
    assert answer["verdict"] == "prohibited"
    assert answer["question"]["place"]["id"] == "jurisdiction/us-ca-san-francisco"
    assert answer["question"]["actor_resolved"] == "municipal-police"
    assert answer["rules"][0]["law"]["citation"]
    assert answer["not_legal_advice"]


def test_day_is_today_when_none_is_given(client: TestClient) -> None:
    answer = client.get("/api/check", params={"place": "San Francisco", "actor": "police"}).json()
    assert answer["question"]["on"] >= "2026"


@pytest.mark.parametrize(
    ("changed", "status", "slug", "member"),
    [
        ({"place": "Portland"}, 422, "ambiguous-place", "candidates"),
        ({"place": "San Farncisco"}, 404, "unknown-place", "near"),
        ({"actor": "wizards"}, 422, "unknown-concept", "accepted"),
        ({"activity": "juggling"}, 422, "unknown-concept", "accepted"),
        ({"setting": "moon"}, 422, "unknown-concept", "accepted"),
        ({"on": "2024-02-30"}, 422, "bad-day", "detail"),
        ({"on": "1 June 2024"}, 422, "bad-day", "detail"),
        ({"place": ""}, 422, "bad-parameter", "detail"),
        ({"colour": "red"}, 422, "bad-parameter", "accepted"),
    ],
)
def test_question_that_cannot_be_understood_is_a_problem(
    client: TestClient, changed: dict[str, str], status: int, slug: str, member: str
) -> None:
    response = client.get("/api/check", params={**SAN_FRANCISCO, **changed})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"/docs#problem-{slug}"
    assert problem["status"] == status
    assert problem[member]


def test_parameter_given_twice_is_refused(client: TestClient) -> None:
    response = client.get("/api/check?place=San+Francisco&place=Boston&actor=police")
    assert response.status_code == 422
    assert "more than once" in response.json()["detail"]


@pytest.mark.parametrize("name", ["place", "actor", "activity", "setting", "on"])
def test_empty_parameter_is_refused_with_an_example(client: TestClient, name: str) -> None:
    response = client.get("/api/check", params={**SAN_FRANCISCO, name: " "})
    assert response.status_code == 422
    assert f"{name} is empty; give a value, for example {name}=" in response.json()["detail"]


def test_address_that_is_not_utf_8_is_refused(client: TestClient) -> None:
    response = client.get("/api/check?place=%FF&actor=police")
    assert (response.status_code, response.json()["type"]) == (400, "/docs#problem-bad-request")


def test_names_of_an_answer_are_those_that_are_fixed(client: TestClient) -> None:
    answer = client.get("/api/check", params=SAN_FRANCISCO).json()
    assert list(answer)[:9] == [
        *("question", "verdict", "policy_verdict", "rules", "policies", "guidance"),
        *("considered", "coverage", "data_version"),
    ]
    assert {"place", "actor", "actor_resolved", "activity", "setting", "on"} <= set(answer["question"])
    rule = answer["rules"][0]
    fixed = {
        "id",
        "effect",
        "binds",
        "reach",
        "force",
        "summary",
        "limited_to",
        "law",
        "provision",
        "sources",
    }
    fixed |= {"jurisdiction", "inherited", "from", "until", "end_kind", "stale_since", "exceptions", "doubts"}
    assert fixed | {"verification"} <= set(rule)
    assert {"id", "name", "citation", "url"} <= set(rule["law"])
    assert {"id", "summary"} <= set(rule["exceptions"][0])
    assert {"url", "publisher", "date"} <= set(rule["sources"][0])
    assert {"id", "reason", "text"} <= set(answer["considered"][0])
    assert {"place", "researched_through"} <= set(answer["coverage"][0])


def test_answer_is_known_again_by_its_tag(client: TestClient) -> None:
    first = client.get("/api/check", params=SAN_FRANCISCO)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    again = client.get("/api/check", params=SAN_FRANCISCO, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get(
        "/api/check", params={**SAN_FRANCISCO, "on": "2010-01-01"}, headers={"If-None-Match": tag}
    )
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("hostile", "status"),
    [
        ("<script>alert(1)</script>", 404),
        ("../../etc", 404),
        ("a\r\nSet-Cookie: x=1", 422),
        ("a\0b", 422),
        ("x" * 50_000, 422),
    ],
)
def test_hostile_place_is_a_problem(client: TestClient, hostile: str, status: int) -> None:
    response = client.get("/api/check", params={**SAN_FRANCISCO, "place": hostile})
    assert response.status_code == status
    assert len(response.content) < 2000
    assert response.headers["content-type"] == "application/problem+json"
    assert "set-cookie" not in response.headers
    assert "Traceback" not in response.text
