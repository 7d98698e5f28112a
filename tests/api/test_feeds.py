import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import feedparser
import pytest

from api.feeds import Entry, Feed, atom, json_feed

NS = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
NASTY = "<b>&amp; ]]> \x00\x0b\ud800 ünï 顔\U0001f600"


def feed(*entries: Entry) -> Feed:
    return Feed(
        "https://w3id.org/facelex/api/changes.atom",
        "Changes",
        "What changes",
        "https://example.org/",
        "https://example.org/api/changes.atom?page=2&x=y",
        date(2026, 1, 2),
        entries,
        "https://example.org/api/changes.atom",
        "https://example.org/api/changes.atom",
        "https://example.org/api/changes.atom?page=3",
        "https://example.org/api/changes.atom?page=9",
    )


def entry(name: str = "a", title: str = "Title") -> Entry:
    return Entry(
        f"https://w3id.org/facelex/id/rule/{name}#begins",
        title,
        f"https://example.org/id/rule/{name}",
        date(1791, 12, 15),
        title,
        ("begins", "ban", "ban"),
        ("https://example.org/s?a=1&b=2",),
    )


def check_atom(data: bytes) -> Element:
    """What RFC 4287 asks of a feed (4.1.1, 4.1.2) as far as it concerns ours."""
    root = fromstring(data)
    assert root.tag == f"{NS}feed"
    for name in ("id", "title", "updated", "rights", "subtitle", "generator"):
        assert len(root.findall(f"{NS}{name}")) == 1, name
    assert root.findtext(f"{NS}author/{NS}name")
    rels = [link.get("rel") for link in root.findall(f"{NS}link")]
    assert rels.count("self") == 1
    assert len(rels) == len(set(rels))
    ids = [one.findtext(f"{NS}id") or "" for one in root.findall(f"{NS}entry")]
    assert len(ids) == len(set(ids))
    for one in [root, *root.findall(f"{NS}entry")]:
        assert re.fullmatch(r"https?://\S+", one.findtext(f"{NS}id") or "")
        assert MOMENT.fullmatch(one.findtext(f"{NS}updated") or "")
        assert one.findtext(f"{NS}title")
        alternates = [link for link in one.findall(f"{NS}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert all(re.fullmatch(r"https?://\S+", link.get("href", "")) for link in one.findall(f"{NS}link"))
        terms = [category.get("term") for category in one.findall(f"{NS}category")]
        assert all(terms)
        assert len(terms) == len(set(terms))
    return root


def check_json_feed(content: dict[str, Any]) -> None:
    """What JSON Feed 1.1 asks of a feed."""
    assert content["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(content["title"], str)
    assert all(set(author) & {"name", "url", "avatar"} for author in content["authors"])
    for item in content["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        assert MOMENT.fullmatch(item["date_published"])
        assert all(isinstance(tag, str) for tag in item["tags"])
    known = {
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "description",
        "next_url",
        "authors",
        "language",
    }
    assert all(key in known | {"items"} or key.startswith("_") for key in content)


def test_atom_has_what_the_standard_asks() -> None:
    check_atom(atom(feed(entry("a"), entry("b"))))
    check_atom(atom(feed()))


def test_feed_reader_reads_the_feed() -> None:
    found = feedparser.parse(atom(feed(entry("a"), entry("b"))))
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.id == "https://w3id.org/facelex/api/changes.atom"
    assert found.feed.author == "facelex"
    assert found.feed.rights == "CC BY 4.0"
    assert {link.rel: link.href for link in found.feed.links}["next"].endswith("page=3")
    assert [one.id.rsplit("/")[-1] for one in found.entries] == ["a#begins", "b#begins"]
    assert found.entries[0].published_parsed[:3] == (1791, 12, 15)
    assert found.entries[0].link == "https://example.org/id/rule/a"


def test_names_cannot_break_out_of_the_feed() -> None:
    data = atom(feed(entry(title=NASTY)))
    root = check_atom(data)
    said = root.findtext(f"{NS}entry/{NS}title")
    assert said == "<b>&amp; ]]> \ufffd\ufffd\ufffd ünï 顔\U0001f600"
    assert not feedparser.parse(data).bozo


def test_json_feed_has_what_the_standard_asks() -> None:
    content = json.loads(json_feed(feed(entry("a"), entry("b"))))
    check_json_feed(content)
    assert content["feed_url"] == "https://example.org/api/changes.atom?page=2&x=y"
    assert content["next_url"].endswith("page=3")
    assert content["items"][0]["external_url"] == "https://example.org/s?a=1&b=2"
    check_json_feed(json.loads(json_feed(feed())))


@pytest.mark.parametrize("write", [atom, json_feed])
def test_same_feed_gives_the_same_bytes(write: Callable[[Feed], bytes]) -> None:
    assert write(feed(entry())) == write(feed(entry()))
