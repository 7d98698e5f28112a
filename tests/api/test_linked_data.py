import pytest
from fastapi.testclient import TestClient

LAW = "law/us-ca-san-francisco-19b-2019"


@pytest.mark.parametrize(
    ("ending", "accept", "media"),
    [
        ("", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("", "text/turtle", "text/turtle; charset=utf-8"),
        ("", "application/ld+json, text/html;q=0.5", "application/ld+json"),
        (".ttl", "text/html", "text/turtle; charset=utf-8"),
        (".nt", "*/*", "application/n-triples"),
        (".jsonld", "*/*", "application/ld+json"),
        (".rdf", "*/*", "application/rdf+xml"),
    ],
)
@pytest.mark.parametrize("address", [f"/id/{LAW}", f"/record/{LAW}", "/ns"])
def test_description_comes_by_accept_or_by_ending(
    client: TestClient, address: str, ending: str, accept: str, media: str
) -> None:
    response = client.get(address + ending, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == media
    assert response.headers["vary"] == "Accept"
    assert response.headers["etag"]
    assert len(response.content) > 500


def test_page_of_a_thing_has_its_rules_sources_and_links_both_ways(client: TestClient) -> None:
    page = client.get(f"/id/{LAW}").text
    assert 'href="/id/jurisdiction/us-ca-san-francisco"' in page
    assert 'href="/id/rule/us-ca-san-francisco-19b-2019--ban"' in page
    assert "What points to it" in page
    assert "https://" in page


def test_page_of_a_thing_names_its_sources_and_rules_in_words(client: TestClient) -> None:
    page = client.get("/id/law/us-il-bipa-2008").text
    assert ">source/" not in page
    assert ">rule/" not in page


def test_every_accept_header_counts(client: TestClient) -> None:
    headers = [("Accept", "text/html;q=0.1"), ("Accept", "text/turtle")]
    response = client.get(f"/id/{LAW}", headers=headers)
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"


def test_triples_of_a_thing_have_those_that_point_to_it(client: TestClient) -> None:
    triples = client.get(f"/id/{LAW}.nt").text
    assert f"<https://w3id.org/facelex/ns#law> <https://w3id.org/facelex/id/{LAW}>" in triples


def test_former_id_moves_to_the_one_of_now(client: TestClient) -> None:
    response = client.get("/id/jurisdiction/gb-london")
    assert response.status_code == 301
    assert response.headers["location"] == "/id/jurisdiction/gb-eng-london"
    assert (
        client.get("/id/jurisdiction/gb-london.ttl").headers["location"]
        == "/id/jurisdiction/gb-eng-london.ttl"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/id/law/no-such-law",
        "/id/dragon/smaug",
        "/record/rule/us-ca-san-francisco-19b-2019--ban",
        "/id/law/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/id/law/a%0d%0aSet-Cookie:%20x=1",
        "/id/law/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/id/law/" + "x" * 20_000,
        "/id/law/%FF",
        "/ns.exe",
    ],
)
def test_address_without_a_thing_is_a_problem(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert "set-cookie" not in response.headers
    assert "Traceback" not in response.text


def test_missing_thing_names_near_ones(client: TestClient) -> None:
    near = client.get("/id/jurisdiction/san-francsico").json()["near"]
    assert "jurisdiction/us-ca-san-francisco" in [one["id"] for one in near]


def test_format_that_is_not_offered_is_refused(client: TestClient) -> None:
    response = client.get(f"/id/{LAW}", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["accepted"]
