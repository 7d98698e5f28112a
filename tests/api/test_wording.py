import re

from fastapi.testclient import TestClient

from api.pages import said_days, shown_address
from graph.places import within_sentence


def test_parts_of_laws_and_cases_have_short_headings(client: TestClient) -> None:
    for address, heading in (
        ("/rule/us-il-bipa-2008--consent", "Consent required, 740 ILCS 14/15(b)"),
        (
            "/exception/us-il-bipa-2008--consent--glba-financial-institutions",
            "Financial institutions under the Gramm-Leach-Bliley Act",
        ),
        ("/outcome/thompson-carlo-v-met--2026-04-21-dismissal", "Dismissal, 21 April 2026"),
        ("/organisation/clearview-ai", "Clearview AI"),
    ):
        assert f"<h1>{heading}</h1>" in client.get(address).text


def test_way_to_an_exception_names_the_rule_by_effect_and_clause(client: TestClient) -> None:
    page = client.get("/exception/us-il-bipa-2008--consent--glba-financial-institutions").text
    steps = page.split('aria-label="Where this page stands"')[1].split("</nav>")[0]
    assert '<a href="/rule/us-il-bipa-2008--consent">Consent required, 740 ILCS 14/15(b)</a>' in steps


def test_many_dates_are_drawn_and_folded_and_few_are_not(client: TestClient) -> None:
    page = client.get("/organisation/clearview-ai").text
    assert 'class="date-line"' in page
    assert "later dates</summary>" in page
    assert "<style" not in page
    assert 'class="date-line"' not in client.get("/event/amazon-moratorium-2020").text


def test_source_leads_to_what_it_is_and_has_no_empty_sections(client: TestClient) -> None:
    page = client.get("/source/ipvm-com-reports-sf-ban").text
    assert "Read it" in page
    assert 'id="sources"' not in page
    assert 'id="days"' not in page


def test_end_of_a_rule_is_said_in_words(client: TestClient) -> None:
    assert "<td>none is set</td>" in client.get("/rule/us-il-bipa-2008--consent").text


def test_events_are_told_among_the_dates_and_not_once_more(client: TestClient) -> None:
    page = client.get("/technology/amazon-rekognition").text
    assert page.count('href="/event/amazon-moratorium-2020"') == 1
    assert "<h2>Events</h2>" not in page


def test_long_addresses_are_shown_short_and_lead_to_the_whole() -> None:
    assert shown_address("https://www.example.org/") == "example.org"
    assert shown_address("http://example.org/" + 80 * "a").endswith("a…")
    assert len(shown_address("https://example.org/" + 80 * "a")) == 56


def test_exception_names_its_rule_by_effect_and_clause_and_says_what_it_says(client: TestClient) -> None:
    page = client.get("/exception/ae-pdpl-2021--consent--free-zones").text
    rule = '<a href="/rule/ae-pdpl-2021--consent">Consent required, Art. 4</a>'
    assert f"<td>{rule}</td>" in page
    section = page.split('id="lifted"')[1].split("</section>")[0]
    assert rule in section
    assert "Explicit consent unless an Art. 4 exception applies." in section
    assert 'id="lifted"' not in client.get("/rule/ae-pdpl-2021--consent").text


def test_case_tells_each_outcome_once_and_dates_lead_to_it(client: TestClient) -> None:
    page = client.get("/proceeding/aclu-v-clearview").text
    assert page.count("Judge entered the consent order") == 1
    assert page.count('href="/outcome/aclu-v-clearview--2020-10-07-procedural-step"') == 2


def test_event_whose_dates_stand_among_its_facts_has_no_list_of_them(client: TestClient) -> None:
    assert 'id="days"' not in client.get("/event/amazon-moratorium-2020").text


def test_places_have_their_article_within_a_sentence() -> None:
    said = {"United Kingdom": "the United Kingdom", "Isle of Man": "the Isle of Man"}
    assert {name: within_sentence(name) for name in said} == said
    for name in ("France", "Portland", "Port Huron", "Council Bluffs", "Northern Ireland"):
        assert within_sentence(name) == name


def test_days_within_a_text_are_said_in_words_and_numbers_stay() -> None:
    text = "Applies from 2026-08-02 instead of 2027-12-02; Notice PIH 2023-10, AO 2023-35, X-2020-01-02."
    said = (
        "Applies from 2 August 2026 instead of 2 December 2027; Notice PIH 2023-10, AO 2023-35, X-2020-01-02."
    )
    assert said_days(text) == said


def test_pages_say_case_where_the_data_says_proceeding(client: TestClient) -> None:
    assert "Kinds of case" in client.get("/ns").text
    for address in ("/proceedings", "/proceeding/aclu-v-clearview", "/timeline", "/search?q=xyzzy"):
        text = re.sub(r"<pre.*?</pre>|<[^>]*>", " ", client.get(address).text, flags=re.DOTALL)
        assert "roceeding" not in text, address
