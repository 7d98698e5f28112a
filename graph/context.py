"""What the JSON-LD context says about each key of a record: which property it is, and what its values are."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from schema.vocabulary import FILES, NS, PREFIXES

XSD: Final = PREFIXES["xsd"]


@dataclass(frozen=True)
class Key:
    """One key of records: its property's IRI, and its values' type.

    `type` is "@id" (a reference or address), "@vocab" (a concept), the IRI of a datatype, or "" for text.
    """

    name: str
    iri: str
    type: str
    is_list: bool


def read_context(path: Path) -> dict[str, Any]:
    """The context object of a JSON-LD context file."""
    context: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["@context"]
    return context


def expand(text: str, context: dict[str, Any]) -> str:
    """The IRI of a term, a prefixed name or a bare word of the vocabulary."""
    definition = context.get(text)
    if isinstance(definition, dict):
        definition = definition["@id"]
    if definition and definition != text:
        return definition if definition.startswith("@") else expand(definition, context)
    prefix, colon, rest = text.partition(":")
    if not colon:
        return NS + text
    base = context.get(prefix)
    if isinstance(base, dict):
        base = base["@id"]
    return base + rest if base else text


def keys_of(context: dict[str, Any]) -> dict[str, Key]:
    """The keys of records in the context's order, which is their canonical order in a file."""
    keys = {}
    for name, definition in context.items():
        if name.startswith("@") or _is_prefix(definition):
            continue
        details = definition if isinstance(definition, dict) else {}
        kind = str(details.get("@type", ""))
        container = str(details.get("@container", ""))
        keys[name] = Key(
            name,
            expand(name, context),
            kind if kind.startswith("@") or not kind else expand(kind, context),
            container in ("@set", "@list"),
        )
    return keys


def _is_prefix(definition: object) -> bool:
    if isinstance(definition, dict):
        return bool(definition.get("@prefix"))
    return isinstance(definition, str) and definition.endswith(("#", "/"))


CONTEXT: Final = read_context(FILES["context"])
KEYS: Final = keys_of(CONTEXT)
KEY_ORDER: Final = tuple(KEYS)
