"""An answer on paper: all that one needs to check it, and nothing that only a screen can use."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.servers import Served
from tests.site.pages import ANSWERS, PAGES, SitePage

pytestmark = pytest.mark.browser

PAPER: Final = 673
"""CSS pixels between the margins of A4."""

_WRITTEN: Final = """(links) => links.map((link) => [link.href, getComputedStyle(link, "::after").content])"""
_SHOWN: Final = (
    """(all) => all.filter((one) => one.checkVisibility({ contentVisibilityAuto: true })).length"""
)

_CUT: Final = """() => [...document.querySelectorAll("main *")]
    .filter((one) => one.checkVisibility() && !one.closest(".hidden, svg"))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 120)).slice(0, 5)"""


@pytest.fixture
def paper(browser: Browser, site: Served) -> Iterator[Page]:
    """A page that is laid out as for printing."""
    context = browser.new_context(base_url=site.address, viewport={"width": PAPER, "height": 960})
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def test_answer_on_paper_has_its_proof(paper: Page) -> None:
    paper.goto(ANSWERS["prohibited"])
    expect(paper.locator("h1")).to_have_text("Prohibited")
    expect(paper.locator(".asked")).to_contain_text("San Francisco, as of 1 June 2026")
    rule = paper.locator("article.rule").first
    expect(rule.locator("dt").filter(has_text="Clause")).to_be_visible()
    expect(rule.locator("dl")).to_contain_text("19B.2(d)")
    expect(rule.locator("dl")).to_contain_text("since July 2019")
    cite = paper.locator(".print-only")
    expect(cite).to_be_visible()
    expect(cite).to_contain_text("on=2026-06-01&data=sha256-")
    expect(paper.locator("body > footer")).to_contain_text("Data sha256-")


def test_addresses_of_laws_and_sources_are_written_out(paper: Page) -> None:
    paper.goto(ANSWERS["prohibited"])
    written: list[list[str]] = paper.locator("article.answer a.out").evaluate_all(_WRITTEN)
    assert len(written) > 5
    assert all(address in content for address, content in written), written


def test_what_is_folded_on_the_screen_is_read_on_paper(paper: Page) -> None:
    paper.goto(ANSWERS["prohibited"])
    items = paper.locator(".left-out li")
    assert items.evaluate_all(_SHOWN) == items.count() > 10
    paper.emulate_media(media="screen")
    assert items.evaluate_all(_SHOWN) == 0


def test_rules_that_are_folded_on_the_screen_are_proved_on_paper(paper: Page) -> None:
    paper.goto(ANSWERS["conditional"])
    rules = paper.locator("article.rule dl")
    assert rules.evaluate_all(_SHOWN) == rules.count() > 8
    assert paper.locator("article.rule .brief").evaluate_all(_SHOWN) == 0
    paper.emulate_media(media="screen")
    assert 3 <= rules.evaluate_all(_SHOWN) < rules.count()


def test_what_only_a_screen_can_use_is_not_on_paper(paper: Page) -> None:
    paper.goto(ANSWERS["conditional"])
    for selector in (
        "nav",
        "form",
        "button",
        "input",
        "textarea",
        ":not(.rule > details) > summary",
        ".skip",
        "a.more",
    ):
        shown = [one for one in paper.locator(selector).all() if one.is_visible()]
        assert shown == [], selector


ON_PAPER: Final = ("answer", "jurisdiction", "law", "rule", "compare places", "list", "timeline", "search")


@pytest.mark.parametrize(
    "site_page", [one for one in PAGES if one.kind.startswith(ON_PAPER)], ids=lambda page: page.kind
)
def test_nothing_is_cut_at_the_edge_of_the_paper(paper: Page, site_page: SitePage) -> None:
    paper.goto(site_page.path)
    cut = paper.evaluate(_CUT)
    assert cut == []
