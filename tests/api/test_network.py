import html
import re

import pytest
from fastapi.testclient import TestClient

PLACE = {"place": "us-ca-san-francisco", "on": "2024-06-01"}


def test_page_runs_files_of_ours_alone(client: TestClient) -> None:
    first, second = (client.get("/network", params=PLACE) for _ in range(2))
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("text/html")
    policies = [response.headers["content-security-policy"] for response in (first, second)]
    assert "script-src 'self';" in policies[0]
    assert "unsafe-inline" not in policies[0]
    scripts = re.findall(r"<script([^>]*)>([^<]*)</script>", first.text)
    assert len(scripts) == 3
    assert all('src="/static/' in attributes and not inside for attributes, inside in scripts)


def test_style_that_the_library_adds_has_the_nonce_of_its_page(client: TestClient) -> None:
    first, second = (client.get("/network", params=PLACE) for _ in range(2))
    nonces = [
        re.findall(r"style-src 'self' 'nonce-([^']+)'", response.headers["content-security-policy"])
        for response in (first, second)
    ]
    assert nonces[0] != nonces[1]
    assert re.findall(r'nonce="([^"]+)"', first.text) == nonces[0]


def test_what_the_page_draws_is_at_the_address_it_names(client: TestClient) -> None:
    page = client.get("/network", params=PLACE).text
    address = html.unescape(re.findall(r'data-source="([^"]+)"', page)[0])
    picture = client.get(address).json()
    assert picture["centre"] == "jurisdiction/us-ca-san-francisco"
    assert picture["title"] == "San Francisco and its law"
    assert all(isinstance(node["x"], float | int) for node in picture["nodes"])
    assert not picture["whole"]


def test_page_has_its_first_rows_without_scripts(client: TestClient) -> None:
    page = client.get("/network").text
    assert page.count('<th scope="row">') == 50
    assert '<a href="/proceedings">cases</a>' in page


def test_place_may_be_named(client: TestClient) -> None:
    assert "San Francisco and its law" in client.get("/network", params={"place": "San Francisco"}).text


def test_page_is_put_off_when_many_wait_to_be_made(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.costly.MOST_WAITING", 0)
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
