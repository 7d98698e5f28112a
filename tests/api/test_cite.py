import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from fastapi.testclient import TestClient

from api.routes.cite import EVERY

BIPA = "/api/cite/law/us-il-bipa-2008"


def test_every_style_comes_as_json_with_day_version_and_name(client: TestClient) -> None:
    response = client.get(f"{BIPA}?on=2024-06-01")
    found = response.json()
    assert tuple(found["citations"]) == EVERY
    assert found["iri"] == "https://w3id.org/facelex/id/law/us-il-bipa-2008"
    assert (found["id"], found["on"]) == ("law/us-il-bipa-2008", "2024-06-01")
    assert found["data_version"] in found["citations"]["bluebook"]
    assert "June 1, 2024" in found["citations"]["apa"]
    assert found["citations"]["csl-json"][0]["type"] == "legislation"
    assert "not abbreviated" in found["approximated"]


@pytest.mark.parametrize(
    ("style", "media"),
    [
        ("bluebook", "text/plain; charset=utf-8"),
        ("oscola", "text/plain; charset=utf-8"),
        ("apa", "text/plain; charset=utf-8"),
        ("bibtex", "application/x-bibtex; charset=utf-8"),
        ("csl-json", "application/vnd.citationstyles.csl+json"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
    ],
)
def test_style_comes_in_its_own_type_or_as_text_or_json(client: TestClient, style: str, media: str) -> None:
    address = f"{BIPA}?style={style}&on=2024-06-01"
    own = client.get(address)
    assert own.headers["content-type"] == media
    assert "Accept" in own.headers["vary"].split(", ")
    assert client.get(address, headers={"Accept": media}).content == own.content
    assert client.get(f"{address}&format=text").content == own.content
    assert client.get(address, headers={"Accept": "text/plain"}).content == own.content
    as_json = client.get(address, headers={"Accept": "application/json"})
    assert as_json.headers["content-type"] == "application/json"
    assert list(as_json.json()["citations"]) == [style]
    assert client.get(f"{address}&format=json").json() == as_json.json()


def test_files_are_read_by_the_libraries_of_reference_managers(client: TestClient) -> None:
    library = parse_string(client.get(f"{BIPA}?style=bibtex").text)
    assert [entry.key for entry in library.entries] == ["facelex-law-us-il-bipa-2008"]
    assert rispy.loads(client.get(f"{BIPA}?style=ris").text)[0]["type_of_reference"] == "STAT"
    assert client.get(f"{BIPA}?style=csl-json").json()[0]["id"] == "law/us-il-bipa-2008"


def test_text_without_a_style_has_them_all(client: TestClient) -> None:
    text = client.get(f"{BIPA}?format=text").text
    assert all(f"{style}:\n" in text for style in EVERY)


def test_client_that_has_the_citation_is_not_sent_it_again(client: TestClient) -> None:
    tag = client.get(f"{BIPA}?on=2024-06-01").headers["etag"]
    assert client.get(f"{BIPA}?on=2024-06-01", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/cite/law/nowhere-2000", 404),
        ("/api/cite/nothing/x", 404),
        ("/api/cite/law/..%2Fx", 404),
        ("/api/cite/law/a%20b", 404),
        (f"{BIPA}?style=chicago", 422),
        (f"{BIPA}?format=html", 422),
        (f"{BIPA}?on=today", 422),
        (f"{BIPA}?colour=red", 422),
    ],
)
def test_what_cannot_be_cited_is_a_problem(client: TestClient, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_unknown_style_lists_the_known_ones_and_a_near_thing_is_named(client: TestClient) -> None:
    assert client.get(f"{BIPA}?style=chicago").json()["accepted"] == list(EVERY)
    near = client.get("/api/cite/law/us-il-bipa").json()["near"]
    assert "law/us-il-bipa-2008" in [one["id"] for one in near]


def test_type_that_is_not_offered_is_not_acceptable(client: TestClient) -> None:
    assert client.get(BIPA, headers={"Accept": "image/png"}).status_code == 406


def test_thing_with_another_id_now_is_moved(client: TestClient) -> None:
    parts = client.app.state.parts  # type: ignore[attr-defined]
    rows = parts.engine.store.query(
        "SELECT ?old ?new { ?new <https://w3id.org/facelex/ns#formerId> ?old } ORDER BY ?old LIMIT 1"
    )
    old, new = next((row["old"].value, row["new"].value) for row in rows)
    response = client.get(f"/api/cite/{old.partition('/id/')[2]}?style=apa")
    assert response.status_code == 301
    assert response.headers["location"] == f"/api/cite/{new.partition('/id/')[2]}?style=apa"
