"""What a person needs to write a query: the project's own queries as examples, and the words of the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.any_engine import AnyEngine
from graph.queries import QUERIES, Query, load_query, query_names
from schema.vocabulary import NS, PREFIXES, RECORD

_HERE: Final = Path(__file__).parent
FOLDERS: Final[Mapping[str, Path]] = {
    "To begin with": _HERE / "examples",
    "The article that the project began with": _HERE / "article",
    "What the API itself asks": QUERIES,
}
"""Where examples are, by the heading that they stand under."""


SAMPLES: Final[Mapping[str, str]] = {
    "place": "us-ca-san-francisco",
    "jurisdiction": "us-ca-san-francisco",
    "day": "2024-06-01",
    "thing": "organisation/clearview-ai",
    "start": "proceeding/aclu-v-clearview",
    "end": "law/us-il-bipa-2008",
    "rule": "rule/us-ca-san-francisco-19b-2019--ban",
    "class": NS + "Law",
    "graph": RECORD + "law/us-il-bipa-2008",
    "former": "event/croydon-fixed-lfr",
}
"""A value for each variable that examples let one bind: a slug of a place, an id, an IRI or a day."""

_OWN_SAMPLES: Final[Mapping[str, Mapping[str, str]]] = {
    "place_names": {"place": "ar-c"},
    "rule_links": {"jurisdiction": "de-he"},
}
"""Values for examples that have no row with those."""


def sample_values(query: Query) -> dict[str, str]:
    """A value for each variable that a query lets one bind, with which it has rows."""
    return {name: _OWN_SAMPLES.get(query.name, {}).get(name, SAMPLES[name]) for name in query.binds}


@dataclass(frozen=True)
class Word:
    """A word for completion: `fl:enactedBy`, what it is (class, property, concept), and its label if any."""

    name: str
    kind: str
    label: str


def examples() -> dict[str, tuple[Query, ...]]:
    """All examples by heading. A later one of the same name as an earlier one is an error of ours."""
    return {
        heading: tuple(load_query(name, folder) for name in query_names(folder))
        for heading, folder in FOLDERS.items()
    }


def words_of(engine: AnyEngine) -> tuple[Word, ...]:
    """Every class, property and concept that the data uses and a prefix can shorten, sorted."""
    classes = (row["class"] for row in engine.select(load_query("dataset_classes")))
    properties = (row["property"] for row in engine.select(load_query("dataset_properties")))
    concepts = ((row["concept"], row["label"]) for row in engine.select(load_query("concepts")))
    found = [
        *((iri, "class", "") for iri in classes),
        *((iri, "property", "") for iri in properties),
        *((iri, "concept", label) for iri, label in concepts),
    ]
    return tuple(
        sorted({Word(name, kind, text) for iri, kind, text in found if (name := shorten(iri))}, key=_by_name)
    )


def shorten(iri: str) -> str:
    """An IRI by the longest prefix that fits, as in `fl:Law`; "" when none does."""
    fitting = [(base, prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    base, prefix = max(fitting, key=lambda one: len(one[0]), default=("", ""))
    local = iri[len(base) :]
    return f"{prefix}:{local}" if base and local and "/" not in local and "#" not in local else ""


def _by_name(word: Word) -> tuple[str, str, str]:
    return word.name, word.kind, word.label
