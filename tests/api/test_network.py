import re

import pytest
from fastapi.testclient import TestClient

PLACE = {"place": "us-ca-san-francisco", "on": "2024-06-01"}


def test_page_runs_only_what_carries_its_nonce(client: TestClient) -> None:
    first, second = (client.get("/network", params=PLACE) for _ in range(2))
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("text/html")
    policies = [response.headers["content-security-policy"] for response in (first, second)]
    nonces = [re.findall(r"script-src 'nonce-([^']+)'", policy)[0] for policy in policies]
    assert nonces[0] != nonces[1]
    assert f'nonce="{nonces[0]}"' in first.text
    assert set(re.findall(r'nonce="([^"]+)"', first.text)) == {nonces[0]}
    assert "unsafe-inline" not in policies[0]


def test_place_may_be_named(client: TestClient) -> None:
    assert "San Francisco and its law" in client.get("/network", params={"place": "San Francisco"}).text


def test_page_is_put_off_when_many_wait_to_be_made(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.routes.network.MOST_WAITING", 0)
    response = client.get("/network", params=PLACE)
    assert response.status_code == 503
    assert response.headers["retry-after"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("kinds=dragon", 422),
        ("depth=0", 422),
        ("depth=99", 422),
        ("around=organisation/no-such", 404),
        ("place=atlantis", 404),
        ("place=Portland", 422),
        ("on=2024-13-01", 422),
        ("colour=red", 422),
        ("around=%3Cscript%3E", 404),
    ],
)
def test_network_that_is_not_there_is_a_problem(client: TestClient, query: str, status: int) -> None:
    response = client.get(f"/network?{query}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
