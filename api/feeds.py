"""Feeds: entries as Atom (RFC 4287) and as JSON Feed 1.1."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from api.formats import as_json
from schema.vocabulary import LICENCE

ATOM: Final = "application/atom+xml; charset=utf-8"
JSON_FEED: Final = "application/feed+json; charset=utf-8"
AUTHOR: Final = "facelex"
RIGHTS: Final = "CC BY 4.0"
_NS: Final = "http://www.w3.org/2005/Atom"
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
register_namespace("", _NS)


@dataclass(frozen=True)
class Entry:
    """An entry of a feed: an IRI that stays, where to read more, and the day that it is sorted by."""

    id: str
    title: str
    link: str
    on: date
    text: str
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A page of a feed, newest entry first. `id` is the same for all its pages and under every host."""

    id: str
    title: str
    subtitle: str
    home: str
    here: str
    updated: date
    entries: Sequence[Entry]
    first: str
    previous: str | None = None
    next: str | None = None
    last: str | None = None


def atom(feed: Feed) -> bytes:
    """The feed as Atom, with the page links of RFC 5005."""
    root = Element(f"{{{_NS}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(feed.updated))
    _text(SubElement(root, f"{{{_NS}}}author"), "name", AUTHOR)
    _text(root, "rights", RIGHTS)
    _text(root, "generator", AUTHOR)
    _link(root, "self", feed.here, "application/atom+xml")
    _link(root, "alternate", feed.home, "text/html")
    _link(root, "license", LICENCE)
    for rel in ("first", "previous", "next", "last"):
        if address := getattr(feed, rel):
            _link(root, rel, address, "application/atom+xml")
    for entry in feed.entries:
        _entry(root, entry)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(tostring(root, encoding="utf-8")) + b"\n"


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1."""
    content: dict[str, Any] = {
        "version": _JSON_FEED,
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.home,
        "feed_url": feed.here,
        "language": "en",
        "authors": [{"name": AUTHOR}],
        **({"next_url": feed.next} if feed.next else {}),
        "_facelex": {"licence": LICENCE, "id": feed.id},
        "items": [
            {
                "id": entry.id,
                "url": entry.link,
                "title": entry.title,
                "content_text": entry.text,
                "date_published": _moment(entry.on),
                "tags": list(entry.categories),
                **({"external_url": entry.sources[0]} if entry.sources else {}),
                "_facelex": {"sources": list(entry.sources)},
            }
            for entry in feed.entries
        ],
    }
    return as_json(content)


def _entry(root: Element, entry: Entry) -> None:
    one = SubElement(root, f"{{{_NS}}}entry")
    _text(one, "id", entry.id)
    _text(one, "title", entry.title)
    _text(one, "updated", _moment(entry.on))
    _text(one, "published", _moment(entry.on))
    _link(one, "alternate", entry.link, "text/html")
    for source in dict.fromkeys(entry.sources):
        _link(one, "via", source)
    for category in dict.fromkeys(entry.categories):
        SubElement(one, f"{{{_NS}}}category", {"term": category})
    _text(one, "content", entry.text)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{_NS}}}{name}").text = _NOT_XML.sub("\ufffd", text)


def _link(parent: Element, rel: str, address: str, media: str = "") -> None:
    SubElement(
        parent,
        f"{{{_NS}}}link",
        {"rel": rel, "href": _NOT_XML.sub("", address)} | ({"type": media} if media else {}),
    )


def _moment(day: date) -> str:
    """The first moment of a day, in UTC."""
    return f"{day.isoformat()}T00:00:00Z"
