"""What differs between two datasets, thing by thing: added, removed, and the fields that changed.

What is derived is left out: it follows from what is told anyway.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Final

from pyoxigraph import Literal

from graph.engine import Engine
from schema.vocabulary import DESCRIPTION, FORMER_ID, ID, LABEL, NS, PREFIXES, short_id

_DERIVED: Final = frozenset(
    {NS + "fromDay", NS + "untilDay", NS + "law", PREFIXES["geosparql"] + "hasGeometry"}
)
_POINT: Final = "#point"
_NAMES: Final = (LABEL, PREFIXES["dct"] + "title", DESCRIPTION, PREFIXES["rdfs"] + "label")
_LONGEST: Final = 90
_CHECKED: Final = "checkedOn"

_Facts = Mapping[str, Mapping[str, frozenset[str]]]


@dataclass(frozen=True)
class FieldChange:
    """A property (its short form) whose values differ; values are texts, things and concepts by name."""

    property: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A thing (`kind/slug`, or a term of the vocabulary) that was added, removed or changed."""

    id: str
    name: str
    change: str
    """added, removed or changed."""
    fields: tuple[FieldChange, ...] = ()
    now: str | None = None
    """For a removed thing: the id of the one that has taken its place."""

    @property
    def is_check_alone(self) -> bool:
        """Whether nothing changed but the day on which somebody last checked it."""
        return [field.property for field in self.fields] == [_CHECKED]


def differences(old: Engine, new: Engine) -> list[Difference]:
    """Everything that differs from one dataset to another, sorted by id."""
    before, after = _facts(old), _facts(new)
    name_before, name_after = _namer(before), _namer(after)
    heirs = {
        former: iri for iri, facts in after.items() for former in facts.get(FORMER_ID, ()) if former in before
    }
    found = []
    for iri in sorted(before.keys() | after.keys()):
        short = short_id(iri)
        if iri not in before:
            found.append(Difference(short, name_after(iri), "added"))
        elif iri not in after:
            now = short_id(heirs[iri]) if iri in heirs else None
            found.append(Difference(short, name_before(iri), "removed", now=now))
        elif before[iri] != after[iri]:
            fields = tuple(_fields(before[iri], after[iri], name_before, name_after))
            found.append(Difference(short, name_after(iri), "changed", fields))
    return found


def _fields(
    before: Mapping[str, frozenset[str]],
    after: Mapping[str, frozenset[str]],
    name_before: Callable[[str], str],
    name_after: Callable[[str], str],
) -> Iterator[FieldChange]:
    for property in sorted(before.keys() | after.keys()):
        old, new = before.get(property, frozenset()), after.get(property, frozenset())
        if old != new:
            yield FieldChange(
                short_id(property),
                tuple(_shown(value, name_before) for value in sorted(old - new)),
                tuple(_shown(value, name_after) for value in sorted(new - old)),
            )


def _facts(engine: Engine) -> _Facts:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in engine.quads():
        subject, property = str(getattr(quad.subject, "value", "")), quad.predicate.value
        if not subject.startswith((ID, NS)) or property in _DERIVED or subject.endswith(_POINT):
            continue
        value = quad.object
        found[subject][property].add(value.value if isinstance(value, Literal) else _value(value))
    return {
        subject: {property: frozenset(values) for property, values in facts.items()}
        for subject, facts in found.items()
    }


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _namer(facts: _Facts) -> Callable[[str], str]:
    """The name of a thing in one dataset; its short id when it has none."""

    def name(iri: str) -> str:
        said = facts.get(iri, {})
        texts = (sorted(said[property])[0] for property in _NAMES if property in said)
        return shorten(next(texts, short_id(iri)), _LONGEST, placeholder="...")

    return name


def _shown(value: str, name: Callable[[str], str]) -> str:
    """A value for a reader: a thing by its name and id, a concept by its name, a text as it is."""
    if value.startswith(ID):
        short, called = short_id(value), name(value)
        return short if called == short else f"{called} ({short})"
    return name(value) if value.startswith(NS) else value
