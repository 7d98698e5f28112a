import csv
import html
import re

from fastapi.testclient import TestClient

PLACES = "us-la-new-orleans,fr,us-ca-san-francisco"


def test_cells_have_verdict_and_clause_of_the_api(client: TestClient) -> None:
    page = client.get(f"/compare?places={PLACES}&actor=police&on=2024-06-01").text
    found = client.get(f"/api/compare?places={PLACES}&actor=police&on=2024-06-01&activities=use").json()
    row = page[page.index('<th scope="row" role="rowheader">use</th>') :].split("</tr>")[0]
    verdicts = re.findall(r'class="verdict-([\w-]+) wash', row)
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


def test_csv_and_json_have_the_cells_of_the_page_in_its_order(client: TestClient) -> None:
    page = client.get(f"/compare?places={PLACES},xk&actor=retailers&on=2024-06-01").text
    links = [html.unescape(one) for one in re.findall(r'href="(/api/compare[^"]+)"', page)]
    sheet = list(csv.DictReader(client.get(links[0]).text.splitlines()))
    found = client.get(links[1]).json()
    rows = re.split(r"<tbody[^>]*>", page)[1].split("</tr>")[:-1]
    assert len(rows) == len(found["activities"])
    for activity, row in zip(found["activities"], rows, strict=True):
        cells = [place["cells"][activity] for place in found["places"]]
        shown = re.findall(r'class="verdict-([\w-]+) wash', row)
        assert shown == [cell["verdict"] for cell in cells] == [line[activity] for line in sheet]
        for cell, line in zip(cells, sheet, strict=True):
            assert not cell["rule"] or f'href="/{cell["rule"]}"' in row
            assert line[f"{activity}_clause"].endswith(cell["rule"] or "")


def test_place_that_is_unknown_leaves_the_others_standing(client: TestClient) -> None:
    for query in ("places=fr,de&add=Bostn", "places=fr,Bostn,de"):
        response = client.get(f"/compare?{query}&actor=police&on=2024-06-01")
        assert response.status_code == 404
        assert response.text.count('role="columnheader"') == 2
        assert "says nothing about its law" in response.text
        link = re.search(r'href="(/compare\?[^"]*add=us-ma-boston)"', response.text)
        assert link is not None
        mended = client.get(html.unescape(link[1])).text
        assert mended.count('role="columnheader"') == 3


def test_link_to_share_has_the_places_and_the_day(client: TestClient) -> None:
    page = client.get("/compare?places=fr&add=Boston&on=2024-06-01").text
    assert 'href="/compare?places=fr,us-ma-boston&amp;actor=police&amp;on=2024-06-01">Link to this' in page


def test_hostile_place_is_shown_as_text(client: TestClient) -> None:
    for where in ("add", "places"):
        response = client.get("/compare", params={where: "<img src=x onerror=alert(1)>"})
        assert response.status_code == 404
        assert "<img src=x" not in response.text
        assert "&lt;img src=x" in response.text
