"""The query page as people use it, in a real browser."""

import csv
import json
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from graph.engine import Engine
from graph.workbench import examples
from tests.api.servers import Served, served
from tests.api.test_home_in_browser import Visit, address, browser

pytestmark = pytest.mark.browser

__all__ = ["address", "browser"]
READY = "html[data-editor='ready']"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BEST = {
    "places-with-bans": "map",
    "place_points": "map",
    "rules-by-effect": "chart",
    "rules-by-year": "chart",
    "dataset_classes": "chart",
    "clearview-cases": "network",
    "01-article": "table",
    "rules_of_jurisdiction": "table",
}


def opened(visit: Visit, address: str, at: str = "/query") -> Page:
    visit.page.goto(address + at)
    visit.page.wait_for_selector(READY, state="attached")
    return visit.page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.page.close()


@pytest.fixture(scope="module")
def hurried(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that gives a query one second."""
    with served(tmp_path_factory.mktemp("hurried"), engine, query_timeout="1") as found:
        yield found


@pytest.fixture(scope="module")
def patient(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that gives a query ten minutes."""
    with served(tmp_path_factory.mktemp("patient"), engine, query_timeout="600") as found:
        yield found


def test_every_example_has_rows_and_is_shown_as_suits_it(visit: Visit, address: str) -> None:
    page = opened(visit, address)
    page.evaluate("document.querySelectorAll('.examples details').forEach((one) => (one.open = true))")
    page.set_default_timeout(60_000)
    shown = {}
    for name in [one.name for group in examples().values() for one in group]:
        page.evaluate("document.getElementById('progress').textContent = ''")
        page.locator(f".examples a[href='/query?example={name}']").click()
        expect(page.locator("#progress")).to_contain_text("Done", timeout=60_000)
        expect(page.locator("#problem")).to_be_hidden()
        told = page.locator("#shown > p").first.inner_text()
        assert int(told.split()[0]) > 0, name
        shown[name] = page.evaluate("document.documentElement.dataset.view")
    assert {name: shown[name] for name in BEST} == BEST
    assert visit.trouble == []


def test_link_opens_the_same_query_in_the_same_view(visit: Visit, browser: Browser, address: str) -> None:
    page = opened(visit, address)
    page.get_by_role("link", name="In which places is a prohibition").click()
    expect(page.locator("#shown svg .spot").first).to_be_attached()
    page.get_by_role("button", name="Chart").click()
    other = Visit(browser, address)
    opened(other, "", page.url)
    expect(other.page.locator("#shown svg .bar").first).to_be_attached()
    assert other.page.inner_text(".cm-content") == page.inner_text(".cm-content")
    other.page.close()


def test_words_of_the_data_complete_what_is_typed(visit: Visit, address: str) -> None:
    page = opened(visit, address)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    for typed, word in (
        ("SELECT * { ?s a fl:Proc", "fl:Proceeding"),
        ("eding ; fl:plain", "fl:plaintiff"),
        (" fl:municip", "fl:municipal-police"),
        (" # PREFIX sk", "PREFIX skos:"),
    ):
        page.keyboard.type(typed)
        expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text(word)
        page.keyboard.press("Escape")
    assert visit.trouble == []


def test_keyboard_asks_and_leaves_the_editor(visit: Visit, address: str) -> None:
    page = opened(visit, address)
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK {}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#shown")).to_contain_text("Yes")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.className").startswith("cm-content")


def test_what_is_shown_is_taken_along(visit: Visit, address: str) -> None:
    page = opened(visit, address)
    page.get_by_role("link", name="What do rules do").click()
    expect(page.locator("#shown svg .bar").first).to_be_attached()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK {}")  # not asked: what is taken is what is shown
    with page.expect_download() as begun:
        page.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(begun.value.path().read_text(encoding="utf-8").splitlines()))
    with page.expect_download() as begun:
        page.get_by_role("button", name="JSON").click()
    told = json.loads(begun.value.path().read_text(encoding="utf-8"))
    assert [row["effect"] for row in rows] == [one["effect"]["value"] for one in told["results"]["bindings"]]
    assert begun.value.suggested_filename == "facelex.json"


def test_time_out_says_what_to_do(browser: Browser, hurried: Served) -> None:
    visit = Visit(browser, hurried.address)
    page = opened(visit, hurried.address, f"/query#query={quote(ENDLESS)}")
    problem = page.locator("#problem")
    expect(problem).to_contain_text("LIMIT 100", timeout=60_000)
    expect(problem).to_contain_text("name the type of what you ask for")
    expect(problem.get_by_role("link")).to_have_attribute("href", "/dump.nq.gz")
    expect(page.locator("#cancel")).to_be_hidden()
    page.get_by_role("link", name="What do rules do").click()  # and the page goes on
    expect(page.locator("#shown svg .bar").first).to_be_attached()
    expect(problem).to_be_hidden()
    page.close()


def wait_for_heavy(page: Page, server: Served, number: int) -> None:
    """Wait until the server works long on so many queries."""
    for _ in range(600):
        figures = httpx.get(f"{server.address}/metrics", timeout=60).text
        if f"facelex_queries_heavy {number}\n" in figures:
            return
        page.wait_for_timeout(100)
    raise AssertionError(figures)


def test_cancel_stops_the_work_and_the_page_goes_on(browser: Browser, patient: Served) -> None:
    visit = Visit(browser, patient.address)
    page = opened(visit, patient.address, f"/query#query={quote(ENDLESS)}")
    expect(page.locator("#progress")).to_contain_text("Running")
    wait_for_heavy(page, patient, 1)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#progress")).to_have_text("Cancelled")
    expect(page.locator("#cancel")).to_be_hidden()
    wait_for_heavy(page, patient, 0)
    page.get_by_role("link", name="What do rules do").click()
    expect(page.locator("#shown svg .bar").first).to_be_attached(timeout=60_000)
    assert visit.trouble == []
    page.close()


def test_form_gives_the_chosen_format_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{address}/query?example=rules-by-effect")
    page.get_by_label("Answer as").select_option("csv")
    with page.expect_download() as begun:
        page.get_by_role("button", name="Run").click()
    rows = list(csv.DictReader(begun.value.path().read_text(encoding="utf-8").splitlines()))
    assert len(rows) > 5
    context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_narrow_screen_has_no_sideways_scroll_and_sees_the_answer(
    browser: Browser, address: str, width: int
) -> None:
    visit = Visit(browser, address, width=width)
    page = opened(visit, address)
    page.get_by_role("link", name="In which places is a prohibition").click()
    expect(page.locator("#shown svg .spot").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("#answer-title")).to_be_in_viewport()
    page.close()
