import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from graph.engine import Engine
from schema.errors import NotFound
from tests.viz.sample import SAMPLE, large_graph, small_graph
from viz.network import read_whole
from viz.page import network_page, network_parts, render_page, served_picture

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text of the JSON block."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][1].get("id") == "network-data" and not self.data:
            self.data = data


def data_of(page: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Elements(page).data)
    return data


def test_page_refers_to_nothing_outside_itself() -> None:
    for tag, attributes in Elements(render_page(small_graph(), "Title", "Lead")).found:
        assert tag not in ("iframe", "object", "embed", "base", "img")
        assert not attributes.get("src")
        assert tag == "a" or (attributes.get("href") or "data:,") == "data:,"


def test_page_has_no_inline_handlers_or_style_attributes() -> None:
    for _, attributes in Elements(render_page(small_graph(), "Title", "Lead")).found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_hostile_names_stay_text() -> None:
    page = render_page(small_graph(label=HOSTILE), HOSTILE, HOSTILE)
    tags = [tag for tag, _ in Elements(page).found]
    assert "img" not in tags
    assert tags.count("script") == 3
    assert HOSTILE not in page
    assert HOSTILE in [node["label"] for node in data_of(page)["nodes"]]


def test_links_of_a_file_lead_to_the_iris_of_things() -> None:
    page = render_page(small_graph(), "T", "L")
    assert data_of(page)["base"] == "https://w3id.org/facelex/id/"
    links = [attributes.get("href") for tag, attributes in Elements(page).found if tag == "a"]
    assert "https://w3id.org/facelex/id/law/oakland-ban" in links


def test_served_page_asks_for_its_picture_and_has_its_first_rows() -> None:
    whole = read_whole(Engine.from_text(SAMPLE))
    parts = network_parts(whole, "/api/graph?around=organisation/facefind", around="organisation/facefind")
    assert 'data-source="/api/graph?around=organisation/facefind"' in parts.body
    assert '<a href="/organisation/facefind">FaceFind</a>' in parts.body
    assert "network-data" not in parts.body


def test_served_picture_leaves_what_only_cards_tell() -> None:
    picture = served_picture(small_graph(), "Title", is_whole=True)
    assert picture["whole"]
    assert picture["base"] == "/"
    assert picture["about"]["law/oakland-ban"]["dates"]
    assert {name for about in picture["about"].values() for name in about} <= {"category", "dates"}


def test_page_around_a_thing_begins_with_its_card() -> None:
    page = network_page(Engine.from_text(SAMPLE), around="organisation/facefind")
    assert data_of(page)["centre"] == "organisation/facefind"


def test_policy_in_the_page_forbids_everything_it_does_not_need() -> None:
    page = render_page(small_graph(), "T", "L")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "'unsafe-inline'" not in policy[1].split("script-src")[1].split(";")[0]


def test_same_graph_gives_the_same_bytes() -> None:
    assert render_page(large_graph(), "T", "L") == render_page(large_graph(), "T", "L")


def test_legend_counts_what_is_there_and_sources_are_listed_once() -> None:
    data = data_of(render_page(small_graph(), "T", "L"))
    assert {kind["key"]: kind["count"] for kind in data["kinds"]}["law"] == 1
    assert data["sources"] == [["https://example.org/a", "The ordinance", "City", "2019-05"]]
    assert data["about"]["law/oakland-ban"]["sources"] == [0]


@pytest.mark.parametrize(
    ("cut", "title"),
    [
        ({}, "Face recognition law: the whole network"),
        ({"around": "organisation/facefind"}, "Around FaceFind"),
        ({"place": "us-ca-oakland"}, "Oakland and its law"),
        ({"place": "us-ca-oakland", "on": date(2020, 6, 1)}, "Oakland and its law on 1 June 2020"),
    ],
)
def test_heading_says_what_is_shown(cut: dict[str, Any], title: str) -> None:
    assert f"<h1>{title}</h1>" in network_page(Engine.from_text(SAMPLE), **cut)


def test_page_around_nothing_known_is_not_found() -> None:
    with pytest.raises(NotFound):
        network_page(Engine.from_text(SAMPLE), around="law/none-such")
