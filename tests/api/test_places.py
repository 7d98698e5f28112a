import csv
import io

import pytest
from fastapi.testclient import TestClient

BANS = "/api/jurisdictions/us-ca-san-francisco/bans"


def test_ban_is_listed_while_it_is_in_force(client: TestClient) -> None:
    found = client.get(BANS, params={"on": "2024-06-01"}).json()
    assert "rule/us-ca-san-francisco-19b-2019--ban" in [ban["id"] for ban in found["bans"]]
    before = client.get(BANS, params={"on": "2010-01-01"}).json()
    assert before["bans"] == []


def test_inherited_bans_may_be_left_out(client: TestClient) -> None:
    address = "/api/jurisdictions/fr/bans"
    every = client.get(address, params={"on": "2026-06-01"}).json()["bans"]
    own = client.get(address, params={"on": "2026-06-01", "inherited": "false"}).json()["bans"]
    assert any(ban["inherited"] for ban in every)
    assert not any(ban["inherited"] for ban in own)


def test_rules_say_whether_they_are_in_force_only_when_a_day_is_given(client: TestClient) -> None:
    address = "/api/jurisdictions/us-ca-san-francisco/rules"
    assert {rule["in_force"] for rule in client.get(address).json()["rules"]} == {None}
    with_day = client.get(address, params={"on": "2024-06-01"}).json()["rules"]
    assert {rule["in_force"] for rule in with_day} == {True, False}


def test_place_is_told_as_it_was_understood(client: TestClient) -> None:
    for name in ("bans", "rules"):
        found = client.get(f"/api/jurisdictions/San Francisco/{name}").json()
        assert found["place"] == {"id": "jurisdiction/us-ca-san-francisco", "name": "San Francisco"}


def test_list_of_a_place_links_to_the_place_as_rdf(client: TestClient) -> None:
    for format in ("json", "csv"):
        links = client.get(BANS, params={"format": format}).headers["link"]
        assert '</id/jurisdiction/us-ca-san-francisco.ttl>; rel="alternate"; type="text/turtle"' in links


def test_list_as_csv_has_the_same_rows(client: TestClient) -> None:
    params = {"on": "2024-06-01"}
    response = client.get(BANS, params={**params, "format": "csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    bans = client.get(BANS, params=params).json()["bans"]
    assert [row["id"] for row in rows] == [ban["id"] for ban in bans]
    assert list(rows[0]) == list(bans[0])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/jurisdictions/atlantis/bans", 404),
        ("/api/jurisdictions/Portland/rules", 422),
        (BANS + "?inherited=perhaps", 422),
        (BANS + "?format=pdf", 422),
        (BANS + "?on=yesterday", 422),
        (BANS + "?limit=3", 422),
        (BANS + "?on=", 422),
        ("/api/jurisdictions/" + "x" * 20_000 + "/bans", 404),
        ("/api/jurisdictions/%2e%2e%2fsecret/bans", 404),
    ],
)
def test_request_that_cannot_be_answered_is_a_problem(client: TestClient, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
