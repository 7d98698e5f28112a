import pytest
from fastapi.testclient import TestClient

from api.routes.validate_record import EXAMPLE
from graph.draft import MOST_BYTES

ADDRESS = "/api/validate-record"
YAML = {"Content-Type": "application/yaml"}


def test_record_in_order_has_no_errors_and_is_told_its_file(client: TestClient) -> None:
    response = client.post(ADDRESS, content=EXAMPLE, headers=YAML)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    found = response.json()
    assert found["errors"] == 0
    assert found["findings"] == []
    assert found["file"] == "graph/records/technology/example-search.yaml"


def test_finding_has_line_message_and_remedy(client: TestClient) -> None:
    text = EXAMPLE.replace("kind: face-search-engine", "kind: magic")
    (finding,) = client.post(ADDRESS, content=text, headers=YAML).json()["findings"]
    assert finding["line"] == 4
    assert finding["severity"] == "error"
    assert "magic" in finding["message"]
    assert "face-search-engine" in finding["remedy"]


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"a: &a [x]\nb: [*a, *a, *a]\n", 422, "unreadable-record"),
        (b"a: " + b"[" * 60_000, 422, "unreadable-record"),
        (b"a: !!python/object/apply:os.system [id]\n", 422, "unreadable-record"),
        (b"%YAML 1.2\n---\na: b\n", 422, "unreadable-record"),
        (b"", 422, "unreadable-record"),
        (b"\x00\x01\x02", 422, "unreadable-record"),
        (b"\x89PNG\r\n\xff\xfe", 400, "bad-request"),
        (b"a: " + b"x" * MOST_BYTES, 413, "body-too-large"),
    ],
)
def test_hostile_body_is_a_clear_problem(client: TestClient, body: bytes, status: int, slug: str) -> None:
    response = client.post(ADDRESS, content=body, headers=YAML)
    assert response.status_code == status
    problem = response.json()
    assert problem["type"].endswith(slug)
    assert len(problem["detail"]) < 1000
    assert slug != "unreadable-record" or problem["line"] >= 1


def test_other_media_types_and_parameters_are_refused(client: TestClient) -> None:
    assert client.post(ADDRESS, json={}).status_code == 415
    assert client.post(ADDRESS + "?write=true", content=EXAMPLE, headers=YAML).status_code == 422
    assert client.get(ADDRESS).status_code == 405
