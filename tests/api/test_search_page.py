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


def test_pieces_of_a_snippet_are_all_of_it() -> None:
    hit = Hit("law/x", "law", "x", "x", "name", 1.0, "a bcd e", ((2, 4), (6, 7)))
    assert list(pieces(hit)) == [("a ", False), ("bc", True), ("d ", False), ("e", True)]
