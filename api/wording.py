"""What fields and groups of links are called on pages, and what a thing is in one sentence."""

from collections.abc import Mapping
from typing import Any, Final

from graph.concepts import Concepts
from graph.forms import SCHEMES
from graph.kinds import BY_KEY
from graph.places import within_sentence
from schema.periods import day_words

KIND_WORDS: Final = {
    "jurisdiction": ("Place", "Places"),
    "law": ("Law", "Laws"),
    "rule": ("Rule", "Rules"),
    "exception": ("Exception", "Exceptions"),
    "regulator": ("Public body", "Public bodies"),
    "organisation": ("Organisation", "Organisations"),
    "technology": ("Technology", "Technologies"),
    "proceeding": ("Case", "Cases"),
    "outcome": ("Outcome", "Outcomes"),
    "event": ("Event", "Events"),
    "source": ("Source", "Sources"),
}
"""One thing of each kind, and several, in words for people."""

_FIELDS: Final = {
    "iso_code": "ISO code",
    "fips": "FIPS code",
    "url": "address",
    "official_url": "official text",
    "also_known_as": "also known as",
    "jurisdiction": "place",
    "within": "lies in",
    "repealed_on": "repealed",
    "private_right_of_action": "may a person sue",
    "former_ids": "former ids",
    "end_kind": "end",
    "from": "binds from",
    "until": "binds no longer from",
    "verified_on": "last confirmed",
    "researched_through": "researched through",
    "status_note": "where it stands",
    "provision": "clause",
    "reach": "how far it reaches",
    "plaintiffs_named": "plaintiffs, as named",
    "defendants_named": "defendants, as named",
    "limited_to": "limited to",
    "under": "law invoked",
    "concerns": "about",
    "filed": "begun",
    "proceeding": "case",
}

GROUPS: Final = {
    "contains": "What lies inside it",
    "laws": "Its laws",
    "regulators": "Its public bodies",
    "organisations": "Its organisations",
    "proceedings": "Cases",
    "seat_of": "Has its seat here",
    "home_of": "At home here",
    "enacted": "Laws that it made",
    "enforces": "Laws that it enforces",
    "parts": "Its parts",
    "amended_by": "Changed by",
    "basis_of": "Made under it",
    "interpreted_by": "Read or applied by",
    "opened_by": "Opened by",
    "preempted_by": "Pre-empted by",
    "overridden_by": "Set aside by",
    "technologies": "Its technologies",
    "plaintiff_in": "Cases that it brought",
    "defendant_in": "Cases against it",
    "events": "Events",
    "changed_by": "Events that changed it",
    "related_from": "Related",
    "cited_by": "Records that cite it",
}
"""What points to a thing (`graph.full_record.INVERSE`), as headings."""


_SAID: Final = {
    ("end_kind", "open"): "none is set",
    ("end_kind", "date"): "the day above",
    ("end_kind", "unknown"): "not known; it may have ended",
}
"""Words of fields whose labels say too little alone."""

STYLE_WORDS: Final = {"bluebook": "Bluebook", "oscola": "OSCOLA", "apa": "APA"}
"""The styles of citation (`graph.citation_styles.STYLES`) as they call themselves."""


def field_words(field: str) -> str:
    """A field of records in words."""
    return _FIELDS.get(field) or field.replace("_", " ")


class Words:
    """The labels of concepts, by the field and class that they stand in."""

    def __init__(self, concepts: Concepts) -> None:
        self._labels = {
            scheme: {concept.word: concept.label for concept in found}
            for scheme, found in concepts.schemes.items()
        }

    def of(self, field: str, kind: str, word: str) -> str:
        """The label of a word; the word itself where it is none of a scheme."""
        scheme = SCHEMES.get(field)
        if scheme is not None and not isinstance(scheme, str):
            scheme = scheme.get(BY_KEY[kind].class_name)
        return _SAID.get((field, word)) or self._labels.get(scheme or "", {}).get(word, word)


def heading(record: Mapping[str, Any], kind: str, words: Words) -> str:
    """What stands over a page. Parts of laws and cases have no name of their own, only long descriptions:

    over them stands what they are, and where or when.
    """
    match kind:
        case "rule":
            text = clause(words, record["effect"], record["provision"])
        case "exception":
            text = record["summary"] or record["name"]
        case "outcome":
            said = words.of("kind", kind, record["kind"] or "") or "outcome"
            text = ", ".join(filter(None, (said, day_words(record["date"]))))
        case _:
            return str(record["name"])
    return f"{text[:1].upper()}{text[1:]}"


def clause(words: Words, effect: str | None, provision: str | None) -> str:
    """A rule in short: what it does, and in which clause."""
    text = ", ".join(filter(None, (words.of("effect", "rule", effect or ""), provision)))
    return f"{text[:1].upper()}{text[1:]}"


def sentence(record: Mapping[str, Any], kind: str, words: Words) -> str:
    """What a thing is, in one sentence made from its record."""
    said = {
        field: words.of(field, kind, str(record[field]))
        for field in ("kind", "status", "effect")
        if record.get(field)
    }
    start = said.get("kind") or said.get("effect") or _class_words(record["type"], kind)
    place = within_sentence(_name(record, "jurisdiction"))
    match kind:
        case "law":
            tail = [f"of {place}", said.get("status", "")]
        case "rule":
            tail = [f"in {_name(record, 'law')}", f"law of {place}"]
        case "exception":
            start, tail = "Exception", [f"from a rule of {_name(record, 'law')}", f"law of {place}"]
        case "regulator":
            tail = [f"of {place}"]
        case "organisation":
            seat = _name(record, "headquarters") or _name(record, "country")
            tail = [f"with its seat in {within_sentence(seat)}" if seat else ""]
        case "technology":
            vendor = _name(record, "vendor")
            tail = [f"of {vendor}" if vendor else ""]
        case "proceeding":
            filed = record.get("filed")
            tail = [f"in {place}", f"begun {day_words(filed)}" if filed else "", said.get("status", "")]
        case "outcome":
            tail = [f"in {_name(record, 'proceeding')}", day_words(record.get("date")), _money(record)]
        case "event":
            where = ", ".join(within_sentence(one["name"]) for one in record["places"])
            tail = [f"in {where}" if where else "", day_words(record.get("date"))]
        case _:
            publisher = record.get("publisher")
            tail = [f"published by {publisher}" if publisher else "", day_words(record.get("date"))]
    first, *others = [part for part in tail if part] or [""]
    text = f"{start} {first}".strip() + "".join(f", {part}" for part in others)
    return f"{text[:1].upper()}{text[1:]}."


def _class_words(name: str, kind: str) -> str:
    return (
        KIND_WORDS[kind][0]
        if name == BY_KEY[kind].class_name
        else "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    )


def _name(record: Mapping[str, Any], field: str) -> str:
    value = record.get(field)
    return str(value["name"]) if isinstance(value, dict) else ""


def _money(record: Mapping[str, Any]) -> str:
    amount = record.get("amount")
    return "" if amount is None else f"{record.get('currency') or ''} {amount:,}".strip()
