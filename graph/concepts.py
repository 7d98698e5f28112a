"""The concept schemes as the answer needs them: which word is broader than which."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.any_engine import AnyEngine
from graph.queries import load_query
from schema.errors import UnknownConcept
from schema.vocabulary import NS, short_id

SCHEMES: Final = {"effect": "effects", "actor": "actors", "activity": "activities", "setting": "settings"}
"""The schemes that a question and its answer speak in, by the name of the question's part."""

_CONCEPTS: Final = load_query("concepts")


@dataclass(frozen=True)
class Concept:
    """A concept: the word that doors use for it, its label and its definition."""

    word: str
    label: str
    definition: str


@dataclass(frozen=True)
class Concepts:
    """All schemes: their concepts in order, and for each word all that is broader and narrower."""

    schemes: Mapping[str, tuple[Concept, ...]]
    above: Mapping[str, frozenset[str]]
    below: Mapping[str, frozenset[str]]
    public_or_private: frozenset[str]
    words: Mapping[str, str]
    """The word of each concept's IRI."""
    labels: Mapping[str, str]
    """The label of each word that a question or its answer may use."""

    @classmethod
    def read(cls, engine: AnyEngine) -> "Concepts":
        """Read the schemes of a dataset."""
        schemes: dict[str, dict[str, Concept]] = defaultdict(dict)
        parents: dict[str, set[str]] = defaultdict(set)
        words: dict[str, str] = {}
        either: set[str] = set()
        rows = engine.select(_CONCEPTS)
        for row in rows:
            words[row["concept"]] = row["word"]
        for row in rows:
            word = row["word"]
            schemes[short_id(row["scheme"])][word] = Concept(word, row["label"], row["definition"])
            if "broader" in row:
                parents[row["concept"]].add(row["broader"])
            if row.get("publicOrPrivate") == "true":
                either.add(word)
        above: dict[str, frozenset[str]] = {}
        below: dict[str, set[str]] = defaultdict(set)
        for scheme in SCHEMES.values():
            for iri in (NS + word for word in schemes[scheme]):
                closure = _closure(iri, parents)
                above[words[iri]] = frozenset(words[found] for found in closure)
                for found in closure:
                    below[words[found]].add(words[iri])
        return cls(
            {name: tuple(found.values()) for name, found in schemes.items()},
            above,
            {word: frozenset(found) for word, found in below.items()},
            frozenset(either),
            words,
            {concept.word: concept.label for name in SCHEMES.values() for concept in schemes[name].values()},
        )

    def broader(self, word: str) -> frozenset[str]:
        """Every word broader than this one, itself not included."""
        return self.above.get(word, frozenset())

    def narrower(self, word: str) -> frozenset[str]:
        """Every word narrower than this one, itself not included."""
        return self.below.get(word, frozenset())

    def among(self, part: str) -> tuple[Concept, ...]:
        """The concepts that a part of a question ("actor", "activity", "setting") may name, in order."""
        return self.schemes[SCHEMES[part]]

    def word(self, part: str, given: str) -> str:
        """The word that is meant, whatever its case, and with spaces or underscores for hyphens.

        UnknownConcept, with the accepted words and near ones, when there is none.
        """
        accepted = tuple(concept.word for concept in self.among(part))
        asked = given.strip().removeprefix(NS).removeprefix("fl:").lower().replace(" ", "-").replace("_", "-")
        if asked in accepted:
            return asked
        raise UnknownConcept(
            part, given, accepted, difflib.get_close_matches(asked, accepted, n=3, cutoff=0.6)
        )

    def listed(self, words: Iterable[str]) -> str:
        """The labels of words for a sentence, in order: "municipal police, schools"."""
        return ", ".join(sorted(self.labels[word] for word in words))


def _closure(start: str, parents: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    open_ends = [start]
    while open_ends:
        new = parents.get(open_ends.pop(), set()) - found
        found |= new
        open_ends += new
    return found
