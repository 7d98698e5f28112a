"""A dataset in which every name, title and sentence is markup that would run, and every address a script: all
pages, drawings and files show it as text.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from graph.build import DATASET
from graph.engine import Engine
from graph.kinds import TABLE
from tests.api.servers import Served, served
from tests.api.test_thing_pages import THINGS
from tests.site.pages import PAGES, SitePage
from tests.site.visits import PageVisit

pytestmark = pytest.mark.browser

NAME: Final = "<img src=x onerror=alert(1)>"
SENTENCE: Final = f"\"'>{NAME}</script><script>alert(1)</script>{{{{7*7}}}}"
ADDRESS: Final = "javascript:alert(1)"

_NAMES: Final = r"prefLabel|altLabel|shortName|title|publisher|plaintiffName|defendantName"
_SENTENCES: Final = (
    r"description|\w*[dD]oubt|definition|supports|citation|provision|billNumber|docket|forum|limitedTo|"
    r"researchNote|statusNote|amendedBy|vote|penalty"
)
_SAID: Final = re.compile(rf'([/#](?:(?P<name>{_NAMES})|{_SENTENCES})>) "(?:[^"\\]|\\.)*"')
_LINKED: Final = re.compile(r"([/#](?:url|homepage|officialText)>) <[^>]*>")
_SILENT: Final = ("query", "docs", "contribute", "nothing")
"""Kinds of pages that show nothing of the data."""

_OTHERWISE: Final = ("home with", "answer, c", "answer, a", "question", "timeline of", "list", "search")
"""Kinds of pages that are asked otherwise here, or are shown by the same templates as another."""

HOSTILE_PAGES: Final = (
    *(page for page in PAGES if not page.kind.startswith(_OTHERWISE)),
    SitePage("list", "/laws"),
    SitePage("question of a place that may be several", f"/check?actor=police&place={quote(NAME)}", 422),
    SitePage("sentence", f"/check?ask={quote('Can police in ' + NAME + ' use it?')}", 422),
    SitePage("search", "/search?q=onerror"),
    SitePage("network of a place", "/network?place=us-ca-san-francisco", ready="html[data-settled='true']"),
    SitePage("contribute: mend a record", "/contribute?record=law/us-il-bipa-2008"),
)
_RAN: Final = """() => [
    ...document.querySelectorAll("img[src='x'], [onerror], script:not([src]):not([type]):not([nonce])"),
    ...[...document.querySelectorAll("a, area, form, iframe, use, image")].filter((one) =>
        ["href", "action", "src", "xlink:href"].some((name) =>
            /^\\s*javascript:/i.test(one.getAttribute(name) ?? ""))),
].map((one) => one.outerHTML.slice(0, 200))"""


def _in_nquads(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


@pytest.fixture(scope="module")
def hostile(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    text = (data_folder / DATASET).read_text(encoding="utf-8")
    name, sentence = f'"{_in_nquads(NAME)}"', f'"{_in_nquads(SENTENCE)}"'
    text, said = _SAID.subn(lambda found: f"{found[1]} {name if found['name'] else sentence}", text)
    text, linked = _LINKED.subn(rf"\1 <{ADDRESS}>", text)
    assert said > 10_000
    assert linked > 2_500
    with served(tmp_path_factory.mktemp("hostile"), Engine.from_text(text), rate_limit="0") as found:
        yield found


def assert_is_text(visit: PageVisit) -> None:
    """Nothing of the data has become an element, a link that runs, or a script that ran."""
    assert visit.page.evaluate(_RAN) == []
    assert visit.trouble == []
    assert visit.policy_breaches() == []


def shows_the_name(page: Page) -> bool:
    return NAME in str(page.evaluate("document.body.innerText"))


@pytest.mark.parametrize("site_page", HOSTILE_PAGES, ids=lambda page: page.kind)
def test_markup_shows_as_text_on_every_kind_of_page(
    browser: Browser, hostile: Served, site_page: SitePage
) -> None:
    visit = PageVisit(browser, hostile.address, site_page)
    assert visit.response.status == site_page.status
    visit.unfold()
    assert_is_text(visit)
    if not site_page.kind.startswith(_SILENT):
        assert shows_the_name(visit.page)
    visit.close()


TOLD: Final = frozenset(
    (
        *("check", "record", "jurisdiction", "law"),
        *("regulator", "organisation", "technology", "event", "source"),
    )
)
"""What is told to search engines as well, in a block for scripts."""


@pytest.mark.parametrize(
    "path",
    [
        *(f"/{kind.plural}" for kind in TABLE),
        *(f"/{id}" for id in THINGS),
        *("/dataset", "/record/law/us-il-bipa-2008", "/check?place=us-ca-san-francisco&actor=police"),
    ],
)
def test_data_for_scripts_within_a_page_ends_no_script(hostile: Served, path: str) -> None:
    response = httpx.get(
        hostile.address + path, headers={"Accept": "text/html"}, timeout=60, follow_redirects=True
    )
    assert "<img" not in response.text
    blocks = re.findall(r"<script type=.application/[^>]*>(.*?)</script>", response.text, re.DOTALL)
    assert bool(blocks) == (path[1:].partition("/")[0].partition("?")[0] in TOLD)
    for data in blocks:
        assert "<" not in data
        assert json.loads(data)


def test_tooltip_of_the_map_and_its_table_say_the_name(browser: Browser, hostile: Served) -> None:
    visit = PageVisit(browser, hostile.address, next(page for page in PAGES if page.kind == "map"))
    page = visit.page
    page.locator('a.spot[data-id="jurisdiction/us-la-new-orleans"]').hover()
    expect(page.locator("#tip")).to_contain_text(NAME)
    page.get_by_label("Who").select_option("retailers")
    expect(page).to_have_url(re.compile("actor=retailers"))
    expect(page.locator("#places")).to_contain_text(NAME)
    page.locator("#slide").focus()
    page.keyboard.press("ArrowLeft")
    assert_is_text(visit)
    visit.close()


def test_search_card_and_tables_of_the_network_say_the_name(browser: Browser, hostile: Served) -> None:
    visit = PageVisit(browser, hostile.address, next(page for page in PAGES if page.kind == "network"))
    page = visit.page
    _look_around(page)
    page.get_by_role("button", name="Add its connections").click()
    assert_is_text(visit)
    visit.close()


def _look_around(page: Page) -> None:
    """Search the network, open the card of what is found, and both tables."""
    page.get_by_role("combobox").fill("onerror")
    expect(page.get_by_role("option").first).to_contain_text(NAME)
    page.get_by_role("option").first.click()
    expect(page.get_by_role("complementary").get_by_role("heading", level=2)).to_contain_text(NAME)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for table in ("Things of the network", "Connections of the network"):
        expect(page.get_by_role("table", name=table)).to_contain_text(NAME)


def test_exported_network_says_the_name_on_anybodys_disk(
    browser: Browser, hostile: Served, tmp_path: Path
) -> None:
    exported = httpx.get(
        f"{hostile.address}/api/graph?around=organisation/clearview-ai&format=html", timeout=60
    )
    file = tmp_path / "network.html"
    file.write_bytes(exported.content)
    page = browser.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if request.url.startswith("http") else None)
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-settled='true']", state="attached", timeout=60_000)
    _look_around(page)
    assert page.locator("img[src='x'], [onerror]").count() == 0
    assert page.locator("a[href^='javascript:' i]").count() == 0
    assert said == []
    page.close()


def test_answer_of_a_query_says_the_name_as_table_and_map(browser: Browser, hostile: Served) -> None:
    visit = PageVisit(browser, hostile.address, next(page for page in PAGES if page.kind == "query"))
    page = visit.page
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="In which places is a prohibition").click()
    expect(page.locator("#shown svg .spot").first).to_be_attached()
    page.get_by_role("button", name="Table").click()
    expect(page.locator("#shown table")).to_be_visible()
    query = "SELECT ?source ?title ?url { ?source a fl:Source ; dct:title ?title ; schema:url ?url } LIMIT 20"
    prefixes = (
        "PREFIX fl: <https://w3id.org/facelex/ns#> PREFIX dct: <http://purl.org/dc/terms/> "
        "PREFIX schema: <https://schema.org/> "
    )
    page.goto(f"{hostile.address}/query?view=table#query={quote(prefixes + query)}")
    expect(page.locator("#shown table")).to_contain_text(NAME)
    assert_is_text(visit)
    visit.close()


DRAWINGS: Final = ("/map.svg?actor=police", "/badge/us-ca-san-francisco.svg?actor=police", "/query/world.svg")
FILES: Final = (
    *("/api/changes.atom", "/api/changes.json", "/api/corrections.atom", "/api/calendar.ics", "/sitemap.xml"),
    *(
        "/api/graph?around=law/us-il-bipa-2008&format=gexf",
        "/api/graph?around=law/us-il-bipa-2008&format=graphml",
    ),
)


@pytest.mark.parametrize("path", DRAWINGS)
def test_drawing_has_the_name_as_text(browser: Browser, hostile: Served, path: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("console", lambda message: said.append(f"{message.text} {message.location['url']}"))
    response = page.goto(hostile.address + path)
    assert response is not None
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert "script-src" not in response.headers["content-security-policy"]
    assert page.evaluate(_RAN) == []
    assert page.locator("img, script, foreignObject").count() == 0
    assert [one for one in said if not one.endswith("/favicon.ico")] == []  # a drawing can name no icon
    page.close()


@pytest.mark.parametrize("path", FILES)
def test_feed_or_file_is_no_page_and_links_to_no_script(hostile: Served, path: str) -> None:
    response = httpx.get(hostile.address + path, timeout=60)
    assert response.status_code == 200
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "html" not in response.headers["content-type"]
    if "xml" in response.headers["content-type"]:
        assert "<img" not in response.text
        links = [
            link for one in ElementTree.fromstring(response.content).iter() for link in one.attrib.values()
        ]
        assert not [link for link in links if link.startswith("javascript:")]
    if path.endswith(".json"):
        assert not [item for item in response.json()["items"] if item.get("external_url") == ADDRESS]
