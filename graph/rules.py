"""Rules as values: what the law of a jurisdiction says, read by queries and joined by rule."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.any_engine import AnyEngine
from graph.concepts import Concepts
from graph.engine import Row, Term, iri_term
from graph.queries import load_query
from schema.periods import PartialDate, Period
from schema.vocabulary import NS, PROHIBITION, iri_of, short_id

_RULES, _SCOPES, _EXCEPTIONS, _SOURCES, _DOUBTS, _LINKS = (
    load_query(name)
    for name in (
        "rules_of_jurisdiction",
        "rule_scopes",
        "rule_exceptions",
        "rule_sources",
        "rule_doubts",
        "rule_links",
    )
)

NEVER_BINDS: Final = frozenset({"pending", "failed", "vetoed"})
"""Statuses of texts that are not law: they bind nobody on any day."""


@dataclass(frozen=True)
class SourceCited:
    """A source as a law or rule cites it. `supports`: the facts that it carries there."""

    id: str
    url: str
    title: str | None
    publisher: str | None
    date: str | None
    supports: str | None


@dataclass(frozen=True)
class ExceptionStated:
    """A case that a rule leaves out; `overrides` are the ids of rules or exceptions that it sets aside."""

    id: str
    summary: str
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True)
class LawCited:
    """A law as its rules cite it; `status` is a word of the scheme of law statuses."""

    id: str
    name: str
    status: str
    citation: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Rule:
    """One rule. Concepts are words of their schemes, ids are `kind/slug`, the period is half-open."""

    id: str
    law: LawCited
    jurisdiction: str
    effect: str
    effect_group: str
    """prohibition, condition or permission."""
    force: str
    """law, policy or guidance."""
    summary: str
    actors: frozenset[str]
    activities: frozenset[str]
    period: Period
    settings: frozenset[str] = frozenset()
    reach: str = "full"
    limited_to: str | None = None
    purposes: tuple[str, ...] = ()
    provision: str | None = None
    end_kind: str | None = None
    verified_on: date | None = None
    verification: str = "unverified"
    exceptions: tuple[ExceptionStated, ...] = ()
    sources: tuple[SourceCited, ...] = ()
    doubts: tuple[str, ...] = ()
    opens: frozenset[str] = frozenset()
    preempts: frozenset[str] = frozenset()

    @property
    def is_prohibition(self) -> bool:
        """Whether it forbids: a ban or a moratorium."""
        return self.effect_group == PROHIBITION

    def is_enacted(self) -> bool:
        """Whether its law was ever law: not a bill that is pending, failed or vetoed."""
        return self.law.status not in NEVER_BINDS

    def is_in_force(self, day: date) -> bool:
        """Whether it is law on the day: enacted, begun and not ended."""
        return self.is_enacted() and self.period.contains(day)


def rules_of(engine: AnyEngine, concepts: Concepts, jurisdiction: str) -> tuple[Rule, ...]:
    """All rules in the law of a jurisdiction (an id), whatever the day, sorted by id."""
    return _read(engine, concepts, jurisdiction=iri_term(iri_of(jurisdiction)))


def all_rules(engine: AnyEngine, concepts: Concepts) -> dict[str, tuple[Rule, ...]]:
    """The rules of every jurisdiction that has any, by its id, each as `rules_of` gives them.

    It asks the same queries without a place: one answer each for all, instead of one for each place.
    """
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in _read(engine, concepts):
        found[rule.jurisdiction].append(rule)
    return {jurisdiction: tuple(rules) for jurisdiction, rules in found.items()}


def _read(engine: AnyEngine, concepts: Concepts, **where: Term) -> tuple[Rule, ...]:
    rows = engine.select(_RULES, **where)
    if not rows:
        return ()
    scopes = _gather(engine.select(_SCOPES, **where), "rule")
    exceptions = _gather(engine.select(_EXCEPTIONS, **where), "rule")
    sources = _gather(engine.select(_SOURCES, **where), "bearer")
    doubts = _gather(engine.select(_DOUBTS, **where), "bearer")
    links = _gather(engine.select(_LINKS, **where), "rule")
    return tuple(
        _rule(
            row,
            concepts,
            scopes[row["rule"]],
            exceptions[row["rule"]],
            [*sources[row["rule"]], *sources[row["law"]]],
            [*doubts[row["rule"]], *doubts[row["law"]]],
            links[row["rule"]],
        )
        for row in {row["rule"]: row for row in rows}.values()
    )


def _rule(
    row: Row,
    concepts: Concepts,
    scopes: Iterable[Row],
    exceptions: Iterable[Row],
    sources: Iterable[Row],
    doubts: Iterable[Row],
    links: Iterable[Row],
) -> Rule:
    words: dict[str, set[str]] = defaultdict(set)
    for scope in scopes:
        words[scope["scope"]].add(concepts.words[scope["concept"]])
    targets = _gather(links, "link")
    verified = row.get("verifiedOn")
    effect = concepts.words[row["effect"]]

    def word(key: str) -> str | None:
        return concepts.words[row[key]] if key in row else None

    return Rule(
        id=short_id(row["rule"]),
        law=LawCited(
            short_id(row["law"]),
            row["lawName"],
            concepts.words[row["status"]],
            row.get("citation"),
            row.get("officialText"),
        ),
        jurisdiction=short_id(row["jurisdiction"]),
        effect=effect,
        effect_group=next(iter(concepts.broader(effect)), effect),
        force=concepts.words[row["force"]],
        summary=row["summary"],
        actors=frozenset(words[NS + "actor"]),
        activities=frozenset(words[NS + "activity"]),
        settings=frozenset(words[NS + "setting"]),
        purposes=tuple(sorted(words[NS + "purpose"])),
        period=Period(_date(row.get("from")), _date(row.get("until"))),
        reach=word("reach") or "full",
        limited_to=row.get("limitedTo"),
        provision=row.get("provision"),
        end_kind=word("endKind"),
        verified_on=PartialDate(verified).first_day if verified else None,
        verification=word("verification") or concepts.words[row["lawVerification"]],
        exceptions=_exceptions(exceptions),
        sources=_sources(sources),
        doubts=tuple(dict.fromkeys(doubt["doubt"] for doubt in doubts)),
        opens=frozenset(short_id(link["target"]) for link in targets[NS + "opens"]),
        preempts=frozenset(short_id(link["target"]) for link in targets[NS + "preempts"]),
    )


def _exceptions(rows: Iterable[Row]) -> tuple[ExceptionStated, ...]:
    return tuple(
        ExceptionStated(
            short_id(iri),
            found[0]["summary"],
            tuple(short_id(row["overrides"]) for row in found if "overrides" in row),
        )
        for iri, found in _gather(rows, "exception").items()
    )


def _sources(rows: Iterable[Row]) -> tuple[SourceCited, ...]:
    return tuple(
        SourceCited(
            short_id(iri),
            found[0]["url"],
            found[0].get("title"),
            found[0].get("publisher"),
            found[0].get("date"),
            "; ".join(dict.fromkeys(row["supports"] for row in found if "supports" in row)) or None,
        )
        for iri, found in _gather(rows, "source").items()
    )


def _date(text: str | None) -> PartialDate | None:
    return PartialDate(text) if text else None


def _gather(rows: Iterable[Row], key: str) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found
