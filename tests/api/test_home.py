import json
import re
from datetime import date
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.clock import today
from api.pages import NAVIGATION, property_words, said_day, web_address
from api.routes.home import EXAMPLES
from schema.periods import day_words

SF = "/check?place=San+Francisco&actor=police&on=2024-06-01"


def links(page: str, pattern: str = "/check") -> list[str]:
    return [unescape(link) for link in re.findall(rf'href="({re.escape(pattern)}[^"]*)"', page)]


def test_home_has_a_sentence_and_a_form_with_labels_and_no_script(client: TestClient) -> None:
    page = client.get("/").text
    controls = re.findall(r'<(?:input|select) id="(\w+)"', page)
    assert controls == ["ask", "place", "actor", "activity", "setting", "on"]
    assert all(f'<label for="{control}">' in page for control in controls)
    assert re.findall("<script[^>]*>", page) in ([], ['<script type="application/ld+json">'])
    assert 'lang="en"' in page


def test_home_leads_to_every_kind_of_page_and_tells_the_latest_changes(client: TestClient) -> None:
    page = client.get("/").text
    assert all(f'<a href="{address}"' in page for address, _ in NAVIGATION)
    latest = re.search(r'id="latest">.*?<ol class="days">(.*?)</ol>', page, re.DOTALL)
    assert latest
    days = re.findall(r'datetime="([\d-]+)"', latest[1])
    assert len(days) == 7
    assert days == sorted(days, reverse=True)
    assert days[0] <= today().isoformat()


def test_home_shows_the_map_of_the_same_day(client: TestClient) -> None:
    page = client.get("/").text
    picture = re.search(r'<img src="(/map\.svg[^"]+)"[^>]* alt="[^"]+"', page)
    assert picture
    assert f"on={today()}" in picture[1]
    assert client.get(unescape(picture[1])).headers["content-type"] == "image/svg+xml"


def test_home_counts_every_place_once_and_links_those_that_forbid(client: TestClient) -> None:
    page = client.get("/").text
    numbers = [int(number) for number in re.findall(r'<span class="number">(\d+)</span>', page)]
    total = re.search(r"Of (\d+) places", page)
    assert total
    assert sum(numbers) == int(total[1])
    forbidding = re.search(r'<p class="names">(.*?)</p>', page)
    assert forbidding
    found = links(forbidding[1])
    assert len(found) == numbers[0] > 10
    assert "<h1>Prohibited</h1>" in client.get(found[0]).text


def test_home_is_told_to_come_later_when_many_wait_for_maps_and_questions_are_not(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/").status_code == 200
    monkeypatch.setattr("api.costly.MOST_WAITING", 0)
    assert client.get("/").status_code == 200, "its map is kept"
    monkeypatch.setattr("api.routes.home.is_standing_kept", lambda parts: False)
    busy = client.get("/")
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
    assert client.get(SF).status_code == 200
    assert client.get("/", params={"ask": EXAMPLES[0]}).status_code == 303


def test_answer_has_verdict_law_provision_source_and_links(client: TestClient) -> None:
    page = client.get(SF).text
    assert "<h1>Prohibited</h1>" in page
    assert "municipal police" in page
    assert "19B" in page
    assert 'since <time datetime="2019-07">July 2019</time>' in page
    assert "Exceptions" in page
    assert "Considered and left out" in page
    assert "Researched through" in page
    assert "/api/check?place=us-ca-san-francisco&amp;actor=police&amp;activity=use&amp;on=2024-06-01" in page
    assert "/network?place=us-ca-san-francisco" in page
    assert re.search(r'<a class="out" href="https://[^"]+" rel="noreferrer">', page)


def test_rules_beyond_the_first_are_folded_under_what_they_say(client: TestClient) -> None:
    page = client.get("/check?place=fr&actor=police&on=2026-06-01").text
    why = page.split('id="deciding"')[1].split("</section>")[0]
    cards = [card.partition("</summary>") for card in why.split('<article class="rule ')[1:]]
    assert len(cards) > 15
    assert ["<details open>" in name for name, _, _ in cards] == [True] * 3 + [False] * (len(cards) - 3)
    for name, _, proof in cards:
        assert re.search(r'<p class="brief"><span>[^<]{20,}</span> \S', name)
        assert ("with a doubt" in name) == ('class="doubts"' in proof)
    few = client.get("/check?place=us-ca-san-francisco&actor=police&on=2026-06-01").text
    assert few.count('<article class="rule ') == few.count("<details open><summary><h3>") > 1


def test_permalink_says_day_and_data_version_and_leads_back(client: TestClient) -> None:
    page = client.get("/check?place=San+Francisco&actor=police").text
    found = re.search(r'id="permalink" readonly value="http://[^/]+([^"]+)"', page)
    assert found
    address = unescape(found[1])
    version = client.get("/api/check?place=us-il&actor=police").json()["data_version"]
    assert f"on={today()}" in address
    assert f"data={version}" in address
    assert "made from data version" not in client.get(address).text
    older = client.get(address.replace(version, "sha256-0123")).text
    assert "made from data version sha256-0123" in older


def test_days_of_change_lead_to_another_verdict(client: TestClient) -> None:
    page = client.get("/check?place=New+Orleans&actor=police&on=2021-06-01").text
    first = re.search(r'rel="prev" href="([^"]+)"', page)
    after = re.search(r'rel="next" href="([^"]+)"', page)
    assert first
    assert after
    now = re.search(r"<h1>(.*?)</h1>", page)
    for step in (first, after):
        other = re.search(r"<h1>(.*?)</h1>", client.get(unescape(step[1])).text)
        assert other
        assert now
        assert other[1] != now[1]


def test_matrix_shows_what_each_of_its_links_answers(client: TestClient) -> None:
    page = client.get("/check?place=us-or-portland&actor=retailers&on=2024-06-01").text
    cells = re.findall(r'<td class="wash verdict-([\w-]+)"><a rel="nofollow" href="([^"]+)">', page)
    assert len(cells) >= 29
    for verdict, address in cells:
        answer = client.get(unescape(address).replace("/check", "/api/check")).json()
        assert answer["verdict"] == verdict


def test_matrix_of_a_place_that_nobody_researched_says_so(client: TestClient) -> None:
    places = client.get("/api/jurisdictions?limit=500").json()
    slugs = [one["id"].partition("/")[2] for one in places["items"]]
    for slug in slugs:
        answer = client.get(f"/api/check?place={slug}&actor=police&on=1950-01-01").json()
        if answer["coverage"][0]["researched_through"] is None:
            page = client.get(f"/check?place={slug}&actor=police&on=1950-01-01").text
            assert "itself was <strong>not researched</strong>" in page
            assert "wash verdict-not-researched" in page
            assert "wash verdict-no-rule-known" not in page
            return
    pytest.fail("every place was researched")


def test_answer_is_told_to_machines_as_well(client: TestClient) -> None:
    page = client.get(SF).text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block
    told = json.loads(block[1])["mainEntity"]["acceptedAnswer"]
    assert told["text"].startswith("Prohibited.")
    assert any("19B" in law.get("legislationIdentifier", "") for law in told["citation"])


def test_csv_has_each_rule_that_binds_and_each_left_out(client: TestClient) -> None:
    asked = SF.removeprefix("/check")
    answer = client.get(f"/api/check{asked}").json()
    response = client.get(f"/check.csv{asked}")
    lines = response.text.splitlines()
    assert response.headers["content-type"].startswith("text/csv")
    assert "attachment" in response.headers["content-disposition"]
    assert all(any(rule["id"] in line for line in lines) for rule in answer["rules"])
    assert sum(",left out," in line for line in lines) == len(answer["considered"])


def test_query_behind_an_answer_gives_its_rules(client: TestClient) -> None:
    asked = SF.removeprefix("/check")
    text = client.get(f"/check.rq{asked}").text
    rows = client.get("/sparql", params={"query": text}, headers={"Accept": "text/csv"}).text
    answer = client.get(f"/api/check{asked}").json()
    found = [one["id"] for one in (*answer["rules"], *answer["considered"])]
    assert len(found) > 10
    assert all(f"https://w3id.org/facelex/id/{rule}" in rows for rule in found)


def test_no_rule_known_never_looks_like_allowed(client: TestClient) -> None:
    page = client.get("/check?place=US-WY&actor=retailers&on=1950-01-01").text
    answer, _, rest = page.partition('id="matrix"')
    assert "<h1>No rule known</h1>" in answer
    assert "Silence is not permission" in answer
    assert "researched" in answer
    assert "verdict-no-rule-known" in answer
    assert "verdict-authorised" not in answer + rest


@pytest.mark.parametrize("words", EXAMPLES)
def test_example_has_an_answer(client: TestClient, words: str) -> None:
    response = client.get("/check", params={"ask": words})
    assert response.status_code == 303
    page = client.get(response.headers["location"])
    assert page.status_code == 200
    assert "Understood as:" in page.text


def test_sentence_is_answered_and_what_was_assumed_is_said(client: TestClient) -> None:
    asked = "May landlords in New York City scan faces in 2024 at midnight?"
    address = client.get("/check", params={"ask": asked}).headers["location"]
    assert "place=us-ny-new-york&actor=landlords&activity=use&on=2024-01-01" in address
    page = client.get(address).text
    assert "2024 counts from its first day, 1 January 2024" in page
    assert "“midnight”" in page
    assert f'value="{asked}"' in page


def test_ambiguous_place_of_a_sentence_keeps_the_rest_of_the_question(client: TestClient) -> None:
    asked = "Can shops in Portland use live face recognition on 1 June 2024?"
    response = client.get("/", params={"ask": asked})
    assert response.status_code == 422
    found = links(response.text, "/check?")
    assert len(found) == 2
    for link in found:
        assert "actor=retailers&activity=real-time-identification&on=2024-06-01" in link
        page = client.get(link).text
        assert "1 June 2024" in page
        assert "retailers" in page


def test_place_of_a_sentence_that_is_not_recorded_offers_near_ones(client: TestClient) -> None:
    response = client.get("/check", params={"ask": "Can police in San Fransisco use it?"})
    assert response.status_code == 404
    assert "place=us-ca-san-francisco" in links(response.text, "/check?")[0]
    missing = client.get("/check", params={"ask": "Can police in Paris, Texas use it?"})
    assert missing.status_code == 404
    assert "says nothing about its law" in missing.text


def test_namesake_is_asked_about_even_if_only_one_is_recorded(client: TestClient) -> None:
    response = client.get("/check", params={"ask": "Can police in Springfield use it?"})
    assert response.status_code == 422
    assert "Do you mean this “springfield”?" in response.text
    assert "city in Hampden County, Massachusetts" in response.text
    (choice,) = links(response.text, "/check?place")
    assert "<h1>" in client.get(choice).text
    assert "place=us-ma-springfield&actor=police" in choice


def test_who_acts_is_asked_where_it_was_not_understood(client: TestClient) -> None:
    asked = {"ask": "Can Palantir in Massachusetts scan faces in 2023?"}
    response = client.get("/check", params=asked)
    assert response.status_code == 422
    assert "Who is it that you ask about?" in response.text
    assert "“palantir” was not understood" in response.text
    assert "in <strong>Massachusetts</strong>" in response.text
    found = links(response.text, "/check?place")
    assert all("on=2023-01-01" in link and "actor=" in link for link in found)
    assert '<article class="answer' in client.get(found[0]).text
    again = client.get("/check", params={**asked, "place": "us-tx"})
    assert "Who is it that you ask about?" in again.text
    assert "in <strong>Texas</strong>" in again.text


def test_question_in_another_language_is_not_answered(client: TestClient) -> None:
    response = client.get("/check", params={"ask": "Darf die Polizei das in Berlin einsetzen?"})
    assert response.status_code == 422
    assert "This was not understood" in response.text
    assert "Questions are read in English" in response.text


def test_question_about_nobody_in_particular_shows_that_it_depends_on_who(client: TestClient) -> None:
    asked = {"ask": "Was it banned in New Orleans in 2021?"}
    page = client.get("/check", params=asked, follow_redirects=True).text
    strip = re.search(r'id="by-actor">.*?<ul class="strip">(.*?)</ul>', page, re.DOTALL)
    assert strip
    cells = re.findall(r'class="verdict-([\w-]+)"><a rel="nofollow" href="([^"]+)"', strip[1])
    assert {verdict for verdict, _ in cells} > {"prohibited", "no-rule-known"}
    for verdict, address in cells:
        answer = client.get(unescape(address).replace("/check", "/api/check")).json()
        assert answer["verdict"] == verdict
    assert 'id="by-actor"' not in client.get(SF).text


def test_sentence_without_a_place_is_asked_for_one(client: TestClient) -> None:
    response = client.get("/check", params={"ask": "Can landlords use face recognition?"})
    assert response.status_code == 422
    assert "Which place?" in response.text
    assert '<option value="landlords" selected>' in response.text


def test_ambiguous_place_is_offered_as_links_that_ask_the_same(client: TestClient) -> None:
    response = client.get("/check?place=Portland&actor=police&activity=use&setting=&on=2024-06-01")
    assert response.status_code == 422
    found = links(response.text, "/check?")
    assert len(found) >= 2
    for link in found:
        answer = client.get(link)
        assert answer.status_code == 200
        assert "1 June 2024" in answer.text


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("place=Atlantis", 404, "which says nothing about its law"),
        ("place=Boston&actor=wizards", 422, "there is no actor"),
        ("place=Boston&on=tomorrow", 422, "is not a day"),
        ("ask=police+in+Boston+on+31+June+2024", 422, "is not in the calendar"),
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
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    for name in ("place", "actor", "activity", "setting", "on", "ask", "data"):
        for question in ({name: hostile}, {"place": "Boston", "actor": "police", name: hostile}):
            page = client.get("/", params=question).text
            assert "<script>alert" not in page
            assert "<img src=x" not in page
    page = client.get("/check", params={"ask": f"police in {hostile}"}).text
    assert "<script>alert" not in page


def test_pages_allow_no_inline_script_and_may_not_be_framed(client: TestClient) -> None:
    for address in ("/", SF, "/check?ask=police"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        page = client.get(address).text
        assert not re.search(r"\sstyle=|\son\w+=\"|<style", page)
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)", page)


def test_first_view_is_small(client: TestClient) -> None:
    for address in ("/", SF):
        page = client.get(address).text
        files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        assert files
        files += [unescape(file) for file in re.findall(r'<img src="([^"]+)"', page)]
        sizes = [len(client.get(file).content) for file in files]
        assert len(page.encode()) + sum(sizes) < 150_000


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_first_and_last_day_of_the_calendar_have_an_answer(client: TestClient, day: date) -> None:
    assert client.get(f"/check?place=Boston&actor=police&on={day.isoformat()}").status_code == 200


def test_dates_are_written_to_their_precision() -> None:
    assert [day_words(text) for text in ("2019-07-01", "2019-07", "2019", None)] == [
        "1 July 2019",
        "July 2019",
        "2019",
        "",
    ]
    assert [said_day(text) for text in ("2019-07-01", "soon", "2019-99-01")] == [
        "1 July 2019",
        "soon",
        "2019-99-01",
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
