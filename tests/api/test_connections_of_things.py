import pytest
from fastapi.testclient import TestClient

PATHS = "/api/paths"
CLEARVIEW = "organisation/clearview-ai"


def test_way_tells_each_step_in_words_with_its_record_and_sources(client: TestClient) -> None:
    params = {"from": CLEARVIEW, "to": "law/us-il-bipa-2008", "limit": "2"}
    found = client.get(PATHS, params=params).json()
    assert found["from"] == {"id": CLEARVIEW, "name": "Clearview AI"}
    assert found["note"] is None
    assert len(found["paths"]) == 2
    (first, second) = found["paths"][0]["steps"]
    assert first["text"].startswith("Clearview AI: defendant in ")
    (statement, *_) = first["statements"]
    assert statement["direction"] == "backward"
    assert statement["property"] == "defendant"
    assert statement["object"] == CLEARVIEW
    assert statement["record"] == statement["subject"] == first["to"]["id"]
    assert all(source["url"].startswith("http") for source in statement["sources"])
    assert statement["sources"]
    assert second["statements"][0]["direction"] == "forward"
    assert found["paths"][0]["text"] == f"{first['text']}. {second['text']}"


def test_statement_of_a_rule_stands_in_the_record_of_its_law(client: TestClient) -> None:
    params = {"from": "rule/us-il-bipa-2008--consent", "to": "law/us-il-bipa-2008", "limit": "1"}
    (path,) = client.get(PATHS, params=params).json()["paths"]
    assert path["length"] == 1
    assert path["steps"][0]["statements"][0]["record"] == "law/us-il-bipa-2008"


def test_same_thing_and_no_way_are_said_in_words(client: TestClient) -> None:
    same = client.get(PATHS, params={"from": CLEARVIEW, "to": CLEARVIEW}).json()
    assert same["paths"] == [{"length": 0, "text": "", "steps": []}]
    assert same["note"] == "Both are the same thing."
    params = {"from": CLEARVIEW, "to": "organisation/macys", "kinds": "rule"}
    none = client.get(PATHS, params=params).json()
    assert none["paths"] == []
    assert none["note"].startswith("Nothing recorded here connects them")


def test_graph_has_nodes_and_the_edges_between_them(client: TestClient) -> None:
    found = client.get("/api/graph", params={"around": CLEARVIEW})
    assert f'</id/{CLEARVIEW}.ttl>; rel="alternate"' in found.headers["link"]
    content = found.json()
    ids = {node["id"] for node in content["nodes"]}
    assert content["centre"] == CLEARVIEW
    assert CLEARVIEW in ids
    assert {edge["from"] for edge in content["edges"]} | {edge["to"] for edge in content["edges"]} <= ids
    wider = client.get("/api/graph", params={"around": CLEARVIEW, "depth": "2", "kinds": "law"}).json()
    assert {node["kind"] for node in wider["nodes"]} == {"law", "organisation"}
    there = client.get("/api/graph", params={"place": "San Francisco", "on": "2024-06-01"}).json()
    assert "rule/us-ca-san-francisco-19b-2019--ban" in {node["id"] for node in there["nodes"]}


def test_whole_graph_is_that_of_the_network_page(client: TestClient) -> None:
    found = client.get("/api/graph").json()
    assert len(found["nodes"]) > 2000
    assert len(found["edges"]) > 4000


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (PATHS, 422, "from is missing"),
        (PATHS + f"?from={CLEARVIEW}", 422, "to is missing"),
        (PATHS + f"?from={CLEARVIEW}&to=organisation/nope", 404, "no organisation 'nope'"),
        (PATHS + f"?from={CLEARVIEW}&to=source/ipvm-com-reports-sf-ban", 422, "no node"),
        (PATHS + f"?from={CLEARVIEW}&to=law/us-il-bipa-2008&limit=11", 422, "1 to 10"),
        (PATHS + f"?from={CLEARVIEW}&to=law/us-il-bipa-2008&kinds=source", 422, "no such kind"),
        (PATHS + f"?from={CLEARVIEW}&to=law/us-il-bipa-2008&on=never", 422, "not a day"),
        ("/api/graph?around=law/nope", 404, "no law"),
        ("/api/graph?place=Atlantis", 404, "Atlantis"),
        ("/api/graph?depth=7", 422, "0 to 6"),
        ("/api/graph?kinds=dragon", 422, "no such kind"),
    ],
)
def test_question_that_cannot_be_answered_is_a_problem(
    client: TestClient, address: str, status: int, said: str
) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert said in response.json()["detail"]


def test_exception_leads_to_its_rule(client: TestClient) -> None:
    exceptions = client.get("/api/exceptions", params={"law": "us-il-bipa-2008", "limit": "1"}).json()
    response = client.get(PATHS, params={"from": exceptions["items"][0]["id"], "to": CLEARVIEW})
    assert response.status_code == 422
    assert "it belongs to rule/us-il-bipa-2008--" in response.json()["detail"]
