"""The days of law: on which a rule begins or ends, a law is enacted, changed or repealed, a court decides.

    begins         a rule begins to bind
    ends           a rule no longer binds
    enacted        a law was enacted
    effective      a law takes effect; not told where a rule of it begins that day
    amended        a law was amended
    repealed       a law was repealed; not told where a rule of it ends that day
    expires        a law expires; likewise
    status-change  an event changed the standing of laws
    decision       a court or regulator decided
    filed          a proceeding was filed
    review         the record of a law in force no longer counts as confirmed: somebody should look again

Texts that never became law have no days. Each day has an id that stays when its date changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from graph.answer import STALE_AFTER, Lookup
from graph.engine import Row
from graph.queries import load_query
from graph.rules import NEVER_BINDS, Rule, all_rules
from schema.periods import PartialDate, day_words
from schema.vocabulary import short_id

TRANSITIONS: Final = (
    "begins",
    "ends",
    "enacted",
    "effective",
    "amended",
    "repealed",
    "expires",
    "status-change",
    "decision",
)
"""The kinds of days on which the law itself changes, or is decided upon."""
KINDS: Final = (*TRANSITIONS, "filed", "review")

_LAWS, _AMENDMENTS, _PROCEEDINGS, _UNDER, _CHANGES, _SOURCES = (
    load_query(name)
    for name in (
        "law_days",
        "amendment_days",
        "proceeding_days",
        "proceeding_laws",
        "status_change_days",
        "network_sources",
    )
)
_LAW_WORDS: Final = {
    "enacted": "is enacted",
    "effective": "takes effect",
    "repealed": "is repealed",
    "expires": "expires",
}


@dataclass(frozen=True)
class LegalDay:
    """One thing that happens to the law on one day."""

    id: str
    """`kind/slug#word`: the fragment of an IRI under `schema.vocabulary.ID`."""
    kind: str
    on: PartialDate
    about: str
    """The id of the rule, law, proceeding or event."""
    title: str
    text: str
    places: frozenset[str]
    """The ids of the jurisdictions whose law it is."""
    checked: date
    """When its record was last held against its sources."""
    law: str | None = None
    """The name of the law."""
    citation: str | None = None
    provision: str | None = None
    effect: str | None = None
    urls: tuple[str, ...] = ()
    """The official text first, then the sources."""
    rules: tuple[Rule, ...] = field(default=(), compare=False)
    """The rules that it is about: those of the law, or that an event changed."""

    @property
    def last_day(self) -> date:
        """The last day that its date can mean."""
        first = self.on.first_day
        if self.on.precision == "day":
            return first
        if self.on.precision == "year":
            return date(first.year, 12, 31)
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def legal_days(lookup: Lookup) -> tuple[LegalDay, ...]:
    """Every day of law in a dataset, sorted by date and id."""
    reader = _Reader(lookup)
    found = [*reader.of_laws(), *reader.of_proceedings(), *reader.of_events()]
    return tuple(sorted(found, key=lambda day: (day.on.first_day, day.id)))


class _Reader:
    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._engine = lookup.engine
        self._laws = {short_id(row["law"]): row for row in self._engine.select(_LAWS)}
        self._rules: dict[str, list[Rule]] = defaultdict(list)
        for rules in all_rules(self._engine, lookup.concepts).values():
            for rule in rules:
                self._rules[rule.law.id].append(rule)
        self._by_id = {rule.id: rule for rules in self._rules.values() for rule in rules}
        self._urls: dict[str, list[str]] = defaultdict(list)
        for row in sorted(self._engine.select(_SOURCES), key=lambda row: (row["node"], row["source"])):
            self._urls[short_id(row["node"])].append(row["url"])

    def of_laws(self) -> Iterator[LegalDay]:
        amendments = defaultdict(list)
        for row in self._engine.select(_AMENDMENTS):
            amendments[short_id(row["law"])].append(row)
        for name, row in self._laws.items():
            if self._word(row["status"]) in NEVER_BINDS:
                continue
            rules = self._rules[name]
            days = [*self._rule_days(row, rules), *self._amendment_days(row, amendments[name])]
            begun = {day.on for day in days if day.kind == "begins"}
            ended = {day.on for day in days if day.kind == "ends"}
            told = {"effective": begun, "repealed": ended, "expires": ended}
            for kind, words in _LAW_WORDS.items():
                on = PartialDate(row[kind]) if kind in row else None
                if on and on not in told.get(kind, ()):
                    days.append(self._law_day(row, kind, on, f"{_name(row)} {words}", row["summary"]))
            yield from days
            yield from self._review(row, rules)

    def of_proceedings(self) -> Iterator[LegalDay]:
        laws: dict[str, list[str]] = defaultdict(list)
        for row in self._engine.select(_UNDER):
            laws[short_id(row["proceeding"])].append(short_id(row["law"]))
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self._engine.select(_PROCEEDINGS):
            rows[short_id(row["proceeding"])].append(row)
        labels = {one.word: one.label for one in self._lookup.concepts.schemes["outcome-kinds"]}
        for name, found in rows.items():
            under = [self._laws[law] for law in laws[name] if law in self._laws]
            rules = tuple(rule for law in laws[name] for rule in self._rules[law])
            if "filed" in found[0]:
                yield self._case_day(found[0], "filed", found[0]["filed"], "is filed", under, rules)
            for row in (row for row in found if "outcome" in row):
                words = labels[self._word(row["kind"])]
                yield self._case_day(row, "decision", row["date"], words, under, rules)

    def of_events(self) -> Iterator[LegalDay]:
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self._engine.select(_CHANGES):
            rows[row["event"]].append(row)
        for found in rows.values():
            changed = {short_id(row["changed"]) for row in found if "changed" in row}
            rules = [self._by_id[name] for name in sorted(changed) if name in self._by_id]
            rules += [rule for name in sorted(changed) for rule in self._rules.get(name, ())]
            name = short_id(found[0]["event"])
            yield LegalDay(
                f"{name}#change",
                "status-change",
                PartialDate(found[0]["date"]),
                name,
                found[0]["name"],
                found[0]["summary"],
                frozenset(short_id(row["place"]) for row in found if "place" in row)
                | {rule.jurisdiction for rule in rules},
                _day(found[0]),
                law="; ".join(dict.fromkeys(rule.law.name for rule in rules)) or None,
                urls=tuple(self._urls[name]),
                rules=tuple(rules),
            )

    def _rule_days(self, row: Row, rules: Iterable[Rule]) -> Iterator[LegalDay]:
        for rule in rules:
            label = self._lookup.concepts.labels[rule.effect]
            place = self._lookup.places.by_id[rule.jurisdiction].name
            for kind, on in (("begins", rule.period.start), ("ends", rule.period.end)):
                if on:
                    title = f"{kind.capitalize()} in {place}: {label} ({_name(row)})"
                    yield self._law_day(row, kind, on, title, rule.summary, rule)

    def _amendment_days(self, row: Row, amendments: Iterable[Row]) -> Iterator[LegalDay]:
        for one in amendments:
            title = f"{_name(row)} is amended"
            on = PartialDate(one["date"])
            yield self._law_day(row, "amended", on, title, one["summary"], name=short_id(one["amendment"]))

    def _review(self, row: Row, rules: Sequence[Rule]) -> Iterator[LegalDay]:
        """The first day on which a rule of the law that still stands no longer counts as confirmed."""
        standing = [rule for rule in rules if rule.end_kind == "open" and rule.verified_on]
        if not standing:
            return
        confirmed = min(rule.verified_on for rule in standing if rule.verified_on)
        text = (
            f"Its rules were last confirmed on {day_words(confirmed)}. From this day on the record says that "
            "they may have changed; the law itself does not change by that."
        )
        on = PartialDate((confirmed + STALE_AFTER + timedelta(days=1)).isoformat())
        yield self._law_day(row, "review", on, f"Review due: {_name(row)}", text)

    def _law_day(
        self,
        row: Row,
        kind: str,
        on: PartialDate,
        title: str,
        text: str,
        rule: Rule | None = None,
        name: str = "",
    ) -> LegalDay:
        law = short_id(row["law"])
        about = rule.id if rule else law
        official = [row["officialText"]] if "officialText" in row else []
        place = self._lookup.places.by_id[short_id(row["jurisdiction"])]
        return LegalDay(
            name or f"{about}#{kind}",
            kind,
            on,
            about,
            title if rule else f"{place.name}: {title}",
            text,
            frozenset({place.id}),
            _day(row),
            row["name"],
            row.get("citation"),
            rule.provision if rule else None,
            rule.effect if rule else None,
            tuple(dict.fromkeys([*official, *self._urls[about], *self._urls[law]])),
            (rule,) if rule else tuple(self._rules[law]),
        )

    def _case_day(
        self, row: Row, kind: str, on: str, words: str, under: Sequence[Row], rules: tuple[Rule, ...]
    ) -> LegalDay:
        name = short_id(row["proceeding"])
        where = ", ".join(row[key] for key in ("forum", "docket") if key in row)
        return LegalDay(
            f"{name}#filed" if kind == "filed" else f"{short_id(row['outcome'])}#decision",
            kind,
            PartialDate(on),
            name,
            f"{row['name']}: {words}" if kind == "decision" else f"{row['name']} {words}",
            row.get("outcomeSummary", row["summary"]) if kind == "decision" else row["summary"],
            frozenset({short_id(row["jurisdiction"])}),
            _day(row),
            law="; ".join(law["name"] for law in under) or None,
            citation=where or None,
            urls=tuple(self._urls[name]),
            rules=rules,
        )

    def _word(self, iri: str) -> str:
        return self._lookup.concepts.words[iri]


def _name(row: Mapping[str, str]) -> str:
    return row.get("shortName") or row["name"]


def _day(row: Mapping[str, str]) -> date:
    return PartialDate(row["checked"]).first_day
