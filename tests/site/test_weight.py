"""What the first view of every page weighs on its way to a browser that has nothing of it yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.lighthouse import PAGES as MEASURED
from tests.api.servers import Served
from tests.site.pages import PAGES, SitePage

pytestmark = pytest.mark.browser

MOST: Final = 150_000
"""Bytes of a first view, headers and all, as they come over the wire."""

DRAWN: Final = {"map": 150_000, "network": 250_000, "docs to try": 650_000}
"""Pages that draw a map or a network, and what is asked for: these have bounds of their own."""

_PATIENCE: Final = 60_000


@dataclass
class Transfer:
    """What came, by address: bytes over the wire."""

    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)

    def begun(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["response"]["url"]

    def finished(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def heaviest_first(self) -> list[tuple[float, str]]:
        return sorted(((size, self.addresses.get(one, "")) for one, size in self.sizes.items()), reverse=True)


def watched(context: BrowserContext, page: Page) -> Transfer:
    """What a page transfers from now on."""
    transfer = Transfer()
    session = context.new_cdp_session(page)
    session.on("Network.responseReceived", transfer.begun)
    session.on("Network.loadingFinished", transfer.finished)
    session.send("Network.enable")
    return transfer


@contextmanager
def opened(browser: Browser, address: str, site_page: SitePage) -> Iterator[Transfer]:
    """A page in a context of its own, with nothing kept from others, once it is drawn and asks no more."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    transfer = watched(context, page)
    page.goto(address + site_page.path)
    page.wait_for_selector(site_page.ready, state="attached", timeout=_PATIENCE)
    page.wait_for_load_state("networkidle")
    yield transfer
    context.close()


@pytest.mark.parametrize("site_page", PAGES, ids=lambda page: page.kind)
def test_first_view_is_light(browser: Browser, site: Served, site_page: SitePage) -> None:
    with opened(browser, site.address, site_page) as transfer:
        total = sum(transfer.sizes.values())
        assert 2_000 < total <= DRAWN.get(site_page.kind, MOST), transfer.heaviest_first()[:5]


def test_next_page_of_a_kind_brings_nothing_but_itself(browser: Browser, site: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.address}/law/us-il-bipa-2008")
    page.wait_for_load_state("networkidle")
    transfer = watched(context, page)
    page.goto(f"{site.address}/law/us-tx-cubi-2009")
    page.wait_for_load_state("networkidle")
    assert [url for size, url in transfer.heaviest_first() if size] == [page.url]
    context.close()


def test_pages_that_lighthouse_measures_are_there_and_crawlers_may_fetch_them(client: httpx.Client) -> None:
    rules = client.get("/robots.txt").text.splitlines()
    barred = [rule.removeprefix("Disallow: ") for rule in rules if rule.startswith("Disallow: ")]
    assert len(barred) > 5
    for path in MEASURED.values():
        assert client.get(path).status_code == 200
        assert not any(fnmatch(path, f"{rule}*") for rule in barred), path
