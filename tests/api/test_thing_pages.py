import re

import pytest
from fastapi.testclient import TestClient

THINGS = (
    "jurisdiction/us-la-new-orleans",
    "law/us-il-bipa-2008",
    "rule/us-il-bipa-2008--consent",
    "exception/us-il-bipa-2008--consent--glba-financial-institutions",
    "regulator/us-ftc",
    "organisation/clearview-ai",
    "technology/clearview-app",
    "proceeding/aclu-v-clearview",
    "outcome/aclu-v-clearview--2020-10-07-procedural-step",
    "event/amazon-moratorium-2020",
    "source/ipvm-com-reports-sf-ban",
)
"""One of each kind."""


@pytest.mark.parametrize("id", THINGS)
def test_page_has_name_sentence_citations_data_and_network(client: TestClient, id: str) -> None:
    response = client.get(f"/{id}")
    assert response.status_code == 200
    page = response.text
    name = client.get(f"/api/{_plural(client, id)}").json()["name"].split("'")[0]
    assert name.split("&")[0].split('"')[0] in page
    assert "<h1>" in page
    assert f"/api/cite/{id}?style=bluebook" in page
    assert f"/id/{id}.ttl" in page
    assert "/network?around=" in page
    assert "Report an error" in page
    assert len(response.content) < 150_000


def _plural(client: TestClient, id: str) -> str:
    kind, _, slug = id.partition("/")
    plural = {"technology": "technologies"}.get(kind, f"{kind}s")
    return f"{plural}/{slug}"


@pytest.mark.parametrize("id", THINGS)
def test_every_link_within_a_page_leads_somewhere(client: TestClient, id: str) -> None:
    page = client.get(f"/{id}").text
    own = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)"', page)}
    others = ("/map", "/timeline", "/network", "/query", "/static", "/dump")  # pages of others
    for link in sorted(link for link in own if not link.startswith(others))[:40]:
        assert client.get(link).status_code in (200, 301, 303), link


def test_law_page_tells_its_bill_rules_dates_doubts_and_file(client: TestClient) -> None:
    page = client.get("/law/us-il-bipa-2008").text
    assert "Statute of Illinois, in force." in page
    assert "SB 2400 (2008)" in page
    assert 'href="/rule/us-il-bipa-2008--consent"' in page
    assert '<time datetime="2008-10-03">3 October 2008</time>' in page
    assert "Doubt:" in page
    assert "graph/records/law/us-il/us-il-bipa-2008.yaml, line 1" in page
    assert 'href="/contribute?record=law%2Fus-il-bipa-2008"' in page or "/contribute?record=law/us-il" in page
    assert "Rosenbach" in page


def test_place_page_has_stack_matrix_changes_and_neighbours(client: TestClient) -> None:
    page = client.get("/jurisdiction/us-la-new-orleans?on=2021-06-01").text
    assert "as of 1 June 2021" in page
    for heading in ("Its own law", ">Louisiana</a>", ">United States</a>"):
        assert heading in page
    assert "/check?place=us-la-new-orleans&amp;actor=police&amp;activity=use&amp;on=2021-06-01" in page
    assert "stricter" in page
    assert "looser" in page
    assert '<svg class="answer-line"' in page
    assert "researched through" in page
    assert "/compare?places=us-la-new-orleans" in client.get("/jurisdiction/us-ca-san-francisco").text or page


def test_matrix_says_what_the_api_says(client: TestClient) -> None:
    page = client.get("/jurisdiction/us-la-new-orleans?on=2021-06-01").text
    cells = re.findall(
        r'<td class="verdict-([\w-]+) wash[^"]*"><a href="/check\?place=us-la-new-orleans&amp;actor=([\w-]+)'
        r"&amp;activity=([\w-]+)",
        page,
    )
    assert len(cells) > 50
    for verdict, actor, activity in cells[::7]:
        query = {"place": "us-la-new-orleans", "actor": actor, "activity": activity, "on": "2021-06-01"}
        assert client.get("/api/check", params=query).json()["verdict"] == verdict


def test_silence_where_nobody_looked_is_hatched_and_said(client: TestClient) -> None:
    unresearched = next(
        one
        for one in client.get("/api/jurisdictions?limit=500").json()["items"]
        if not one["researched_through"]
    )
    page = client.get(f"/{unresearched['id']}?on=2026-11-25").text
    assert "not researched" in page
    assert "verdict-no-rule-known wash hatched" in page


def test_former_id_moves_and_unknown_thing_names_near_ones(client: TestClient) -> None:
    response = client.get("/law/us-il-bipa", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert response.json()["near"] or response.json()["detail"]
    assert client.get("/jurisdiction/atlantis").status_code == 404
    assert client.get("/jurisdiction/us-la-new-orleans?on=soon").status_code == 422
    assert client.get("/jurisdiction/us-la-new-orleans?actor=wizards").status_code == 422
    assert client.get("/law/us-il-bipa-2008?on=2024-01-01").status_code == 422


@pytest.mark.parametrize("id", THINGS)
def test_network_that_a_page_leads_to_is_there(client: TestClient, id: str) -> None:
    found = re.search(r'href="(/network\?around=[^"]*)"', client.get(f"/{id}").text)
    assert found is not None
    assert client.get(found[1]).status_code == 200
