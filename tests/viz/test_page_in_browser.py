from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.engine import Engine
from tests.viz.browser import Seen, chromium, middle_of, open_file, pixels, watch
from tests.viz.sample import large_graph, small_graph
from viz.kinds import KIND_BY_KEY
from viz.page import network_page, render_page

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)>"
LAW = KIND_BY_KEY["law"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def page(browser: Browser, seen: Seen) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1400}, color_scheme="light")
    yield watch(context, seen)
    context.close()
    assert seen == Seen(), "the page must be silent and ask nobody"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "network.html"
    path.write_text(render_page(small_graph(), "A small network", "Five things."), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "network.html"
    path.write_text(render_page(large_graph(), "A large network", "Many things."), encoding="utf-8")
    return path


def test_click_on_a_node_opens_its_card(page: Page, small: Path) -> None:
    open_file(page, small)
    page.mouse.click(*middle_of(page, LAW.light))
    card = page.get_by_role("complementary")
    expect(card.get_by_role("heading", level=2)).to_have_text("Oakland ban")
    expect(card).to_contain_text("October 2019")
    expect(card.get_by_role("link", name="The ordinance")).to_have_attribute("href", "https://example.org/a")
    expect(card.get_by_role("link", name="Whole record")).to_have_attribute(
        "href", "https://w3id.org/facelex/id/law/oakland-ban"
    )
    expect(card.get_by_role("button", name="Ban: Oakland ban")).to_be_visible()


def test_search_finds_by_other_names_without_accents_and_by_keyboard_alone(page: Page, small: Path) -> None:
    open_file(page, small)
    box = page.get_by_role("combobox")
    box.press_sequentially("elan pier")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    heading = page.get_by_role("complementary").get_by_role("heading", level=2)
    expect(heading).to_have_text("FaceFind")
    expect(heading).to_be_focused()
    page.get_by_role("button", name="Close this card").press("Enter")
    expect(box).to_be_focused()


def test_search_says_when_there_is_nothing_by_that_name(page: Page, small: Path) -> None:
    open_file(page, small)
    page.get_by_role("combobox").fill("no such thing")
    expect(page.get_by_role("option")).to_have_text("nothing by that name here")


def test_search_of_a_file_forgives_a_slip_of_the_pen(page: Page, small: Path) -> None:
    open_file(page, small)
    page.get_by_role("combobox").fill("facfeind")
    expect(page.get_by_role("option")).to_contain_text(["FaceFind"])


def test_slip_of_the_pen_finds_first_what_is_called_so_alone(page: Page, small: Path) -> None:
    open_file(page, small)
    page.get_by_role("combobox").fill("oaklnd")
    options = page.get_by_role("option")
    expect(options).to_contain_text(["Oakland", "Oakland ban", "Ban: Oakland ban"])
    expect(options.first).to_contain_text("Place")


def test_filter_by_kind_hides_nodes_and_rows_alike(page: Page, small: Path) -> None:
    open_file(page, small)
    table = page.get_by_role("table", name="Things of the network")
    expect(table.get_by_role("row")).to_have_count(6)
    assert pixels(page, LAW.light) > 50
    page.get_by_role("checkbox", name="Laws").uncheck()
    expect(table.get_by_role("row")).to_have_count(5)
    expect(page.locator("#count")).to_have_text("4 of 5 things and 2 of 4 connections shown")
    page.wait_for_timeout(100)
    assert pixels(page, LAW.light) == 0


def test_filter_by_relation_hides_connections_in_card_and_table(page: Page, small: Path) -> None:
    open_file(page, small)
    page.get_by_text("Connections, one by one").click()
    ties = page.get_by_role("table", name="Connections of the network")
    expect(ties.get_by_role("row")).to_have_count(5)
    page.get_by_role("button", name="Oakland ban", exact=True).first.click()
    expect(page.get_by_role("heading", name="Connections (2)")).to_be_visible()
    page.get_by_text("Relations shown").first.click()
    page.get_by_role("checkbox", name="rule of").uncheck()
    expect(ties.get_by_role("row")).to_have_count(4)
    expect(page.get_by_role("heading", name="Connections (1)")).to_be_visible()


def test_table_row_chooses_the_thing_by_keyboard(page: Page, small: Path) -> None:
    open_file(page, small)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the picture")).to_be_focused()
    page.keyboard.press("Enter")
    for heading in page.locator("#things-table thead button").all():
        page.keyboard.press("Tab")
        expect(heading).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Oakland", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary").get_by_role("heading", level=2)).to_have_text("Oakland")


def test_searched_thing_of_a_hidden_kind_is_shown_again(page: Page, small: Path) -> None:
    open_file(page, small)
    page.get_by_role("checkbox", name="Laws").uncheck()
    page.get_by_role("combobox").fill("oakland ban")
    page.get_by_role("option", name="Oakland ban Law, ordinance").click()
    expect(page.get_by_role("checkbox", name="Laws")).to_be_checked()


def test_positions_are_the_same_each_time_and_physics_stops(page: Page, small: Path) -> None:
    open_file(page, small)
    first = middle_of(page, LAW.light)
    page.wait_for_timeout(300)
    assert middle_of(page, LAW.light) == first
    page.reload()
    page.wait_for_selector("html[data-settled='true']", state="attached")
    assert middle_of(page, LAW.light) == first


def test_hostile_name_shows_as_text(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "network.html"
    path.write_text(render_page(small_graph(label=HOSTILE), HOSTILE, HOSTILE), encoding="utf-8")
    open_file(page, path)
    page.get_by_role("combobox").fill("<img")
    expect(page.get_by_role("option")).to_contain_text(HOSTILE)
    page.get_by_role("combobox").press("Enter")
    expect(page.get_by_role("complementary").get_by_role("heading", level=2)).to_have_text(HOSTILE)
    expect(page.get_by_role("table", name="Things of the network")).to_contain_text(HOSTILE)
    expect(page.locator("img")).to_have_count(0)


def test_large_network_is_paged_and_focuses_what_is_searched(page: Page, large: Path) -> None:
    open_file(page, large)
    table = page.get_by_role("table", name="Things of the network")
    expect(table.get_by_role("row")).to_have_count(51)
    page.locator("#things-table").get_by_role("button", name="Next").click()
    expect(page.locator("#things-table .where")).to_have_text("51\u2013100 of 281")
    page.get_by_role("combobox").fill("act 3 of state 17")
    page.get_by_role("option").click()
    expect(page.locator("html")).to_have_attribute("data-chosen", "law/us-17-3")
    expect(page.get_by_role("complementary")).to_contain_text("State 17")


def test_whole_graph_of_the_records_is_drawn_and_searched(page: Page, engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "network.html"
    path.write_text(network_page(engine), encoding="utf-8")
    open_file(page, path)
    page.get_by_role("combobox").fill("clearview ai")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("complementary").get_by_role("heading", level=2)).to_have_text("Clearview AI")
    assert pixels(page, KIND_BY_KEY["organisation"].light) > 50


def test_address_with_a_name_opens_its_card(page: Page, small: Path) -> None:
    page.goto(f"{small.as_uri()}#law/oakland-ban")
    expect(page.get_by_role("complementary").get_by_role("heading", level=2)).to_have_text("Oakland ban")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_runs_out_of_the_page_by_day_or_night(
    browser: Browser, seen: Seen, small: Path, scheme: str, width: int
) -> None:
    night = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if night else "light"
    )
    page = watch(context, seen)
    open_file(page, small)
    page.get_by_role("button", name="Oakland ban", exact=True).first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.wait_for_timeout(500)
    assert pixels(page, LAW.dark if night else LAW.light) > 20
    context.close()
    assert seen == Seen()


def test_colours_follow_the_reader_from_day_to_night(page: Page, small: Path) -> None:
    open_file(page, small)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(300)
    assert pixels(page, LAW.dark) > 50
    assert pixels(page, LAW.light) == 0
