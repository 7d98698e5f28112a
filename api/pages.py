"""Pages for people: templates, and how dates and words are written on them."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fastapi import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.network_files import NETWORK_FILES
from api.policies import PAGE_POLICY
from api.words import CHECKED, VERDICTS
from graph.kinds import TABLE
from graph.places import within_sentence
from schema.periods import day_words
from viz.assets import VIS_NETWORK

_HERE: Final = Path(__file__).parent
STATIC: Final = _HERE / "static"


NAVIGATION: Final = (
    ("/", "Ask"),
    ("/search", "Search"),
    ("/map", "Map"),
    ("/timeline", "Timeline"),
    ("/network", "Network"),
    ("/compare", "Compare"),
    ("/query", "Query"),
    ("/about", "About"),
    ("/docs", "API"),
)
"""What the head of every page leads to. A page marks itself with `here`, the address of its entry."""


def property_words(name: str) -> str:
    """A property's name as words: "fl:enactedBy" is "enacted by"."""
    local = name.rpartition(":")[2].rpartition("/")[2]
    return _KNOWN.get(local) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()


_KNOWN: Final = {
    "prefLabel": "name",
    "altLabel": "other name",
    "sameAs": "the same as",
    "isPartOf": "part of",
}


def static_address(name: str) -> str:
    """The address of a file of ours, with a mark that changes when the file does."""
    content = NETWORK_FILES.get(name) or (STATIC / name).read_bytes()
    mark = hashlib.sha256(content).hexdigest()[:12]
    return f"/static/{name}?v={mark}"


def said_day(text: str) -> str:
    """A day in words if the text is one, else the text."""
    return day_words(text) if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-\d{2}", text, re.ASCII) else text


def said_days(text: str) -> str:
    """A text with each whole day in it in words; a month alone stays, as numbers of notices look alike."""
    return re.sub(
        r"(?<![\w/-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])",
        _day_found,
        text,
        flags=re.ASCII,
    )


def _day_found(found: re.Match[str]) -> str:
    return day_words(found[0])


def web_address(text: str | None) -> str:
    """The address if it is one of the web, else nothing: no other scheme becomes a link."""
    return text if text and text.startswith(("https://", "http://")) else ""


def shown_address(text: str) -> str:
    """An address as people read it: without its scheme, its end left out where it is long."""
    said = re.sub(r"^https?://(www\.)?", "", text).rstrip("/")
    return said if len(said) <= _LONGEST_ADDRESS else f"{said[: _LONGEST_ADDRESS - 1]}…"


_LONGEST_ADDRESS: Final = 56

_PLURALS: Final = {kind.key: kind.plural for kind in TABLE}
"""Under which word of /api each kind of things is listed."""


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=day_words,
        property=property_words,
        web=web_address,
        said_day=said_day,
        said_days=said_days,
        in_sentence=within_sentence,
        shown_address=shown_address,
    )
    environment.globals.update(
        static=static_address,
        vis_network=VIS_NETWORK.name,
        checked=CHECKED,
        verdicts=VERDICTS,
        navigation=NAVIGATION,
        plurals=_PLURALS,
    )
    return environment


_TEMPLATES: Final = _environment()


def render(template: str, values: Mapping[str, object]) -> bytes:
    """The text of a page from a template; every value is escaped."""
    return _TEMPLATES.get_template(template).render(values).encode("utf-8", "replace")


def page(
    template: str, values: Mapping[str, object], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A page from a template as a response."""
    all_headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": PAGE_POLICY,
        **(headers or {}),
    }
    return Response(render(template, values), status, all_headers, "text/html; charset=utf-8")
