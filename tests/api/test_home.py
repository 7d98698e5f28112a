import re

import pytest
from fastapi.testclient import TestClient

from api.pages import property_words, web_address
from api.routes.home import EXAMPLES
from schema.periods import day_words


def test_empty_page_has_a_labelled_form_and_no_script(client: TestClient) -> None:
    page = client.get("/").text
    controls = re.findall(r'<(?:input|select) id="(\w+)"', page)
    assert controls == ["place", "actor", "activity", "setting", "on"]
    assert all(f'<label for="{control}">' in page for control in controls)
    assert re.findall("<script[^>]*>", page) in ([], ['<script type="application/ld+json">'])
    assert 'lang="en"' in page


def test_answer_has_verdict_law_provision_source_and_links(client: TestClient) -> None:
    page = client.get("/check?place=San+Francisco&actor=police&on=2024-06-01").text
    assert "<h1>Prohibited</h1>" in page
    assert "municipal police" in page
    assert "19B" in page
    assert "since July 2019" in page
    assert "Considered and left out" in page
    assert "Researched through" in page
    assert "/api/check?place=us-ca-san-francisco&amp;actor=police&amp;activity=use&amp;on=2024-06-01" in page
    assert "/network?place=us-ca-san-francisco" in page
    assert re.search(r'<a href="https://[^"]+" rel="noreferrer">', page)


def test_no_rule_known_never_looks_like_allowed(client: TestClient) -> None:
    page = client.get("/check?place=US-WY&actor=retailers&on=1950-01-01").text
    assert "<h1>No rule known</h1>" in page
    assert "Silence is not permission" in page
    assert "researched" in page
    assert "verdict-no-rule-known" in page
    assert "verdict-authorised" not in page


def test_ambiguous_place_is_offered_as_links_that_ask_the_same(client: TestClient) -> None:
    response = client.get("/check?place=Portland&actor=police&activity=use&setting=&on=2024-06-01")
    assert response.status_code == 422
    links = re.findall(r'href="(/check\?[^"]+)"', response.text)
    assert len(links) >= 2
    for link in links:
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert "1 June 2024" in answer.text


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("place=Atlantis", 404, "which says nothing about its law"),
        ("place=Boston&actor=wizards", 422, "there is no actor"),
        ("place=Boston&on=tomorrow", 422, "is not a day"),
    ],
)
def test_question_that_cannot_be_understood_is_said_on_the_page(
    client: TestClient, query: str, status: int, says: str
) -> None:
    response = client.get(f"/?{query}")
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert says in response.text


def test_page_is_known_again_by_its_tag(client: TestClient) -> None:
    address = "/check?place=Boston&actor=police&on=2024-06-01"
    tag = client.get(address).headers["etag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address + "&setting=retail", headers={"If-None-Match": tag}).status_code == 200


def test_field_of_the_day_holds_only_days(client: TestClient) -> None:
    page = client.get("/check?place=Boston&on=2024-13-01").text
    assert 'name="on" type="date" value=""' in page
    assert "2024-13-01" in page


def test_script_in_a_parameter_is_only_text(client: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    for name in ("place", "actor", "activity", "setting", "on"):
        question = {"place": "Boston", "actor": "police", name: hostile}
        assert "<script" not in client.get("/", params=question).text


@pytest.mark.parametrize(("words", "question"), EXAMPLES)
def test_example_has_an_answer(client: TestClient, words: str, question: dict[str, str]) -> None:
    assert client.get("/check", params=question).status_code == 200, words


def test_dates_are_written_to_their_precision() -> None:
    assert [day_words(text) for text in ("2019-07-01", "2019-07", "2019", None)] == [
        "1 July 2019",
        "July 2019",
        "2019",
        "",
    ]


def test_only_addresses_of_the_web_become_links() -> None:
    assert web_address("https://x.org/") == "https://x.org/"
    assert web_address("javascript:alert(1)") == ""


def test_properties_are_written_as_words() -> None:
    assert [property_words(name) for name in ("enactedBy", "skos:prefLabel", "dct:date")] == [
        "enacted by",
        "name",
        "date",
    ]
