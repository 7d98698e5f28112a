import threading
from collections.abc import Iterator
from typing import Literal, TypeAlias

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request, expect

from api.app import create_app
from api.settings import Settings
from graph.engine import Engine
from tests.viz.browser import chromium

ColorScheme: TypeAlias = Literal["light", "dark"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    """A real server on a free port."""
    app = create_app(Settings(workers=1), engine)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


class Visit:
    """A page of a server, with what it did besides."""

    def __init__(
        self, browser: Browser, address: str, width: int = 1200, scheme: ColorScheme = "light"
    ) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        self.trouble: list[str] = []
        self.page.on("console", lambda message: self.trouble.append(message.text))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("request", self._note)
        self.address = address

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.trouble.append(request.url)


def test_question_is_asked_and_answered_by_keyboard_alone(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.page
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "place"
    page.keyboard.type("San Francisco")
    page.keyboard.press("Tab")
    page.keyboard.type("police")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "on"
    page.keyboard.press("Enter")
    page.wait_for_selector("article.answer")
    assert page.inner_text("h1") == "Prohibited"
    assert visit.trouble == []
    page.close()


@pytest.mark.parametrize(
    "path", ["/", "/check?place=San+Francisco", "/law/us-ca-san-francisco-19b-2019", "/ns", "/docs"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_page_does_not_scroll_sideways_or_complain(
    browser: Browser, address: str, path: str, scheme: ColorScheme
) -> None:
    visit = Visit(browser, address, 320, scheme)
    visit.page.goto(address + path)
    if path == "/docs":
        visit.page.wait_for_selector("#swagger .opblock")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert visit.trouble == []
    visit.page.close()


def test_places_on_a_narrow_page_are_not_broken_within_a_word(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, 320)
    visit.page.goto(f"{address}/check?place=San+Francisco")
    for link in visit.page.locator(".coverage th a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] < 30, link.inner_text()
    visit.page.close()


def test_network_leads_back_to_the_other_pages(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, 320)
    visit.page.goto(f"{address}/network?place=us-ca-san-francisco")
    visit.page.get_by_role("navigation").get_by_role("link", name="Ask").click()
    visit.page.wait_for_selector("#place")
    visit.page.close()


def test_network_runs_under_the_policy_that_it_is_served_with(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    visit.page.goto(f"{address}/network?place=us-ca-san-francisco")
    visit.page.wait_for_selector("html[data-settled='true']", state="attached", timeout=60_000)
    assert visit.trouble == []
    visit.page.close()


def test_served_network_asks_the_index_of_the_server(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    visit.page.goto(f"{address}/network?place=us-ca-san-francisco")
    box = visit.page.get_by_role("combobox")
    first = visit.page.get_by_role("option").first
    box.press_sequentially("san farncisco")
    expect(first).to_contain_text("San Francisco")
    box.press("ArrowDown")
    box.press("Enter")
    heading = visit.page.get_by_role("complementary").get_by_role("heading", level=2)
    expect(heading).to_have_text("San Francisco")
    box.fill("xyzzy")
    expect(first).to_have_text("nothing by that name here")
    assert visit.trouble == []
    visit.page.close()


def test_served_network_is_searched_when_the_server_is_gone(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    visit.page.goto(f"{address}/network?place=us-ca-san-francisco")
    visit.page.route("**/api/search**", lambda route: route.abort())
    visit.page.get_by_role("combobox").press_sequentially("francisco board")
    visit.page.wait_for_timeout(500)
    expect(visit.page.get_by_role("option").first).to_contain_text("San Francisco Board of Supervisors")
    visit.page.close()
