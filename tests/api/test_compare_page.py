import re

from fastapi.testclient import TestClient

PLACES = "us-la-new-orleans,fr,us-ca-san-francisco"


def test_cells_have_verdict_and_clause_of_the_api(client: TestClient) -> None:
    page = client.get(f"/compare?places={PLACES}&actor=police&on=2024-06-01").text
    found = client.get(f"/api/compare?places={PLACES}&actor=police&on=2024-06-01&activities=use").json()
    row = page[page.index('<th scope="row">use</th>') :].split("</tr>")[0]
    verdicts = re.findall(r'<td class="verdict-([\w-]+)', row)
    assert verdicts == [place["cells"]["use"]["verdict"] for place in found["places"]]
    assert [f'href="/{place["cells"]["use"]["rule"]}"' in row for place in found["places"]] == [True] * 3
    assert "/api/compare?places=us-la-new-orleans%2Cfr%2Cus-ca-san-francisco" in page
    assert "format=csv" in page


def test_place_is_added_and_removed_by_links_and_form_alone(client: TestClient) -> None:
    page = client.get("/compare?places=fr,de&add=Boston&actor=police&on=2024-06-01").text
    assert 'value="fr,de,us-ma-boston"' in page
    links = re.findall(r'href="(/compare\?[^"]+)" aria-label="Remove', page)
    assert len(links) == 3
    assert 'value="de,us-ma-boston"' in client.get(links[0].replace("&amp;", "&")).text


def test_ambiguous_place_is_offered_as_links_that_add_it(client: TestClient) -> None:
    response = client.get("/compare?places=fr&add=Portland&actor=police&on=2024-06-01")
    assert response.status_code == 422
    links = re.findall(r'href="(/compare\?[^"]*add=[^"]+)"', response.text)
    assert len(links) >= 2
    assert client.get(links[0].replace("&amp;", "&")).status_code == 200


def test_page_without_places_shows_examples_that_work(client: TestClient) -> None:
    page = client.get("/compare").text
    examples = re.findall(r'href="(/compare\?[^"]+)"', page)
    assert len(examples) == 3
    for link in examples:
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_bad_questions_are_refused(client: TestClient) -> None:
    assert client.get("/compare?places=fr&actor=wizards").status_code == 422
    assert client.get("/compare?places=fr&on=soon").status_code == 422
    assert client.get("/compare?places=Atlantis").status_code == 404
    many = ",".join(["fr", "de", "gb", "us", "es", "it", "nl", "be", "at", "ch", "dk", "se", "pl"])
    assert client.get(f"/compare?places={many}").status_code == 422
