import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.api.test_home_in_browser import Visit, address, browser

__all__ = ["address", "browser"]  # the fixtures

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    assert visit.trouble == []
    visit.page.close()


def test_law_is_found_by_its_bill_number(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("S.B. 2400")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Biometric Information Privacy Act", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Biometric Information Privacy Act")
    expect(page.locator(".facts")).to_contain_text("SB 2400 (2008)")


def test_record_is_drafted_until_no_error_is_left(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/about")
    page.get_by_role("link", name="Draft a record").click()
    state, found = page.locator("#state"), page.locator("#found li")
    expect(state).to_have_text("No error is left.")
    box = page.get_by_label("The record, as YAML")
    good = box.input_value()
    box.fill(good.replace("kind: ordinance", "kind: ordnance").replace("type: Law\n", ""))
    expect(found.first).to_contain_text("Line")
    expect(state).to_have_text(re.compile("errors?$"))
    expect(page.locator("#found")).to_contain_text("did you mean `ordinance`?")
    box.fill(good.replace("kind: ordinance", "kind: ordnance"))
    expect(state).to_have_text("1 error")
    box.fill(good)
    expect(state).to_have_text("No error is left.")
    expect(found).to_have_count(0)
    expect(page.locator("#file")).to_contain_text("graph/records/law/us-ca/")


def test_place_leads_to_a_comparison_and_back_to_a_law(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/jurisdiction/us-ca-san-francisco")
    page.locator("section", has_text="Compare with places beside it").last.get_by_role("link").first.click()
    expect(page.get_by_role("table")).to_be_visible()
    page.get_by_label("Add a place").fill("Boston")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Remove Boston")).to_be_visible()
    page.locator(".clause a").first.click()
    expect(page.locator("p.kind")).to_have_text("Rule")


def test_comparison_grows_by_a_typed_name_and_stands_below_each_other_on_a_phone(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, 320)
    page = visit.page
    page.goto(f"{address}/compare")
    for name in ("Boston", "France"):
        page.get_by_label(re.compile("place", re.IGNORECASE)).first.fill(name)
        page.keyboard.press("Enter")
        expect(page.get_by_role("columnheader", name=name)).to_be_visible()
    cells = page.get_by_role("row").filter(has_text="Prohibited").first.get_by_role("cell")
    expect(cells).to_have_count(2)
    boxes = [one.bounding_box() for one in cells.all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in boxes)
    page.get_by_role("link", name="Remove Boston").click()
    expect(page.get_by_role("columnheader")).to_have_count(1)
    assert visit.trouble == []
    page.close()


def test_record_is_drafted_by_filling_in_the_form(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/contribute?kind=event")
    box, state = page.get_by_role("textbox", name="The record, as YAML"), page.locator("#state")
    page.get_by_label("Name", exact=True).fill("Police of Lyon pause")
    expect(box).to_have_value(re.compile("^id: event/police-of-lyon-pause\n"))
    expect(state).to_have_text(re.compile("errors?$"))
    page.get_by_label("Kind", exact=True).select_option("withdrawal")
    page.get_by_label("Date").first.fill("2026-13")
    page.get_by_label("Places").fill("France")
    page.get_by_label("Summary").fill("The police stopped.")
    page.get_by_label("Verification").select_option("verified-secondary")
    page.get_by_label("Title").fill("A report")
    page.get_by_label("Address").fill("https://example.org/report")
    page.get_by_label("Publisher").fill("Example News")
    page.get_by_label(re.compile("^Supports")).fill("all of it")
    expect(page.locator("#found")).to_contain_text("2026-13")
    page.get_by_label("Date").first.fill("2026-03")
    expect(state).to_have_text("No error is left.")
    expect(page.locator("#file")).to_contain_text("graph/records/event/police-of-lyon-pause.yaml")
    expect(box).to_have_value(re.compile("places:\n  - jurisdiction/fr\n"))


def test_record_is_drafted_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/contribute?kind=technology")
    page.get_by_label("Name", exact=True).fill("Example Search")
    page.get_by_label("Kind", exact=True).select_option("face-search-engine")
    page.get_by_role("button", name="Write the text").click()
    expect(page.locator("#state")).to_contain_text("error")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Example Search")
    page.get_by_label("Summary").fill("What it does.")
    page.get_by_label("Verification").select_option("unverified")
    page.get_by_role("button", name="Write the text").click()
    expect(page.locator("#state")).to_have_text("No error is left.")
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("#state")).to_have_text("No error is left.")
    context.close()
