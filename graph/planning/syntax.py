"""What is known of a query's patterns: where in its text they stand, and what they bind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "triples", "filter", "optional", "minus", "graph", "group", "bind", "values", "select"
]
Step: TypeAlias = Literal["plain", "inverse", "sequence", "alternative", "closure", "other"]

NOTHING: Final[frozenset[str]] = frozenset()

BETWEEN: Final = "_between_"
"""How the names of variables of our own begin."""


class NotUnderstood(Exception):
    """The reader met what it does not know for sure: the query is to be left alone."""


@dataclass(frozen=True)
class Span:
    """A piece of the text, from a token's beginning to a token's end."""

    start: int
    end: int


@dataclass(frozen=True)
class Term(Span):
    """A subject, object or predicate: a variable (its name without "?"), or a constant ("")."""

    variable: str
    is_iri: bool


@dataclass(frozen=True)
class Path(Span):
    """A predicate, or a path made of others."""

    step: Step
    parts: tuple["Path", ...] = ()
    variable: str = ""
    allows_none: bool = False
    """Whether a term reaches itself by no step, be it in the data or not."""

    @property
    def is_set(self) -> bool:
        """Whether the engine gives two ends equally often, whichever of them it knows before.

        It gives those of `p|q` and `!p` once where it knows both, but once for each way where it does not.
        """
        if self.step in ("plain", "closure"):
            return True
        return self.step in ("inverse", "sequence") and all(part.is_set for part in self.parts)


@dataclass(frozen=True)
class Triple:
    """A triple pattern, or two terms with a path between them."""

    subject: Term
    path: Path
    object: Term

    @property
    def ends(self) -> frozenset[str]:
        """The variables that are subject or object."""
        return frozenset({self.subject.variable, self.object.variable} - {""})

    @property
    def variables(self) -> frozenset[str]:
        """All that every row binds."""
        return self.ends | ({self.path.variable} - {""})

    @property
    def may_be_nowhere(self) -> bool:
        """Whether it holds of a term that is not in the data, so that the order of a join can be seen."""
        return self.path.allows_none and bool(self.subject.variable and self.object.variable)


@dataclass(frozen=True)
class Element(Span):
    """One element of a group. Triples whose `triples` is None have blank nodes, and stay as they are."""

    kind: Kind
    triples: tuple[Triple, ...] | None = ()
    variables: frozenset[str] = NOTHING
    groups: tuple["Group", ...] = ()


@dataclass(frozen=True)
class Group(Span):
    """What stands between two braces."""

    elements: tuple[Element, ...]

    @property
    def triples(self) -> Iterator[Triple]:
        """Its own triple patterns, but those with blank nodes."""
        for element in self.elements:
            yield from element.triples or ()

    @property
    def variables(self) -> frozenset[str]:
        """Those that its own triple patterns bind in every row."""
        return frozenset().union(*(triple.variables for triple in self.triples))


@dataclass(frozen=True)
class Shape:
    """A query: the beginning of its text that declares prefixes, and its outer group."""

    prologue: Span
    group: Group
