"""The reconciliation service as clients use it; the shapes are those of its specification."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

BATCH = {
    "q0": {"query": "California", "type": "jurisdiction", "limit": 3},
    "q1": {"query": "Portland", "type": ["jurisdiction"], "properties": [{"pid": "place", "v": "Maine"}]},
    "q2": {"query": "xyzzy plugh"},
    "q3": {
        "query": "",
        "properties": [{"pid": "iso_code", "v": ["US-NY", {"id": "x"}]}],
        "type_strict": "any",
    },
}


def asked(client: TestClient, batch: object) -> dict[str, Any]:
    response = client.post("/reconcile", data={"queries": json.dumps(batch)})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_manifest_says_all_that_version_0_2_asks_for(client: TestClient) -> None:
    found = client.get("/reconcile").json()
    assert "0.2" in found["versions"]
    assert {"name", "identifierSpace", "schemaSpace"} <= set(found)
    assert "{{id}}" in found["view"]["url"]
    assert "{{id}}" in found["preview"]["url"]
    assert all(isinstance(found["preview"][side], int) for side in ("width", "height"))
    assert {"id", "name"} == set(found["defaultTypes"][0])
    assert isinstance(found["extend"]["property_settings"], list)
    for what in ("entity", "property", "type"):
        service = found["suggest"][what]
        assert service["service_url"].startswith("http")
        assert service["service_path"].startswith("/")


def test_every_address_of_the_manifest_answers(client: TestClient) -> None:
    found = client.get("/reconcile").json()
    thing = "jurisdiction/us-ca"
    for written in (thing, thing.replace("/", "%2F")):
        address = found["view"]["url"].replace("{{id}}", written)
        page = client.get(address, headers={"Accept": "text/html"}, follow_redirects=False)
        assert (page.status_code, page.headers["location"]) == (303, f"/{thing}")
    assert client.get(f"/{thing}").status_code == 200
    assert client.get(found["preview"]["url"].replace("{{id}}", thing.replace("/", "%2F"))).status_code == 200
    services = [*found["suggest"].values(), found["extend"]["propose_properties"]]
    for service in services:
        address = service["service_url"] + service["service_path"]
        assert client.get(address, params={"prefix": "a", "type": "law"}).status_code == 200


def test_batch_is_answered_by_its_keys(client: TestClient) -> None:
    found = asked(client, BATCH)
    assert list(found) == list(BATCH)
    (first, *_) = found["q0"]["result"]
    assert (first["id"], first["name"], first["match"]) == ("jurisdiction/us-ca", "California", True)
    assert first["type"] == [{"id": "jurisdiction", "name": "Place"}]
    assert first["description"] == "state in the United States"
    assert len(found["q0"]["result"]) <= 3
    assert found["q1"]["result"][0]["id"] == "jurisdiction/us-me-portland"
    assert {"id": "property_place", "name": "place", "value": True} in found["q1"]["result"][0]["features"]
    assert found["q2"]["result"] == []
    assert found["q3"]["result"][0]["id"] == "jurisdiction/us-ny"
    for one in found.values():
        scores = [candidate["score"] for candidate in one["result"]]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)
        assert sum(candidate["match"] for candidate in one["result"]) <= 1


def test_batch_may_stand_in_the_address_with_what_other_services_know(client: TestClient) -> None:
    params = {"queries": json.dumps(BATCH), "callback": "f", "lang": "en"}
    assert client.get("/reconcile", params=params).json() == asked(client, BATCH)


def test_any_page_may_ask(client: TestClient) -> None:
    response = client.get("/reconcile", headers={"Origin": "http://127.0.0.1:3333"})
    assert response.headers["access-control-allow-origin"] == "*"
    preflight = client.options(
        "/reconcile/draft/match",
        headers={
            "Origin": "http://x",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_columns_come_with_what_they_hold(client: TestClient) -> None:
    names = ["jurisdiction", "enacted", "status", "private_right_of_action", "rules", "wikidata"]
    question = {
        "ids": ["law/us-il-bipa-2008", "law/nope"],
        "properties": [{"id": name, "settings": {}} for name in names],
    }
    found = client.post("/reconcile", data={"extend": json.dumps(question)}).json()
    assert [one["id"] for one in found["meta"]] == names
    assert found["meta"][0]["type"] == {"id": "jurisdiction", "name": "Place"}
    row = found["rows"]["law/us-il-bipa-2008"]
    assert row["jurisdiction"] == [{"id": "jurisdiction/us-il", "name": "Illinois"}]
    assert row["enacted"] == [{"date": "2008-10-03T00:00:00Z"}]
    assert row["status"] == [{"str": "in-force"}]
    assert row["private_right_of_action"] == [{"str": "true"}]
    assert all(set(cell) == {"id", "name"} for cell in row["rules"])
    assert row["wikidata"] == []
    assert found["rows"]["law/nope"] == {name: [] for name in names}


def test_date_that_is_known_to_its_month_stays_a_text(client: TestClient) -> None:
    question = {
        "ids": ["rule/us-ca-san-francisco-19b-2019--ban", "jurisdiction/us-ca"],
        "properties": [{"id": "from"}, {"id": "lat"}],
    }
    rows = client.post("/reconcile", data={"extend": json.dumps(question)}).json()["rows"]
    assert rows["rule/us-ca-san-francisco-19b-2019--ban"]["from"] == [{"str": "2019-07"}]
    assert rows["jurisdiction/us-ca"]["lat"] == [{"float": 37.18}]


def test_things_types_and_properties_are_suggested(client: TestClient) -> None:
    things = client.get("/reconcile/suggest/entity", params={"prefix": "san fr"}).json()["result"]
    assert things[0]["id"] == "jurisdiction/us-ca-san-francisco"
    assert things[0]["notable"] == [{"id": "jurisdiction", "name": "Place"}]
    more = client.get("/reconcile/suggest/entity", params={"prefix": "san fr", "cursor": "1"}).json()[
        "result"
    ]
    assert more[0] == things[1]
    types = client.get("/reconcile/suggest/type", params={"prefix": "pl"}).json()["result"]
    assert types == [{"id": "jurisdiction", "name": "Place"}]
    properties = client.get("/reconcile/suggest/property", params={"prefix": "juris"}).json()["result"]
    assert properties == [{"id": "jurisdiction", "name": "jurisdiction"}]
    offered = client.get("/reconcile/extend/propose", params={"type": "law", "limit": "3"}).json()
    assert (offered["type"], offered["limit"], len(offered["properties"])) == ("law", 3, 3)


def test_preview_may_be_framed_and_has_no_script(client: TestClient) -> None:
    response = client.get("/reconcile/preview", params={"id": "law/us-il-bipa-2008"})
    policy = response.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "x-frame-options" not in response.headers
    assert "<script" not in response.text
    assert "Biometric Information Privacy Act" in response.text
    assert "frame-ancestors 'none'" in client.get("/").headers["content-security-policy"]


@pytest.mark.parametrize(
    ("place", "said"),
    [("us-ca", "Researched through 1 July 2026: statutes"), ("al", "not the same as not regulated")],
)
def test_preview_of_a_place_says_what_was_researched(client: TestClient, place: str, said: str) -> None:
    assert said in client.get("/reconcile/preview", params={"id": f"jurisdiction/{place}"}).text


def test_draft_of_version_1_is_spoken_beside_it(client: TestClient) -> None:
    manifest = client.get("/reconcile/draft").json()
    assert "1.0-draft" in manifest["versions"]
    assert manifest["suggest"] == {"entity": True, "property": True, "type": True}
    assert manifest["standardizedScore"] is True
    name = {"matchType": "name", "v": "Portland"}
    place = {"matchType": "property", "pid": "place", "v": "Maine", "required": True}
    batch = {"queries": [{"type": "jurisdiction", "conditions": [name, place]}, {"conditions": [name]}]}
    for path in ("match", "reconcile"):
        results = client.post(f"/reconcile/draft/{path}", json=batch).json()["results"]
        assert [len(one["candidates"]) > 0 for one in results] == [True, True]
        assert results[0]["candidates"][0]["id"] == "jurisdiction/us-me-portland"
    question = {"ids": ["law/us-il-bipa-2008"], "properties": [{"id": "status"}]}
    found = client.post("/reconcile/draft/extend", json=question).json()
    assert found["rows"] == [
        {"id": "law/us-il-bipa-2008", "properties": [{"id": "status", "values": [{"str": "in-force"}]}]}
    ]
    assert client.get("/reconcile/draft/preview", params={"id": "law/us-il-bipa-2008"}).status_code == 200
    assert client.get("/reconcile/draft/suggest/entity", params={"prefix": "oak"}).json()["result"]


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"queries": "{"}, 400, "not JSON"),
        ({"queries": "[" * 100_000}, 400, "not JSON"),
        ({"queries": "[]"}, 422, "must be an object"),
        ({"queries": '{"q0": 1}'}, 422, "queries.q0 must be an object"),
        ({"queries": '{"q0": {}}'}, 422, "asks nothing"),
        ({"queries": '{"q0": {"query": 3}}'}, 422, "must be a text"),
        ({"queries": '{"q0": {"query": "x", "type": "dragon"}}'}, 422, "no such type"),
        ({"queries": '{"q0": {"query": "x", "limit": 0}}'}, 422, "limit"),
        ({"queries": '{"q0": {"query": "x", "limit": NaN}}'}, 422, "limit"),
        ({"queries": '{"q0": {"query": "x", "properties": [{"v": 1}]}}'}, 422, "pid"),
        ({"queries": json.dumps({str(at): {"query": "x"} for at in range(501)})}, 422, "at most 500"),
        ({"queries": json.dumps({"q": {"query": "x" * 501}})}, 422, "500 characters"),
        ({"extend": '{"ids": ["law/x"]}'}, 422, "must be a list"),
        ({"extend": '{"ids": ["law/x"], "properties": [{"id": "colour"}]}'}, 422, "no such property"),
        ({"extend": "{}", "queries": "{}"}, 422, "give one of"),
        ({"other": "x"}, 422, "give one of"),
    ],
)
def test_batch_that_cannot_be_read_is_a_problem(
    client: TestClient, fields: dict[str, str], status: int, said: str
) -> None:
    response = client.post("/reconcile", data=fields)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.json()["detail"]


def test_other_bodies_are_refused(client: TestClient) -> None:
    assert client.post("/reconcile", json={}).status_code == 415
    assert client.post("/reconcile/draft/match", data={"queries": "{}"}).status_code == 415
    assert client.post("/reconcile", data={"queries": "x" * 1_100_000}).status_code == 413
    assert client.post("/reconcile/draft/match", json={"queries": [{"conditions": []}]}).status_code == 422
    assert client.get("/reconcile/preview", params={"id": "law/nope"}).status_code == 404
    assert client.get("/reconcile/suggest/entity", params={"prefix": "x" * 501}).status_code == 422
    assert client.get("/reconcile/suggest/entity", params={"prefix": "x", "cursor": "-1"}).status_code == 422


def test_every_body_is_described_with_an_example_that_works(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    ours = {path: methods for path, methods in paths.items() if path.startswith("/reconcile")}
    described = {path: methods["post"] for path, methods in ours.items() if "post" in methods}
    assert len(described) == 4
    for path, operation in described.items():
        ((media, content),) = operation["requestBody"]["content"].items()
        example = content["example"]
        body = {"json": example} if media == "application/json" else {"data": example}
        assert client.post(path, **body).status_code == 200, path
