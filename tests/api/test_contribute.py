import html
import re

import pytest
from fastapi.testclient import TestClient

from api.routes.contribute import OUTLINES
from graph.draft import MOST_BYTES


def text_in(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*)</textarea>", page, re.DOTALL)
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
