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
    app = create_app(Settings(workers=1, rate_limit=1_000_000), engine)
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


def test_sentence_is_asked_and_answered_by_keyboard_alone(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.page
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "ask"
    page.keyboard.type("Can police in San Francisco use face recognition?")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.answer")
    assert page.inner_text("h1") == "Prohibited"
    assert "Understood as: municipal police, use, in San Francisco" in page.inner_text(".understood")
    assert visit.trouble == []
    page.close()


def test_sentence_about_a_place_that_may_be_two_asks_which(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.page
    page.goto(address)
    page.get_by_label("Ask in a sentence").fill("May shops in Portland scan faces on 1 June 2024?")
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("link", name="Portland, Oregon").click()
    page.wait_for_selector("article.answer")
    assert page.inner_text("h1") == "Only on conditions"
    assert "as of 1 June 2024" in page.inner_text(".asked")
    page.close()


def test_day_of_an_answer_is_changed_and_the_verdict_follows(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.page
    page.goto(f"{address}/check?place=New+Orleans&actor=police&on=2021-06-01")
    before = page.inner_text("h1")
    page.locator("a[rel=prev]").click()
    assert page.inner_text("h1") != before
    page.locator("#asof").fill("2021-06-01")
    page.get_by_role("button", name="Go").click()
    page.wait_for_url("**on=2021-06-01")
    assert page.inner_text("h1") == before
    assert visit.trouble == []
    page.close()


def test_question_in_parts_is_asked_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_text("Or put the question together").click()
    page.get_by_label("Place").fill("Boston")
    page.get_by_label("Who").select_option("police")
    page.get_by_role("button", name="Answer").click()
    assert page.locator("h1").inner_text() in ("Prohibited", "Only on conditions")
    assert page.locator("#permalink").input_value().startswith(address)
    assert page.get_by_role("button", name="Copy").count() == 0
    context.close()


def test_answer_on_paper_has_the_proof_and_no_controls(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 720, "height": 1000})
    page.goto(f"{address}/check?place=San+Francisco&actor=police&on=2024-06-01")
    page.emulate_media(media="print")
    for shown in ("h1", "dd >> text=S.F. Admin. Code 19B.2(d)", "text=Cite: facelex", ".coverage"):
        expect(page.locator(shown).first).to_be_visible()
    for gone in ("nav[aria-label=Site]", "form.ask", ".matrix", "form.question", ".asof", ".links"):
        expect(page.locator(gone).first).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".left-out")).to_be_visible()
    page.close()


def test_permanent_link_is_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/check?place=San+Francisco&actor=police&on=2024-06-01")
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#permalink").input_value()
    context.close()


def test_places_on_a_narrow_page_are_not_broken_within_a_word(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, 320)
    visit.page.goto(f"{address}/check?place=San+Francisco")
    links = visit.page.locator(".coverage th a").all()
    assert len(links) > 1
    for link in links:
        box = link.bounding_box()
        assert box is not None
        assert box["height"] < 30, link.inner_text()
    visit.page.close()


def test_network_leads_back_to_the_other_pages(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, 320)
    visit.page.goto(f"{address}/network?place=us-ca-san-francisco")
    visit.page.get_by_role("navigation").get_by_role("link", name="Ask").click()
    visit.page.wait_for_selector("#ask")
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
    with visit.page.expect_event("requestfailed", lambda request: "/api/search" in request.url):
        visit.page.get_by_role("combobox").press_sequentially("francisco board")
    expect(visit.page.get_by_role("option").first).to_contain_text("San Francisco Board of Supervisors")
    visit.page.close()


def test_folded_rules_open_one_by_one_by_keyboard_and_all_at_once(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.page
    page.goto(f"{address}/check?place=fr&actor=police&on=2026-06-01")
    rules = page.locator("section[aria-labelledby='deciding'] .rule > details")
    opened = page.locator("section[aria-labelledby='deciding'] .rule > details[open]")
    count = rules.count()
    expect(opened).to_have_count(3)
    folded = rules.nth(5)
    expect(folded.locator("dl")).to_be_hidden()
    folded.locator("> summary").focus()
    page.keyboard.press("Enter")
    expect(folded.locator("dl")).to_be_visible()
    expect(folded.locator("p.brief")).to_be_hidden()
    page.get_by_role("button", name="Open all").click()
    expect(opened).to_have_count(count)
    page.get_by_role("button", name="Close all").click()
    expect(opened).to_have_count(0)
    assert visit.trouble == []
    page.close()
