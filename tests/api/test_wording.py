from fastapi.testclient import TestClient

from api.pages import shown_address


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
