"""A thing as schema.org's JSON-LD, embedded in its page for search engines.

Only what schema.org has a type for: laws, bodies, places, products, events; and the dataset on the page of
questions, each record being a part of it. The context stands in the data, so that it means the same to a
reader who fetches nothing.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from graph.dataset import DATASET, KEYWORDS, MEDIA, SUMMARY, TITLE
from graph.description import Fact
from schema.vocabulary import ID, LICENCE, PREFIXES, RECORD, RECORD_KINDS

_LINKS: Final = (
    *("url", "sameAs", "license", "sdLicense", "additionalType", "contentUrl", "encodingFormat"),
    *("legislationLegalForce", "isPartOf", "subjectOf"),
)
_DAYS: Final = ("legislationDate", "startDate", "endDate", "dateModified", "sdDatePublished", "foundingDate")
CONTEXT: Final[dict[str, Any]] = {
    "@vocab": PREFIXES["schema"],
    **{name: {"@type": "@id"} for name in _LINKS if name != "encodingFormat"},
    **{name: {"@type": PREFIXES["schema"] + "Date"} for name in _DAYS},
}
"""schema.org's own context, as far as it is used here."""

_TYPES: Final = {
    "law": "Legislation",
    "regulator": "GovernmentOrganization",
    "organisation": "Organization",
    "jurisdiction": "AdministrativeArea",
    "technology": "Product",
    "event": "Event",
    "source": "CreativeWork",
}
_NARROWER: Final = {
    "Country": "Country",
    "State": "State",
    "City": "City",
    "PoliceForce": "GovernmentOrganization",
    "GovernmentAgency": "GovernmentOrganization",
    "MediaOutlet": "NewsMediaOrganization",
    "University": "CollegeOrUniversity",
    "AdvocacyGroup": "NGO",
    "LawFirm": "LegalService",
}
"""Classes of ours for which schema.org has a narrower type."""

_FORCE: Final = {
    "in-force": "InForce",
    "partly-in-force": "PartiallyInForce",
    **dict.fromkeys(
        ("pending", "failed", "vetoed", "expired", "superseded", "status-repealed"), "NotInForce"
    ),
}
_SAID: Final = {
    "skos:prefLabel": "name",
    "dct:title": "name",
    "skos:altLabel": "alternateName",
    "shortName": "alternateName",
    "dct:description": "description",
    "foaf:homepage": "url",
    "officialText": "url",
    "schema:url": "url",
    "citation": "legislationIdentifier",
    "billNumber": "legislationIdentifier",
    "enacted": "legislationDate",
    "kind": "legislationType",
    "founded": "foundingDate",
    "dct:date": "startDate",
    "ended": "endDate",
    "checkedOn": "sdDatePublished",
}
"""Properties whose value is given as it is, and what schema.org calls them."""
_NAMED: Final = {
    "jurisdiction": ("legislationJurisdiction", "AdministrativeArea"),
    "enactedBy": ("legislationPassedBy", "Organization"),
    "within": ("containedInPlace", "AdministrativeArea"),
    "headquarters": ("location", "Place"),
    "place": ("location", "Place"),
    "vendor": ("manufacturer", "Organization"),
}
"""Properties whose value is a thing, given with its name; what schema.org calls them; the thing's type."""
_OF_LAW: Final = frozenset({"legislationIdentifier", "legislationDate", "legislationType"})
_OF_EVENT: Final = frozenset({"startDate", "endDate"})


def structured_thing(id: str, facts: Sequence[Fact]) -> Markup | None:
    """A thing as JSON-LD in a form that is safe inside a script element; None when schema.org has no type."""
    kind = id.partition("/")[0]
    if kind not in _TYPES:
        return None
    own = [fact for fact in facts if fact.subject == id]
    found: dict[str, list[Any]] = defaultdict(list)
    classes = {fact.value for fact in own if fact.property == "rdf:type"}
    for fact in own:
        _add(found, kind, fact)
    content = {name: values[0] if len(values) == 1 else values for name, values in found.items()}
    type = next((_NARROWER[one] for one in sorted(classes) if one in _NARROWER), _TYPES[kind])
    record = {"subjectOf": RECORD + id} if kind in RECORD_KINDS else {}
    return _script({"@type": type, "@id": ID + id, **content, **record, "sdLicense": LICENCE})


def structured_dataset(version: str) -> Markup:
    """The dataset as JSON-LD, safe inside a script element."""
    files = [
        {"@type": "DataDownload", "encodingFormat": media, "contentUrl": f"/dump.{ending}"}
        for ending, media in MEDIA.items()
    ]
    return _script(
        {
            "@type": "Dataset",
            "@id": DATASET,
            "name": TITLE,
            "description": SUMMARY,
            "keywords": list(KEYWORDS),
            "version": version,
            "license": LICENCE,
            "isAccessibleForFree": True,
            "distribution": files,
        }
    )


def structured_record(id: str, facts: Sequence[Fact]) -> Markup:
    """A record, as a dataset that is part of the whole one."""
    checked = [one.value for one in facts if one.subject == RECORD + id and one.property == "checkedOn"]
    return _script(
        {
            "@type": "Dataset",
            "@id": RECORD + id,
            "name": f"The record of {id}",
            "description": f"What is recorded of {id}, with its sources and how far it was checked.",
            "about": {"@id": ID + id},
            "isPartOf": DATASET,
            "license": LICENCE,
            **({"dateModified": checked[0]} if checked else {}),
        }
    )


def _add(found: dict[str, list[Any]], kind: str, fact: Fact) -> None:
    if name := _SAID.get(fact.property):
        if (name in _OF_LAW and kind != "law") or (name in _OF_EVENT and kind != "event"):
            return
        found[name].append((fact.label or fact.value) if name == "legislationType" else fact.value)
    elif fact.property in _NAMED and (fact.property != "jurisdiction" or kind == "law"):
        name, type = _NAMED[fact.property]
        found[name].append({"@type": type, "@id": ID + fact.value, "name": fact.label or fact.value})
    elif fact.property == "status" and kind == "law" and fact.value in _FORCE:
        found["legislationLegalForce"].append(PREFIXES["schema"] + _FORCE[fact.value])
    elif fact.property == "owl:sameAs":
        prefix, _, local = fact.value.partition(":")
        found["sameAs"].append(PREFIXES.get(prefix, prefix + ":") + local)
    elif fact.property in ("geo:lat", "geo:long"):
        point = found["geo"] or [{"@type": "GeoCoordinates"}]
        point[0]["latitude" if fact.property == "geo:lat" else "longitude"] = float(fact.value)
        found["geo"] = point


def _script(content: Mapping[str, Any]) -> Markup:
    """JSON-LD whose text can end no script element and begin no comment."""
    text = json.dumps({"@context": CONTEXT, **content}, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
