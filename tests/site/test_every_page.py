"""Rules that hold on every kind of page, wide and narrow, by day and by night."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.api.servers import Served
from tests.site.pages import PAGES
from tests.site.visits import PageVisit, Scheme

pytestmark = pytest.mark.browser

NARROW = 320
FORMS = [(page, width) for page in PAGES for width in (1280, NARROW)]


@pytest.fixture(scope="module", params=FORMS, ids=lambda form: f"{form[0].kind}, {form[1]} px")
def visit(request: pytest.FixtureRequest, browser: Browser, site: Served) -> Iterator[PageVisit]:
    page, width = request.param
    found = PageVisit(browser, site.address, page, width)
    yield found
    found.close()


def test_page_has_its_status_and_headers(visit: PageVisit) -> None:
    headers = visit.response.headers
    assert visit.response.status == visit.site_page.status
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'self'|'nonce-[\w-]{20,}'", policy["script-src"])
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_nothing_is_wider_than_the_page(visit: PageVisit) -> None:
    assert visit.overhang() <= 0
    visit.unfold()
    assert visit.overhang() <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: PageVisit, scheme: Scheme) -> None:
    visit.unfold()
    assert visit.violations(scheme) == []


def test_page_says_nothing_on_its_console_and_asks_nobody_else(visit: PageVisit) -> None:
    assert visit.trouble == []
    assert visit.policy_breaches() == []
