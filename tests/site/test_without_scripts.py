"""What people can do on the site whose browser runs no scripts: everything but drawing."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.servers import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, site: Served) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=False, base_url=site.address, viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def ask_a_sentence(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Ask in a sentence").fill("Can police in San Francisco use face recognition?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("h1")).to_have_text("Prohibited")
    expect(page.get_by_role("link", name="JSON", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


def put_a_question_together(page: Page) -> None:
    page.goto("/")
    page.get_by_text("Or put the question together").click()
    form = page.get_by_role("form", name="Your question in parts")
    form.get_by_label("Place").fill("New Orleans")
    form.get_by_label("As of").fill("2021-06-01")
    form.get_by_role("button", name="Answer").click()
    expect(page.locator("h1")).to_have_text("Prohibited")
    page.locator("#asof").fill("2019-06-01")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.locator("h1")).to_have_text("No rule known")


def search_by_number(page: Page) -> None:
    page.goto("/search")
    page.get_by_role("searchbox").first.fill("SB 2400")
    page.locator("main form button").first.click()
    page.locator("main .laws a").first.click()
    expect(page).to_have_url("/law/us-il-bipa-2008")


def filter_a_list_and_go_through_it(page: Page) -> None:
    page.goto("/laws")
    first = page.locator(".listing tbody tr a").first.get_attribute("href")
    page.get_by_role("link", name="Next").first.click()
    assert page.locator(".listing tbody tr a").first.get_attribute("href") != first
    page.locator("#f-place").fill("us-ca")
    page.locator("#f-sort").select_option("-name")
    page.locator("form.filters button").click()
    names = page.locator(".listing tbody td:first-child a").all_inner_texts()
    addresses = [
        one.get_attribute("href") or "" for one in page.locator(".listing tbody td:first-child a").all()
    ]
    assert len(names) > 5
    assert [name.casefold() for name in names] == sorted((name.casefold() for name in names), reverse=True)
    assert all("/us-ca-" in address for address in addresses)


def read_a_place_on_a_day(page: Page) -> None:
    page.goto("/jurisdiction/us-la-new-orleans")
    page.locator("form.asking #on").fill("2021-06-01")
    page.locator("form.asking button").click()
    expect(page.locator("main")).to_contain_text("1 June 2021")
    expect(page.locator("table.matrix").first).to_be_visible()


def read_a_law_and_go_to_its_rule(page: Page) -> None:
    page.goto("/law/us-il-bipa-2008")
    page.locator("main a[href='/rule/us-il-bipa-2008--consent']").first.click()
    expect(page).to_have_url("/rule/us-il-bipa-2008--consent")


def compare_places(page: Page) -> None:
    page.goto("/compare?places=us-la-new-orleans")
    page.locator("#add").fill("San Francisco")
    page.locator("form.asking button").click()
    head = page.locator("table.compared thead")
    expect(head).to_contain_text("New Orleans")
    expect(head).to_contain_text("San Francisco")


def read_the_timeline_as_figures(page: Page) -> None:
    page.goto("/timeline")
    page.locator("#from").fill("2019")
    page.locator("#to").fill("2021")
    page.locator("form.choose button").click()
    expect(page.locator("main svg.chart").first).to_be_visible()
    figures = page.locator("details:has(table) > summary").first
    figures.click()
    expect(page.locator("main table").first).to_be_visible()


def read_the_map_and_its_table(page: Page) -> None:
    page.goto("/map")
    page.locator("#on").fill("2021-06-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".panel svg").first).to_be_visible()
    row = page.locator("#places tr[data-id='jurisdiction/us-la-new-orleans']")
    expect(row).to_contain_text("Prohibited")
    expect(page.locator(".slider")).to_be_hidden()
    page.locator("#places").get_by_role("link", name="Since").click()
    days = [one.get_attribute("data-since") or "" for one in page.locator("#places tbody tr").all()[:50]]
    assert days == sorted(days, reverse=True)


def run_a_query(page: Page) -> None:
    page.goto("/query")
    page.locator(".examples a[href='/query?example=rules-by-year']").click()
    expect(page.locator("#query")).to_have_value(re.compile("SELECT"))
    page.locator("#query").fill(
        "PREFIX fl: <https://w3id.org/facelex/ns#> SELECT (COUNT(?law) AS ?laws) { ?law a fl:Law }"
    )
    page.get_by_label("Answer as").select_option("csv")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Run").click()
    rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8"))))
    assert rows[0] == ["laws"]
    assert int(rows[1][0]) > 100


def draft_a_record(page: Page) -> None:
    page.goto("/contribute")
    page.get_by_label("Begin with an outline of a").select_option("law")
    page.get_by_role("button", name="Begin anew").click()
    expect(page.get_by_label("The record, as YAML")).to_have_value(re.compile("^id: law/"))
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("#state")).to_have_text("No error is left.")
    expect(page.locator("#file")).to_contain_text("It belongs in graph/records/law/")


def read_what_the_api_offers(page: Page) -> None:
    page.goto("/docs")
    expect(page.locator("main")).to_contain_text("/api/check")
    expect(page.get_by_role("button", name="Try the operations here")).to_be_hidden()


JOURNEYS: Final[tuple[Callable[[Page], None], ...]] = (
    ask_a_sentence,
    put_a_question_together,
    search_by_number,
    filter_a_list_and_go_through_it,
    read_a_place_on_a_day,
    read_a_law_and_go_to_its_rule,
    compare_places,
    read_the_timeline_as_figures,
    read_the_map_and_its_table,
    run_a_query,
    draft_a_record,
    read_what_the_api_offers,
)


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_works_without_scripts(page: Page, journey: Callable[[Page], None]) -> None:
    journey(page)
