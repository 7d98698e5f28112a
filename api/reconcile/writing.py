"""What the reconciliation protocol answers, as JSON: version 0.2, and the draft of 1.0."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from graph.catalogue import Catalogue
from graph.extension import cells, fields_of, kind_of_values, name_of_property
from graph.filters import World
from graph.matching import KINDS, Found, description_of
from schema.vocabulary import ID, NS

_TYPE_NAMES: Final = {
    "jurisdiction": "Place",
    "law": "Law",
    "rule": "Rule",
    "regulator": "Public body",
    "organisation": "Organisation",
    "technology": "Technology",
    "proceeding": "Proceeding",
    "event": "Event",
}
PREVIEW: Final = (430, 320)
"""Width and height of a preview, in pixels."""


def type_of(kind: str) -> dict[str, str]:
    """A kind as a type."""
    return {"id": kind, "name": _TYPE_NAMES.get(kind, kind)}


def types() -> list[dict[str, str]]:
    """The types that rows can be matched with."""
    return [type_of(kind) for kind in KINDS]


def manifest(base: str) -> dict[str, Any]:
    """What the service says of itself in version 0.2; `base` is the server's address, without a slash."""
    here = f"{base}/reconcile"

    def suggest(what: str) -> dict[str, str]:
        return {"service_url": here, "service_path": f"/suggest/{what}"}

    return {
        "versions": ["0.1", "0.2"],
        "name": "facelex: law of face recognition",
        "identifierSpace": ID,
        "schemaSpace": NS,
        "documentation": f"{base}/docs",
        "defaultTypes": types(),
        "view": {"url": f"{base}/id/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": PREVIEW[0], "height": PREVIEW[1]},
        "suggest": {what: suggest(what) for what in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/extend/propose"},
            "property_settings": [],
        },
    }


def manifest_of_draft(base: str) -> dict[str, Any]:
    """What the service says of itself in the draft of version 1.0."""
    return {
        "versions": ["1.0-draft"],
        "name": "facelex: law of face recognition",
        "documentation": f"{base}/docs",
        "defaultTypes": types(),
        "view": {"url": f"{base}/id/{{+id}}"},
        "preview": {"width": PREVIEW[0], "height": PREVIEW[1]},
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": []},
        "standardizedScore": True,
    }


def candidate(world: World, found: Found) -> dict[str, Any]:
    """A thing that may be meant, as the protocol writes it (both versions)."""
    features = [{"id": "name", "name": "name", "value": round(100 * found.name_score, 1)}]
    features += [
        {"id": f"property_{name}", "name": name_of_property(name), "value": holds}
        for name, holds in dict(found.facts).items()
    ]
    return {
        "id": found.entry.id,
        "name": found.entry.name,
        "description": description_of(world, found.entry),
        "type": [type_of(found.entry.kind)],
        "score": found.score,
        "features": features,
        "match": found.is_sure,
    }


def properties(kind: str | None, names: Iterable[str] | None = None) -> list[dict[str, str]]:
    """Properties by id and name."""
    found = fields_of(kind) if names is None else names
    return [{"id": name, "name": name_of_property(name)} for name in found]


def meta_of(names: Iterable[str]) -> list[dict[str, Any]]:
    """What columns hold."""
    return [
        {"id": name, "name": name_of_property(name), **({"type": type_of(kind)} if kind else {})}
        for name in names
        for kind in [kind_of_values(name)]
    ]


def columns(catalogue: Catalogue, ids: Iterable[str], names: list[str]) -> dict[str, dict[str, Any]]:
    """The values of properties, by id and property; an unknown id has none."""
    rows: dict[str, dict[str, Any]] = {}
    for thing in ids:
        short = thing.removeprefix(ID)
        entry = catalogue.get(catalogue.present_id(short) or short)
        rows[thing] = {name: cells(catalogue, entry, name) if entry else [] for name in names}
    return rows


def draft_rows(rows: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Columns as the draft writes them."""
    return [
        {"id": thing, "properties": [{"id": name, "values": values} for name, values in found.items()]}
        for thing, found in rows.items()
    ]
