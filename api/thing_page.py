"""The page about one thing or one record: its facts, its parts and sources, and what points to it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from markupsafe import Markup

from api.pages import render
from api.parts import Parts
from graph.description import Fact
from schema.errors import Candidate, NotFound
from schema.vocabulary import KINDS


@dataclass(frozen=True)
class Known:
    """What a page tells: about which id, the address whose endings give it as data, facts, mentions."""

    id: str
    data: str
    endings: Sequence[str]
    facts: Sequence[Fact]
    mentions: Sequence[Fact]
    structured: Markup | None = None
    """The same for search engines."""


def thing_page(parts: Parts, known: Known) -> bytes:
    """The page as text."""
    by_subject: dict[str, list[Fact]] = defaultdict(list)
    for fact in known.facts:
        by_subject[fact.subject].append(fact)
    own = by_subject.pop(known.id, [])
    names = names_in(known.facts)
    values = {
        "title": names.get(known.id, known.id),
        "subject": known.id,
        "address": known.data,
        "endings": known.endings,
        "names": names,
        "own": own,
        "others": [(name, names.get(name, name), found) for name, found in by_subject.items()],
        "mentions": known.mentions,
        "kinds": KINDS,
        "structured": known.structured,
        "data_version": parts.engine.data_version,
    }
    return render("thing.html", values)


def names_in(facts: Sequence[Fact]) -> dict[str, str]:
    """The name of each subject of some facts, or else the beginning of its description."""
    names: dict[str, str] = {}
    for naming in ("skos:prefLabel", "dct:title", "rdfs:label", "dct:description"):
        for fact in facts:
            if fact.property == naming:
                names.setdefault(fact.subject, shorten(fact.value, 90, placeholder="..."))
    return names


def missing(parts: Parts, id: str) -> NotFound:
    """The error that there is no thing of an id, with those that look like it."""
    kind, _, name = id.partition("/")
    hits = parts.index.search(re.sub(r"[^\w]+", " ", name), [kind] if kind in KINDS else None, 5)
    return NotFound(kind, name, [Candidate(hit.id, hit.label, hit.kind) for hit in hits])
