"""Where a thing, its page, its record and their RDF stand, and the Link headers that say so (RFC 8288)."""

from collections.abc import Iterable, Mapping
from typing import Final

from api.media import DATASETS, GRAPHS, plain

HTML: Final = "html"
THINGS: Final[Mapping[str, str]] = {HTML: "text/html; charset=utf-8", **GRAPHS}
"""The forms of a thing; the first is the default. Each but HTML is also an ending: `.ttl`."""

RECORDS: Final[Mapping[str, str]] = {**THINGS, "trig": DATASETS["trig"]}
"""The forms of a record: TriG has the name of its graph too."""


def page_of(id: str) -> str:
    """The address of the page about a thing, given its short id."""
    return f"/{id}"


def data_of(id: str, form: str) -> str:
    """The address of a thing's description in a form of GRAPHS."""
    return f"/id/{id}.{form}"


def record_of(id: str) -> str:
    """The address of a record."""
    return f"/record/{id}"


def link(address: str, relation: str, media: str = "") -> str:
    """One link of a Link header."""
    return f'<{address}>; rel="{relation}"' + (f'; type="{plain(media)}"' if media else "")


def alternates(addresses: Mapping[str, str], forms: Mapping[str, str], but: str = "") -> list[str]:
    """Links to the forms of a document, given the address of each; without one of them."""
    return [link(address, "alternate", forms[form]) for form, address in addresses.items() if form != but]


def forms_of_thing(id: str) -> dict[str, str]:
    """Each form of a thing, and its address."""
    return {form: page_of(id) if form == HTML else data_of(id, form) for form in THINGS}


def forms_of(address: str, forms: Iterable[str]) -> dict[str, str]:
    """Each form of a document at an address, whose page has that address itself, and the form's own."""
    return {form: address if form == HTML else f"{address}.{form}" for form in forms}
