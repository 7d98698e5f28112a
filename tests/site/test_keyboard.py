"""Pages gone through by keyboard alone."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, expect

from tests.api.servers import Served
from tests.site.pages import PAGES, SitePage
from tests.site.visits import PageVisit

pytestmark = pytest.mark.browser

WALKED: Final = [
    page
    for page in PAGES
    if page.kind in ("home", "answer, prohibited", "map", "jurisdiction", "law", "list of laws", "about")
]
_MOST: Final = 120
"""Stops that are looked at; the map has a table of all places below."""

_STOP: Final = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const box = at.getBoundingClientRect();
    const look = getComputedStyle(at);
    const last = window.lastStop;
    window.lastStop = at;
    return {
        what: at.outerHTML.slice(0, 120),
        isMarked: (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1)
            || [...at.querySelectorAll("path, circle")].some((one) =>
                parseFloat(getComputedStyle(one).strokeWidth) > 2),
        isSeen: box.width > 4 && box.height > 4 && [...at.getClientRects()].some((one) =>
            one.bottom > 0 && one.right > 0 && one.top < innerHeight && one.left < innerWidth),
        isAfter: !last || last === at
            || Boolean(last.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
    };
}"""


@pytest.fixture(params=WALKED, ids=lambda page: page.kind)
def visit(request: pytest.FixtureRequest, browser: Browser, site: Served) -> Iterator[PageVisit]:
    page: SitePage = request.param
    found = PageVisit(browser, site.address, page)
    yield found
    found.close()


def test_first_stop_leads_over_the_navigation_to_the_content(visit: PageVisit) -> None:
    page = visit.page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_every_stop_is_seen_and_marked_and_comes_after_the_one_before(visit: PageVisit) -> None:
    stops = list(_stops(visit))
    assert len(stops) > 10
    assert [stop["what"] for stop in stops if not stop["isSeen"]] == []
    assert [stop["what"] for stop in stops if not stop["isMarked"]] == []
    assert [stop["what"] for stop in stops if not stop["isAfter"]] == []


def _stops(visit: PageVisit) -> Iterator[dict[str, Any]]:
    """Where Tab leads, one after the other, until it leaves the page."""
    for _ in range(_MOST):
        visit.page.keyboard.press("Tab")
        stop = visit.page.evaluate(_STOP)
        if stop is None:
            return
        yield stop


def test_table_of_the_map_is_reached_without_a_stop_at_each_place_of_the_map(
    browser: Browser, site: Served
) -> None:
    visit = PageVisit(browser, site.address, next(page for page in PAGES if page.kind == "map"))
    is_there = "document.querySelector('#places').contains(document.activeElement)"
    before = next(count for count, _ in enumerate(_stops(visit)) if visit.page.evaluate(is_there))
    assert 10 < before < 60
    visit.close()
