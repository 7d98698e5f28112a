"""The journeys of /network and /query in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.api.test_home_in_browser import Visit, address, browser

pytestmark = pytest.mark.browser

__all__ = ["address", "browser"]
SETTLED = "html[data-settled='true']"


def network(browser: Browser, address: str, cut: str) -> Visit:
    """A visit to a network, once its picture is drawn and still."""
    visit = Visit(browser, address)
    visit.page.goto(f"{address}/network{cut}")
    visit.page.wait_for_selector(SETTLED, state="attached", timeout=60_000)
    return visit


def test_network_grows_from_clearview_to_a_law(browser: Browser, address: str) -> None:
    visit = network(browser, address, "?around=organisation/clearview-ai&kinds=organisation,proceeding,law")
    page = visit.page
    box = page.get_by_role("combobox")
    box.press_sequentially("aclu v clearview")
    expect(page.get_by_role("option").first).to_contain_text("American Civil Liberties Union")
    box.press("Enter")
    page.get_by_role("button", name="Add its connections").click()
    law = page.locator("#card").get_by_role("button", name="Biometric Information Privacy Act")
    law.click()
    expect(page.locator("#card h2")).to_have_text("Biometric Information Privacy Act")
    expect(page).to_have_url(re.compile("expanded=proceeding/aclu-v-clearview"))
    assert visit.trouble == []
    page.close()


def test_link_to_a_connection_tells_and_draws_it(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    ends = "organisation/clearview-ai,law/us-il-bipa-2008"
    visit.page.goto(f"{address}/network?around=organisation/clearview-ai&picked={ends}")
    expect(visit.page.locator("#ways-found li").first).to_contain_text(
        "brought under Biometric", timeout=30_000
    )
    way = visit.page.wait_for_function("document.documentElement.dataset.way", timeout=30_000)
    assert str(way.json_value()).split()[-1] == "law/us-il-bipa-2008"
    assert visit.trouble == []
    visit.page.close()


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, {"width": 320, "height": 640}])
def test_link_keeps_what_is_looked_at_on_any_screen(
    browser: Browser, address: str, size: ViewportSize
) -> None:
    visit = Visit(browser, address)
    page = visit.page
    page.set_viewport_size(size)
    page.goto(f"{address}/network?place=us-ca-san-francisco&seen=120,-40,900#jurisdiction/us-ca")
    page.wait_for_selector(SETTLED, state="attached", timeout=60_000)
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile("seen=120,-40,600#"))
    page.get_by_role("button", name="Show all", exact=True).click()
    expect(page).not_to_have_url(re.compile("seen="))
    picture = page.locator("#picture").bounding_box()
    assert picture is not None
    middle = picture["x"] + picture["width"] / 2, picture["y"] + picture["height"] / 2
    page.mouse.move(*middle)
    page.mouse.wheel(0, -120)
    expect(page).to_have_url(re.compile(r"seen=-?\d+,-?\d+,\d+"))
    assert visit.trouble == []
    page.close()


def test_day_hides_what_had_not_begun(browser: Browser, address: str) -> None:
    visit = network(browser, address, "?place=us-ca-san-francisco&on=2019-01-01")
    page = visit.page
    before = page.inner_text("#count")
    page.get_by_label("In force on").fill("2024-06-01")
    expect(page.locator("#count")).not_to_have_text(before)
    expect(page).to_have_url(re.compile("on=2024-06-01"))
    page.get_by_role("button", name="Any day").click()
    expect(page).not_to_have_url(re.compile("on="))
    assert visit.trouble == []
    page.close()


def test_slider_moves_the_day_by_keyboard(browser: Browser, address: str) -> None:
    visit = network(browser, address, "?place=us-ca-san-francisco")
    page = visit.page
    before = page.inner_text("#count")
    page.get_by_role("slider").press("Home")
    expect(page.locator("#count")).not_to_have_text(before)
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuetext", "1 January 2008")
    expect(page).to_have_url(re.compile("on=2008-01-01"))
    assert visit.trouble == []
    page.close()


def test_card_in_the_whole_network_tells_its_facts(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.page
    page.goto(f"{address}/network#law/us-il-bipa-2008")
    card = page.locator("#card")
    expect(card.locator("h2")).to_have_text("Biometric Information Privacy Act", timeout=60_000)
    expect(card).to_contain_text("740 ILCS 14")
    expect(card.get_by_role("heading", name="Sources")).to_be_visible()
    assert visit.trouble == []
    page.close()


def test_picture_that_does_not_come_is_told(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.page
    page.route("**/api/graph?*", lambda route: route.fulfill(status=503, json={"detail": "many wait"}))
    page.goto(f"{address}/network")
    expect(page.locator("#wait")).to_contain_text("could not be loaded: many wait")
    expect(page.locator("#things-table tbody tr")).to_have_count(50)
    page.close()


def test_picture_and_files_are_taken_along(browser: Browser, address: str) -> None:
    visit = network(browser, address, "?around=organisation/clearview-ai")
    page = visit.page
    for name, beginning in (
        ("PNG", b"\x89PNG"),
        ("SVG", b"<svg xmlns"),
        ("GEXF", b"<?xml"),
        ("GraphML", b"<?xml"),
    ):
        with page.expect_download() as begun:
            page.locator(".save").get_by_text(name, exact=True).click()
        assert begun.value.path().read_bytes().startswith(beginning), name
    page.close()


@pytest.fixture
def workbench(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    visit.page.goto(f"{address}/query")
    visit.page.wait_for_selector("html[data-editor='ready']", state="attached")
    yield visit
    visit.page.close()


def test_example_is_run_and_seen_on_the_map(workbench: Visit) -> None:
    page = workbench.page
    page.get_by_role("link", name="In which places is a prohibition").click()
    expect(page.locator("#shown svg .spot").first).to_be_attached()
    assert page.locator("#shown svg .spot").count() > 30
    page.get_by_role("button", name="Table").click()
    expect(page.locator("#shown table")).to_contain_text("jurisdiction/us-ca-")
    assert workbench.trouble == []


def test_parameter_is_filled_into_an_example(workbench: Visit) -> None:
    page = workbench.page
    page.get_by_text("What the API itself asks").click()
    page.get_by_role("link", name="Which prohibitions bind in a place").click()
    page.get_by_label("?place").fill("us-ma-boston")
    page.get_by_label("?day").fill("2024-06-01")
    page.get_by_role("button", name="Run with these").click()
    expect(page.locator("#shown table")).to_contain_text("us-ma-boston")
    expect(page.locator("#shown table")).not_to_contain_text("us-ca-")


def test_error_is_marked_at_its_line(workbench: Visit, address: str) -> None:
    page = workbench.page
    page.goto(f"{address}/query?view=table#query=SELECT+*%0AWHERE+%7B%0A++%3Fs+%3Fp+%0A%7D")
    expect(page.locator("#problem")).to_contain_text("line 4")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    marker = page.locator(".cm-lint-marker-error").bounding_box()
    line = page.locator(".cm-line").nth(3).bounding_box()
    assert marker is not None
    assert line is not None
    assert abs(marker["y"] - line["y"]) < line["height"]
