import re

import pytest
from fastapi.testclient import TestClient


def test_company_decisions_of_a_year_are_told_alone(client: TestClient) -> None:
    page = client.get("/timeline", params={"kind": "companies", "from": "2020", "to": "2020"}).text
    assert "/event/amazon-moratorium-2020" in page
    assert set(re.findall(r'class="tag tag-([a-z]+)"', page)) == {"companies"}


def test_place_has_its_own_figures_and_its_own_happenings(client: TestClient) -> None:
    page = client.get("/timeline", params={"place": "New Orleans"}).text
    assert "in New Orleans and in what lies in it" in page
    assert '<a href="/rule/us-la-new-orleans-147-2020--ban">' in page
    assert "place=us-la-new-orleans" in page
    assert "/rule/us-or-portland" not in page


def test_charts_have_their_figures_as_a_table_and_as_csv(client: TestClient) -> None:
    page = client.get("/timeline").text
    rows = re.findall(r'<tr><th scope="row">(\d{4})</th><td class="number">(\d+)</td>', page)
    figures = client.get("/api/tide", params={"actor": "police"}).json()["years"]
    assert [(int(year), int(count)) for year, count in rows] == [
        (one["year"], one["prohibitions"]) for one in figures
    ]
    csv = re.search(r'href="(/api/tide[^"]+)"', page)
    assert csv
    assert client.get(csv[1].replace("&amp;", "&")).text.startswith("year,")


def test_pages_lead_from_newest_to_oldest_and_back(client: TestClient) -> None:
    first = client.get("/timeline").text
    older = re.search(r'href="([^"#]+)[^"]*" rel="next"', first)
    assert older
    second = client.get(older[1].replace("&amp;", "&")).text
    days = [
        re.findall(r'<li><div><time datetime="([\d-]+)"', page.split('<ol class="days" reversed>')[1])
        for page in (first, second)
    ]
    assert min(days[0]) >= max(days[1])
    assert 'rel="prev"' in second


def test_years_without_anything_are_no_proof(client: TestClient) -> None:
    assert "no proof" in client.get("/timeline", params={"from": "1901", "to": "1902"}).text


@pytest.mark.parametrize(
    "params",
    [
        {"actor": "dragons"},
        {"kind": "rumours"},
        {"from": "20x0"},
        {"from": "2020", "to": "2019"},
        {"from": "99999"},
        {"page": "0"},
    ],
)
def test_what_cannot_be_understood_is_refused(client: TestClient, params: dict[str, str]) -> None:
    assert client.get("/timeline", params=params).status_code == 422


def test_unknown_place_is_told_on_a_page(client: TestClient) -> None:
    answer = client.get("/timeline", params={"place": "atlantis"})
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text
