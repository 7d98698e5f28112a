import html
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.routes.contribute import OUTLINES
from graph.draft import MOST_BYTES
from graph.validate import validate


def text_in(page: str) -> str:
    found = re.search(r'<textarea id="record"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize("kind", OUTLINES)
def test_outline_of_each_kind_has_no_error(client: TestClient, kind: str) -> None:
    text = text_in(client.get(f"/contribute?kind={kind}").text)
    assert text == OUTLINES[kind]
    found = client.post(
        "/api/validate-record", content=text, headers={"Content-Type": "application/yaml"}
    ).json()
    assert found["findings"] == []
    assert not found["is_known"]
    assert found["id"].startswith(f"{kind}/")


def test_recorded_thing_can_be_corrected(client: TestClient) -> None:
    text = text_in(client.get("/contribute?record=jurisdiction/us-la-new-orleans").text)
    assert text.startswith("id: jurisdiction/us-la-new-orleans\n")
    found = client.post("/contribute", data={"record": text}).text
    assert "No error is left." in found
    assert "graph/records/jurisdiction/us/us-la.yaml; that id is recorded already" in found


def test_form_without_script_tells_errors_and_keeps_what_was_written(client: TestClient) -> None:
    text = OUTLINES["law"].replace("kind: ordinance", "kind: <img src=x onerror=alert(1)>")
    response = client.post("/contribute", data={"record": text.replace("\n", "\r\n")})
    assert response.status_code == 200
    assert "<b>Line 5:</b>" in response.text
    assert "<img src=x" not in response.text
    assert text_in(response.text) == text


def test_unreadable_or_too_large_form_is_refused(client: TestClient) -> None:
    response = client.post("/contribute", data={"record": "a: &a [x]\nb: *a\n"})
    assert response.status_code == 422
    assert "It cannot be read." in response.text
    assert client.post("/contribute", data={"record": "x" * (MOST_BYTES + 1)}).status_code == 422
    assert client.post("/contribute", data={"record": "x" * (4 * MOST_BYTES)}).status_code == 413
    assert client.post("/contribute", data={"other": "x"}).status_code == 422
    assert client.post("/contribute", json={"record": "x"}).status_code == 415


def test_unknown_outline_or_record_is_refused(client: TestClient) -> None:
    assert client.get("/contribute?kind=rule").status_code == 422
    assert client.get("/contribute?record=law/none").status_code == 404
    assert client.get("/contribute?record=law/../../../etc/passwd").status_code == 404


SOURCE = {
    "sources.title": "A report",
    "sources.url": "https://example.org/news/a-report?page=1",
    "sources.publisher": "Example News",
    "sources.supports": "all of it",
    "sources.date": "2026-03",
}
CHECKED = {"verification": "verified-secondary", "checked": "2026-11-23"}
FILLED: dict[str, dict[str, str | list[str]]] = {
    "jurisdiction": {"type": "City", "name": "Exampleville", "within": "California", **CHECKED},
    "law": {
        "name": "Face: an ordinance # of its own",
        "jurisdiction": "Portland, Oregon",
        "kind": "ordinance",
        "status": "in-force",
        "enacted": "2026-01-20",
        "summary": "NO",
        "doubts": "The one.\r\nThe other.",
        "rules.effect": "ban",
        "rules.reach": "full",
        "rules.actors": ["municipal-police", "schools"],
        "rules.activities": ["use"],
        "rules.from": "2026-02",
        "rules.end_kind": "end-open",
        "rules.provision": "1.10",
        "rules.verified_on": "2026-11-23",
        "rules.summary": "Nobody may.",
        "rules.exceptions.summary": "missing children",
        **CHECKED,
        **SOURCE,
    },
    "regulator": {
        "name": "Exampleville Council", "jurisdiction": "US-CA", "kind": "council", **CHECKED, **SOURCE,
    },
    "organisation": {"type": "Vendor", "name": "Exämple Vision", "country": "US", **CHECKED, **SOURCE},
    "technology": {
        "name": "Example Search", "kind": "face-search-engine", "vendor": "Clearview AI", "summary": "It.",
        "verification": "unverified", "checked": "2026-11-23",
    },
    "proceeding": {
        "name": "Roe v. Example", "jurisdiction": "Illinois", "kind": "lawsuit", "status": "pending",
        "forum": "A court",
        "filed": "2026-04", "defendants": "Clearview AI", "under": "law/us-il-bipa-2008",
        "summary": "What is claimed.", **CHECKED, **SOURCE,
    },
    "event": {
        "name": "Police of Exampleville pause", "kind": "withdrawal", "date": "2026-03",
        "places": "New Orleans\r\nFrance", "summary": "A pause.", **CHECKED, **SOURCE,
    },
}  # fmt: skip
"""What somebody may fill in for each kind."""


def test_records_of_the_form_pass_as_files_of_the_repository(client: TestClient, tmp_path: Path) -> None:
    files = []
    for kind in OUTLINES:
        page = client.post("/contribute", data={"form": kind, **FILLED[kind]}).text
        assert "No error is left." in page, page[page.find('id="state"') :][:1500]
        where = re.search(r"It belongs in (graph/records/[\w/-]+\.yaml)", page)
        assert where is not None
        files.append(tmp_path / where[1])
        files[-1].parent.mkdir(parents=True, exist_ok=True)
        files[-1].write_text(text_in(page), encoding="utf-8")
    assert len(files) == len(set(files)) == len(OUTLINES)
    found = [one for one in validate(files) if one.severity == "error" and str(tmp_path) in one.path]
    assert found == []


def test_description_has_the_fields_that_the_form_of_each_kind_sends(client: TestClient) -> None:
    body = client.get("/openapi.json").json()["paths"]["/contribute"]["post"]["requestBody"]
    of_text, *of_kinds = body["content"]["application/x-www-form-urlencoded"]["schema"]["oneOf"]
    assert list(of_text["properties"]) == ["record"]
    described = {one["properties"]["form"]["const"]: set(one["properties"]) for one in of_kinds}
    assert set(described) == set(OUTLINES)
    for kind, names in described.items():
        page = client.get("/contribute", params={"kind": kind}).text
        form = page[page.index('name="form"') :].partition("</form>")[0]
        sent = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', form))
        assert sent
        assert sent <= names
        assert {"form", *FILLED[kind]} <= names


def test_form_keeps_what_was_filled_in_and_tells_what_is_wrong_with_it(client: TestClient) -> None:
    given = {"form": "event", "name": "A pause", "places": "Atlantis", "kind": "withdrawal"}
    page = client.post("/contribute", data=given).text
    assert 'value="A pause"' in page
    assert '<option value="withdrawal" selected>' in page
    assert "Atlantis" in page[page.index('id="found"') :]
    assert '<span class="remedy">' in page


def test_id_that_is_taken_is_said_to_be(client: TestClient) -> None:
    page = client.post(
        "/contribute", data={"form": "organisation", "type": "Vendor", "name": "Clearview AI"}
    ).text
    assert "that id is recorded already" in page


def test_hostile_fields_are_text(client: TestClient) -> None:
    evil = "</textarea><img src=x onerror=alert(1)>\n- *a\u202e\x00"
    for name in ("name", "summary", "id", "sources.url", "verification"):
        response = client.post("/contribute", data={"form": "event", name: evil})
        assert response.status_code in (200, 422)
        assert "<img src=x" not in response.text
        assert "&lt;img src=x" in response.text


@pytest.mark.parametrize(
    "given",
    [
        {"form": "rule"},
        {"form": "law", "nothing": "x"},
        {"form": "law", "rules.kind.x": "x"},
        {"form": "law", "name": ["x", "y"]},
        {"form": "law", "record": "x"},
        {"form": "law", "summary": "x" * (MOST_BYTES + 1)},
    ],
)
def test_form_with_other_fields_is_refused(client: TestClient, given: dict[str, str | list[str]]) -> None:
    assert client.post("/contribute", data=given).status_code == 422
