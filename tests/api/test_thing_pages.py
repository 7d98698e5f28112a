import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

ROOT = Path(__file__).parents[2]

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
    assert len(own) > 20
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
    assert 'href="/contribute?record=law/us-il-bipa-2008"' in page
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
    assert "/compare?places=us-la-new-orleans,us-ny-new-york" in page


@pytest.mark.parametrize("day", ["0001-01-01", "9998-12-31", "9999-12-31"])
def test_place_page_takes_the_first_and_the_last_days_there_are(client: TestClient, day: str) -> None:
    response = client.get(f"/jurisdiction/us-la-new-orleans?on={day}")
    assert response.status_code == 200
    assert 'class="answer-line"' in response.text


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


def test_former_id_moves_to_the_one_of_today(client: TestClient) -> None:
    former = client.post("/sparql", data={"query": _FORMER}).json()["results"]["bindings"]
    assert former
    for row in former[:5]:
        old, new = (row[name]["value"].rpartition("/id")[2] for name in ("old", "new"))
        response = client.get(old)
        assert (response.status_code, response.headers["location"]) == (301, new)


_FORMER = """PREFIX fl: <https://w3id.org/facelex/ns#>
SELECT ?old ?new { ?new fl:formerId ?old } ORDER BY ?old"""


def test_what_cannot_be_found_or_understood_is_refused(client: TestClient) -> None:
    response = client.get("/law/us-il-bipa", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert client.get("/jurisdiction/atlantis").status_code == 404
    assert client.get("/jurisdiction/us-la-new-orleans?on=soon").status_code == 422
    assert client.get("/jurisdiction/us-la-new-orleans?actor=wizards").status_code == 422
    assert client.get("/law/us-il-bipa-2008?on=2024-01-01").status_code == 422


@pytest.mark.parametrize("id", THINGS)
def test_page_links_with_names_to_all_that_the_data_ties_it_to(client: TestClient, id: str) -> None:
    page = client.get(f"/{id}").text
    texts = dict(re.findall(r'<a [^>]*?href="/([^"#?]+)"[^>]*>([^<]+)', page))
    facts = client.post("/sparql", data={"query": _TIES % (id, id)}).json()["results"]["bindings"]
    tied = {row["other"]["value"].partition("/id/")[2] for row in facts}
    assert tied
    for other in sorted(tied):
        assert texts.get(other, other).strip() != other, f"{id} does not link to {other} by its name"


_TIES = """SELECT DISTINCT ?other WHERE {
  { <https://w3id.org/facelex/id/%s> ?p ?other } UNION { ?other ?p <https://w3id.org/facelex/id/%s> }
  FILTER(ISIRI(?other) && STRSTARTS(STR(?other), "https://w3id.org/facelex/id/"))
  FILTER(!CONTAINS(STR(?other), "#"))
}"""


@pytest.mark.parametrize("id", THINGS)
def test_network_of_a_page_is_one_that_can_be_drawn(client: TestClient, id: str) -> None:
    link = re.search(r'href="/network\?around=([^"]+)"', client.get(f"/{id}").text)
    assert link is not None
    assert client.get("/api/graph", params={"around": link[1]}).status_code == 200


def test_source_says_what_it_supports_in_words(client: TestClient) -> None:
    page = client.get("/law/us-il-bipa-2008").text
    assert "2024 amendment, votes 46-13 and 81-30" in page
    assert "[&#39;" not in page


def test_dates_of_an_organisation_tell_what_came_of_its_cases(client: TestClient) -> None:
    page = client.get("/organisation/clearview-ai").text
    dates = page[page.index('id="days"') :].partition("</section>")[0]
    outcomes = re.findall(r'href="/(outcome/[^"]+)"', client.get("/proceeding/aclu-v-clearview").text)
    assert len(set(outcomes)) > 1
    for id in outcomes:
        outcome = client.get(f"/api/outcomes/{id.partition('/')[2]}").json()
        assert (f'href="/{id}"' in dates) == bool(outcome["date"])


@pytest.mark.parametrize("id", [id for id in THINGS if not id.startswith("source/")])
def test_line_to_report_is_the_one_that_has_the_id(client: TestClient, id: str) -> None:
    found = re.search(r"(graph/records/\S+), line (\d+)\n", client.get(f"/{id}").text)
    assert found is not None
    assert id in (ROOT / found[1]).read_text(encoding="utf-8").splitlines()[int(found[2]) - 1]


def test_place_tells_the_turns_of_the_verdict_and_folds_what_left_it_as_it_was(client: TestClient) -> None:
    page = client.get("/jurisdiction/fr?on=2026-06-01").text
    shown, _, folded = page.split('id="over"')[1].split("</section>")[0].partition("<details>")
    assert shown.count('class="stricter"') + shown.count('class="looser"') == shown.count("before: ") == 1
    assert "before: " not in folded
    assert folded.count("The verdict stays") > 10
    own, *above = page.split('<section class="layer"')[1:]
    assert "rules in force</summary>" not in own
    assert "rules in force</summary>" in above[-1]
