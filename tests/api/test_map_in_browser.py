"""Journeys on the map: New Orleans from 2020 to 2023 by slider, by play and by keyboard."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.test_home_in_browser import Visit, address, browser

__all__ = ["address", "browser"]  # the fixtures

pytestmark = pytest.mark.browser

CITY = 'a.spot[data-id="jurisdiction/us-la-new-orleans"]'
ROW = 'tr[data-id="jurisdiction/us-la-new-orleans"]'


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """The map, ready, on the last day of 2020."""
    found = Visit(browser, address)
    found.page.goto(f"{address}/map?on=2020-12-31")
    found.page.wait_for_selector("#map[data-ready='true']")
    yield found
    assert found.trouble == []
    found.page.close()


def shown(page: Page) -> str:
    word = re.search(r"is-([a-z-]+)", page.locator(CITY).get_attribute("class") or "")
    assert word
    assert page.locator(ROW).get_attribute("data-verdict") == word[1]
    return word[1]


def slide_to(page: Page, day: str) -> None:
    """Move the slider as a pointer does: a value, and the events that follow."""
    page.evaluate(
        """(day) => {
            const slide = document.getElementById("slide");
            const first = Date.parse(document.getElementById("map").dataset.from);
            slide.value = (Date.parse(day) - first) / 86400000;
            slide.dispatchEvent(new Event("input", { bubbles: true }));
            slide.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        day,
    )


def test_slider_over_new_orleans_changes_its_verdict_in_map_and_table(visit: Visit) -> None:
    page = visit.page
    assert shown(page) == "no-rule-known"
    slide_to(page, "2021-01-01")
    assert shown(page) == "prohibited"
    expect(page.locator("#day")).to_have_text("1 January 2021")
    expect(page.locator("#slide")).to_have_attribute("aria-valuetext", "1 January 2021")
    expect(page.locator("#changes")).to_contain_text("New Orleans: No rule known → Prohibited")
    slide_to(page, "2022-07-20")
    assert shown(page) == "prohibited"
    slide_to(page, "2023-01-01")
    assert shown(page) == "conditional"
    expect(page.locator(f"{ROW} td").nth(1)).to_have_text("Only on conditions")
    expect(page.locator(f"{ROW} td").nth(2)).to_have_text("21 July 2022")
    assert "on=2023-01-01" in page.url
    page.reload()
    page.wait_for_selector("#map[data-ready='true']")
    assert shown(page) == "conditional"


def test_map_moved_to_a_day_says_what_the_server_says_of_that_day(visit: Visit) -> None:
    page = visit.page
    slide_to(page, "2022-03-15")
    read = """() => Object.fromEntries([...document.querySelectorAll("#places tbody tr")]
        .map((row) => [row.dataset.id, [1, 2, 3].map(
            (at) => row.querySelectorAll("td")[at].innerText.replace(/\\s+/g, " "))]))"""
    moved = page.evaluate(read)
    page.goto(f"{visit.address}/map?on=2022-03-15")
    assert page.evaluate(read) == moved


def test_arrow_keys_go_to_the_next_change_and_back(visit: Visit) -> None:
    page = visit.page
    page.locator("#slide").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#day")).to_have_text("1 January 2021")
    assert shown(page) == "prohibited"
    page.keyboard.press("ArrowLeft")
    assert page.locator("#day").get_attribute("datetime") != "2021-01-01"
    assert shown(page) == "no-rule-known"
    page.keyboard.press("End")
    expect(page.locator("#when")).to_have_text("as far as is known now")
    page.keyboard.press("Home")
    expect(page.locator("#day")).to_have_text("1 January 2008")


def test_keys_alone_lead_over_new_orleans_from_2020_to_2023(visit: Visit) -> None:
    page = visit.page
    page.locator("#slide").focus()
    said: list[tuple[str, str]] = []
    while (day := page.locator("#day").get_attribute("datetime") or "") < "2023-12-31":
        if not said or said[-1][1] != shown(page):
            said.append((day, shown(page)))
        page.keyboard.press("ArrowRight")
        expect(page.locator("#day")).not_to_have_attribute("datetime", day)
    assert said == [
        ("2020-12-31", "no-rule-known"),
        ("2021-01-01", "prohibited"),
        ("2022-07-21", "conditional"),
    ]


def test_play_passes_over_the_ban_and_stops_when_asked(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Play").click()
    expect(page.locator(CITY)).to_have_class(re.compile("is-prohibited"))
    expect(page.locator(CITY)).to_have_class(re.compile("is-conditional"), timeout=20_000)
    page.get_by_role("button", name="Pause").click()
    day = page.locator("#day").inner_text()
    page.wait_for_timeout(400)
    assert page.locator("#day").inner_text() == day
    assert re.search(r"on=202[2-9]-", page.url)


def test_tooltip_tells_the_place_by_pointer_and_by_keyboard_and_click_leads_to_it(visit: Visit) -> None:
    page = visit.page
    slide_to(page, "2021-06-01")
    page.locator(CITY).hover()
    tip = page.locator("#tip")
    expect(tip).to_contain_text("New Orleans")
    expect(tip).to_contain_text("Prohibited since 1 January 2021")
    page.locator(".panel-united-states a.spot[tabindex='0']").focus()
    expect(tip).to_contain_text("Alabama")
    page.keyboard.press("ArrowRight")
    expect(tip).to_contain_text("Alameda")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.locator(CITY).click()
    page.wait_for_url("**/jurisdiction/us-la-new-orleans")
    expect(page.locator("h1")).to_contain_text("New Orleans")


def test_another_actor_is_shown_without_leaving_the_page(visit: Visit) -> None:
    page = visit.page
    slide_to(page, "2022-01-01")
    portland = page.locator('tr[data-id="jurisdiction/us-or-portland"]')
    page.get_by_label("Who").select_option("retailers")
    expect(portland).to_have_attribute("data-verdict", "prohibited")
    expect(page.locator(ROW)).not_to_have_attribute("data-verdict", "prohibited")
    assert "actor=retailers" in page.url


def test_answer_to_an_older_choice_is_given_up(visit: Visit) -> None:
    page = visit.page
    slide_to(page, "2021-06-01")
    page.route("**/api/map?actor=retailers*", lambda route: None)  # it is never answered
    page.locator("select[name=actor]").select_option("retailers")
    with page.expect_event("requestfailed", lambda request: "actor=retailers" in request.url):
        page.locator("select[name=actor]").select_option("police")
    expect(page.locator("#json")).to_have_attribute("href", re.compile("actor=police"))
    assert shown(page) == "prohibited"


def test_table_is_sorted_in_place(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("link", name="Verdict").click()
    first = page.locator("#places tbody tr").first
    assert first.get_attribute("data-verdict") == "prohibited"
    assert page.locator("#places th[aria-sort]").inner_text().startswith("Verdict")
    page.get_by_role("link", name="Verdict").click()
    assert page.locator("#places tbody tr").first.get_attribute("data-verdict") == "not-researched"


def test_map_works_without_scripts(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/map")
    page.get_by_label("On", exact=True).fill("2021-06-01")
    page.get_by_role("button", name="Show").click()
    assert shown(page) == "prohibited"
    assert not page.locator(".slider").is_visible()
    page.context.close()
