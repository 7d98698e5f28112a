import re

import pytest
from fastapi.testclient import TestClient

from api.routes.search_page import pieces
from graph.search import Hit


def test_law_is_found_by_bill_number_with_the_words_marked(client: TestClient) -> None:
    page = client.get("/search?q=SB+2400&kind=").text
    assert 'href="/law/us-il-bipa-2008"' in page
    assert "<mark>" in page
    first = client.get("/api/search?q=SB+2400").json()["hits"][0]["id"]
    assert page.index(f'href="/{first}"') > 0


def test_nothing_found_is_not_told_as_no_law(client: TestClient) -> None:
    assert "does not mean that there is no law" in client.get("/search?q=xyzzyqq").text
    assert "found" not in client.get("/search").text
    assert client.get("/search?q=a&kind=wizard").status_code == 422


@pytest.mark.parametrize(
    ("typed", "law"),
    [
        ("HB 1654", "us-wa-hb-1654-2019"),
        ("H.B. 1654", "us-wa-hb-1654-2019"),
        ("hb1654", "us-wa-hb-1654-2019"),
        ("House Bill 1654", "us-wa-hb-1654-2019"),
        ("AB 1215", "us-ca-ab-1215-2019"),
        ("Assembly Bill 1215", "us-ca-ab-1215-2019"),
        ("Local Law 3", "us-ny-new-york-admin-code-22-1201-2021"),
        ("local law no. 3", "us-ny-new-york-admin-code-22-1201-2021"),
        ("S. 2878", "us-frt-warrant-act-2019"),
    ],
)
def test_first_hit_of_a_number_is_its_law_however_it_is_typed(
    client: TestClient, typed: str, law: str
) -> None:
    page = client.get("/search", params={"q": typed}).text
    found = re.findall(r'<li><a href="/([^"]+)">', page[page.index("<h1>") :])
    assert found[0] == f"law/{law}"


def test_bill_that_is_not_recorded_is_answered_with_advice_not_with_another_bill(client: TestClient) -> None:
    page = client.get("/search?q=SB+1186&kind=law").text
    assert "the bill with the next number is another bill" in page
    for link in ("/search?q=SB%201186", "/laws", "/contribute"):
        assert f'href="{link}"' in page


def test_question_that_is_a_number_leads_to_the_search(client: TestClient) -> None:
    page = client.get("/check", params={"ask": "HB 1654"}).text
    assert 'href="/search?q=HB%201654"' in page


def test_pieces_of_a_snippet_are_all_of_it() -> None:
    hit = Hit("law/x", "law", "x", "x", "name", 1.0, "a bcd e", ((2, 4), (6, 7)))
    assert list(pieces(hit)) == [("a ", False), ("bc", True), ("d ", False), ("e", True)]
