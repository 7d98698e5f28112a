import csv
import io

import pytest
from fastapi.testclient import TestClient

from graph.kinds import TABLE

PLURALS = [kind.plural for kind in TABLE]


@pytest.mark.parametrize("plural", PLURALS)
def test_every_kind_has_a_list_and_records(client: TestClient, plural: str) -> None:
    found = client.get(f"/api/{plural}", params={"limit": "3"}).json()
    assert found["total"] >= len(found["items"]) == 3
    thing = found["items"][0]["id"]
    response = client.get(f"/api/{plural}/{thing.partition('/')[2]}")
    assert response.status_code == 200
    assert response.json()["id"] == thing
    assert f'</id/{thing}.ttl>; rel="alternate"; type="text/turtle"' in response.headers["link"]
    assert (
        client.get(response.json()["addresses"]["turtle"]).headers["content-type"].startswith("text/turtle")
    )
    if record := response.json()["record"]:
        assert client.get(record["address"]).status_code == 200


@pytest.mark.parametrize("plural", PLURALS)
def test_every_filter_is_a_parameter_with_an_example_that_works(client: TestClient, plural: str) -> None:
    operation = client.get("/openapi.json").json()["paths"][f"/api/{plural}"]["get"]
    kind = next(one for one in TABLE if one.plural == plural)
    assert {one.name for one in kind.filters} <= {one["name"] for one in operation["parameters"]}
    assert client.get(f"/api/{plural}/{kind.example}").status_code == 200
    for one in kind.filters:
        response = client.get(f"/api/{plural}", params={one.name: one.example, "limit": "1"})
        assert response.status_code == 200, (one.name, response.text)
        assert response.json()["filters"] == {one.name: one.example}


def test_next_page_is_linked(client: TestClient) -> None:
    first = client.get("/api/laws", params={"place": "us-ca", "limit": "5", "format": "csv"})
    assert first.links["next"]["url"].startswith("/api/laws?")
    second = client.get(first.links["next"]["url"])
    ids = [[row["id"] for row in csv.DictReader(io.StringIO(page.text))] for page in (first, second)]
    assert len(ids[0]) == len(ids[1]) == 5
    assert not set(ids[0]) & set(ids[1])
    whole = client.get("/api/laws", params={"place": "us-ca", "limit": "1000"})
    assert "next" not in whole.links
    assert whole.json()["next_cursor"] is None
    assert [row["id"] for row in whole.json()["items"]][:10] == ids[0] + ids[1]


def test_table_is_whole_unless_it_is_asked_for_in_pages(client: TestClient) -> None:
    total = client.get("/api/sources", params={"limit": "1"}).json()["total"]
    whole = client.get("/api/sources", params={"format": "csv", "fields": "id"})
    assert total > 1000
    assert len(whole.text.splitlines()) == 1 + total
    assert "next" not in whole.links
    part = client.get("/api/sources", params={"format": "csv", "fields": "id", "limit": "50"})
    assert len(part.text.splitlines()) == 51
    assert "next" in part.links


def test_table_has_a_column_for_the_name_of_each_link(client: TestClient) -> None:
    params = {"law": "us-il-bipa-2008", "fields": "id,law,actors", "format": "csv"}
    response = client.get("/api/rules", params=params)
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert list(rows[0]) == ["id", "law", "law_name", "actors"]
    assert rows[0]["law_name"] == "Biometric Information Privacy Act"


def test_former_id_leads_to_the_present_record(client: TestClient) -> None:
    response = client.get("/api/proceedings/oaic-bunnings")
    assert response.status_code == 301
    assert response.headers["location"] == "/api/proceedings/bunnings-v-privacy-commissioner"


@pytest.mark.parametrize("given", ["US-CA", "California", "us_ca"])
def test_place_by_code_or_name_leads_to_its_record(client: TestClient, given: str) -> None:
    response = client.get(f"/api/jurisdictions/{given}")
    assert response.status_code == 301
    assert response.headers["location"] == "/api/jurisdictions/us-ca"


def test_missing_record_is_404_with_near_ones(client: TestClient) -> None:
    response = client.get("/api/laws/us-il-bipa")
    assert response.status_code == 404
    assert "law/us-il-bipa-2008" in {one["id"] for one in response.json()["near"]}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/laws?colour=red", 422),
        ("/api/laws?limit=0", 422),
        ("/api/laws?limit=1001", 422),
        ("/api/laws?cursor=xyz", 422),
        ("/api/laws?status=nice", 422),
        ("/api/laws?place=Atlantis", 404),
        ("/api/laws?place=Portland", 422),
        ("/api/laws?direct=true", 422),
        ("/api/laws?place=us&direct=perhaps", 422),
        ("/api/laws?format=xml", 422),
        ("/api/laws?fields=", 422),
        ("/api/rules?from=2022-01-01&to=2021-01-01", 422),
        ("/api/rules?on=2022-13-01", 422),
        ("/api/rules?law=nope", 422),
        ("/api/dragons", 404),
        ("/api/laws/" + "x" * 3000, 404),
        ("/api/laws/%2e%2e%2fx", 404),
        ("/api/jurisdictions/Portland", 422),
        ("/api/jurisdictions/Atlantis", 404),
    ],
)
def test_request_that_cannot_be_answered_is_a_problem(client: TestClient, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_bans_and_rules_of_a_place_are_still_there(client: TestClient) -> None:
    for name in ("bans", "rules"):
        assert client.get(f"/api/jurisdictions/us-ca-san-francisco/{name}").json()[name]
