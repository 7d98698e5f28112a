"""The law of a place as lists: prohibitions in force, and the whole stack of rules."""

from datetime import date
from typing import Any, Final

from graph.answer import Lookup
from graph.engine import date_term, iri_term
from graph.queries import load_query
from graph.rules import Rule
from schema.vocabulary import iri_of, short_id

_BANS: Final = load_query("bans_in_force")

COLUMNS: Final = (
    *("id", "effect", "reach", "limited_to", "force", "summary", "actors", "activities", "settings"),
    *("law", "law_name", "law_status", "citation", "url", "provision", "jurisdiction", "inherited"),
    *("from", "until", "end_kind", "in_force", "exceptions", "verification", "sources", "doubts"),
)
"""The keys of each row of these lists, in order."""


def bans(lookup: Lookup, place: str, on: date, inherited: bool = True) -> list[dict[str, Any]]:
    """The prohibitions in force at a place on a day: its own first, then, if wished, those of places above.

    UnknownPlace or AmbiguousPlace when the place cannot be understood. Each ban comes with its reach, whom it
    governs and in what; policy and guidance are told from law by `force`.
    """
    where = lookup.places.resolve(place)
    rows = lookup.engine.select(_BANS, place=iri_term(iri_of(where.id)), day=date_term(on))
    in_force = {short_id(row["rule"]) for row in rows}
    return [
        _as_dict(rule, where.id, on)
        for rule in lookup.rules_in(where)
        if rule.id in in_force and (inherited or rule.jurisdiction == where.id)
    ]


def rules(lookup: Lookup, place: str, on: date | None = None) -> list[dict[str, Any]]:
    """All rules in the law of a place and of the places above it, nearest place first.

    With a day each tells whether it is in force then; without one, `in_force` is None. UnknownPlace or
    AmbiguousPlace when the place cannot be understood.
    """
    where = lookup.places.resolve(place)
    return [_as_dict(rule, where.id, on) for rule in lookup.rules_in(where)]


def _as_dict(rule: Rule, place: str, on: date | None) -> dict[str, Any]:
    return {
        "id": rule.id,
        "effect": rule.effect,
        "reach": rule.reach,
        "limited_to": rule.limited_to,
        "force": rule.force,
        "summary": rule.summary,
        "actors": sorted(rule.actors),
        "activities": sorted(rule.activities),
        "settings": sorted(rule.settings),
        "law": rule.law.id,
        "law_name": rule.law.name,
        "law_status": rule.law.status,
        "citation": rule.law.citation,
        "url": rule.law.url,
        "provision": rule.provision,
        "jurisdiction": rule.jurisdiction,
        "inherited": rule.jurisdiction != place,
        "from": str(rule.period.start) if rule.period.start else None,
        "until": str(rule.period.end) if rule.period.end else None,
        "end_kind": rule.end_kind,
        "in_force": rule.is_in_force(on) if on else None,
        "exceptions": [{"id": found.id, "summary": found.summary} for found in rule.exceptions],
        "verification": rule.verification,
        "sources": [source.url for source in rule.sources],
        "doubts": " ".join(rule.doubts) or None,
    }
