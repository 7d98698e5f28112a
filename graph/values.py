"""Whether one value of a record is written as its key asks: a date that exists, a well-formed reference, an
address.
"""

import re
from typing import Final

from graph.context import CONTEXT, XSD, Key, expand
from graph.rdf import is_iri
from schema.periods import PartialDate
from schema.vocabulary import KINDS

ADDRESSES: Final = frozenset({"url", "official_url", "website"})
"""Keys whose values are web addresses."""

WHOLE_DAYS: Final = frozenset({"checked", "researched_through", "verified_on"})
"""Dates that are days on which somebody did something: never a month or a year."""

SLUG: Final = r"[a-z0-9]+(?:-+[a-z0-9]+)*"
REFERENCE: Final = re.compile(rf"({'|'.join(KINDS)})/{SLUG}(?:#[a-z0-9-]+)?")

_ADDRESS: Final = re.compile(r"https?://[^/\s]\S*")
_WIKIDATA: Final = re.compile(r"wd:Q[1-9]\d*")
_DATATYPES: Final = {
    XSD + "decimal": (re.compile(r"[+-]?\d+(?:\.\d+)?"), "a number", "650000000 or 37.7749"),
    XSD + "boolean": (re.compile("true|false"), "true or false", "true"),
    XSD + "gYear": (re.compile(r"\d{4}"), "a year", "2017"),
}


def problem_with(key: Key, text: str) -> tuple[str, str] | None:
    """What is wrong with a value (concept words excepted) and what to do; None when it is well written."""
    if key.type == "@id":
        return _problem_with_reference(key.name, text)
    if key.type == XSD + "date":
        return _problem_with_date(key.name, text)
    if key.type in _DATATYPES:
        pattern, what, example = _DATATYPES[key.type]
        if not pattern.fullmatch(text):
            return f"`{key.name}: {text}` is not {what}", f"write it as in `{key.name}: {example}`"
    return None


def is_reference(text: str) -> bool:
    """Whether a value refers to a thing of ours, as in `law/us-ca-ab-1215-2019`."""
    return bool(REFERENCE.fullmatch(text))


def is_slug(text: str) -> bool:
    """Whether a text is a slug: small letters, digits and hyphens, as in `us-ca-san-francisco`."""
    return bool(re.fullmatch(SLUG, text))


def _problem_with_reference(name: str, text: str) -> tuple[str, str] | None:
    if name == "wikidata":
        accepted, example = _WIKIDATA.fullmatch(text), "wd:Q62"
    elif name in ADDRESSES:
        accepted, example = _ADDRESS.fullmatch(text), "https://example.org/law.pdf"
        if accepted and not is_iri(text):
            return f"`{name}: {text}` has a character that addresses cannot have", "write it as %20, %7C, ..."
    else:
        accepted, example = REFERENCE.fullmatch(text), "jurisdiction/us-ca"
    if accepted and is_iri(expand(text, CONTEXT)):
        return None
    return f"`{name}: {text}` is not a reference of the accepted form", f"write it as in `{name}: {example}`"


def _problem_with_date(name: str, text: str) -> tuple[str, str] | None:
    try:
        precision = PartialDate(text).precision
    except ValueError as error:
        return (
            f"`{name}` has no date: {error}",
            f"write it as in `{name}: '2019-07-01'`, or only its month or year",
        )
    if name in WHOLE_DAYS and precision != "day":
        return f"`{name}: {text}` is not a whole day", f"write it as in `{name}: '2026-07-31'`"
    return None
