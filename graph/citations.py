"""What a citation of a thing needs: what it is, its title, numbers, dates and where it is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.any_engine import AnyEngine
from graph.description import Fact, facts_of, mentions_of
from schema.periods import PartialDate
from schema.vocabulary import ID, iri_of

LAW: Final = "law"
CASE: Final = "case"
SOURCE: Final = "source"
RECORD: Final = "record"
"""What is cited: an instrument, a case, a source, or else the record of a thing itself."""

MAKER: Final = "facelex"
_NAMES: Final = ("skos:prefLabel", "dct:title", "dct:description")
_MADE: Final = ("enacted", "effective", "introduced")
_MOST_AUTHORS: Final = 3


@dataclass(frozen=True)
class Cited:
    """A thing as a citation tells it, as of a day, in a state of the data. Texts are on one line."""

    id: str
    form: str
    """LAW, CASE, SOURCE or RECORD."""
    kind: str
    """The kind of law, proceeding or thing, in a word: statute, lawsuit, organisation."""
    title: str
    on: date
    data_version: str
    short_title: str | None = None
    number: str | None = None
    """A law's citation or bill number, a case's docket number."""
    provision: str | None = None
    place: str | None = None
    authority: str | None = None
    """Who enacted a law, or decided a case."""
    publisher: str | None = None
    issued: PartialDate | None = None
    is_decided: bool = False
    """Whether `issued` is the day of a decision, rather than that on which a case was filed."""
    url: str | None = None
    """The official text of a law, or the address of a source; never what others say of it."""
    status: str | None = None

    @property
    def iri(self) -> str:
        """The name of the thing, which stays."""
        return iri_of(self.id)

    @property
    def pinpoint(self) -> str | None:
        """Number and provision as one: a provision that repeats the number's beginning stands for both."""
        if not self.number or not self.provision:
            return self.number or self.provision
        if self.number.split()[:2] == self.provision.split()[:2]:
            return self.provision
        return f"{self.number}, {self.provision}"


def cited(engine: AnyEngine, thing: str, on: date) -> Cited | None:
    """A thing (`kind/slug`) as a citation tells it; None when it is unknown."""
    facts = _Facts(facts_of(engine, ID + thing), thing)
    if not facts:
        return None
    kind = thing.partition("/")[0]
    if kind in ("law", "rule", "exception"):
        return _of_law(engine, thing, facts, on)
    if kind in ("proceeding", "outcome"):
        return _of_case(engine, thing, facts, on)
    form = SOURCE if kind == "source" else RECORD
    return Cited(
        thing,
        form,
        facts.first("kind") or kind,
        facts.title() or thing,
        on,
        engine.data_version,
        place=facts.first("jurisdiction", "place"),
        publisher=facts.first("dct:publisher"),
        issued=_date(facts.first("dct:date")),
        url=facts.first("schema:url"),
    )


class _Facts:
    """The facts of one subject among those of a thing and its parts."""

    def __init__(self, facts: Sequence[Fact], subject: str) -> None:
        self._all = facts
        self._own: dict[str, list[str]] = {}
        for fact in facts:
            if fact.subject == subject:
                self._own.setdefault(fact.property, []).append(_line(fact.label or fact.value))

    def __bool__(self) -> bool:
        return bool(self._own)

    def every(self, property: str) -> list[str]:
        return self._own.get(property, [])

    def first(self, *properties: str) -> str | None:
        return next((self._own[name][0] for name in properties if name in self._own), None)

    def title(self) -> str | None:
        return self.first(*_NAMES)

    def of(self, subject: str) -> "_Facts":
        return _Facts(self._all, subject)

    def things(self, property: str, subject: str) -> Iterator[str]:
        """The ids of the things that a property of the subject names."""
        return (fact.value for fact in self._all if (fact.subject, fact.property) == (subject, property))


def _of_law(engine: AnyEngine, thing: str, own: _Facts, on: date) -> Cited:
    """A law; for a rule or an exception its law, and the provision."""
    kind = thing.partition("/")[0]
    provision, law, facts = None, thing, own
    if kind == "exception":
        rule = _bearer(engine, thing, "exception")
        own = _Facts(facts_of(engine, ID + rule), rule)
        kind, thing_of_law = "rule", rule
    else:
        thing_of_law = thing
    if kind == "rule":
        provision, law = own.first("provision"), _bearer(engine, thing_of_law, "rule")
        facts = _Facts(facts_of(engine, ID + law), law)
    makers = facts.every("enactedBy")[:_MOST_AUTHORS]
    return Cited(
        thing,
        LAW,
        facts.first("kind") or "law",
        facts.title() or law,
        on,
        engine.data_version,
        facts.first("shortName"),
        facts.first("citation", "billNumber"),
        provision,
        facts.first("jurisdiction"),
        "; ".join(makers) or None,
        issued=_date(facts.first(*_MADE)),
        url=facts.first("officialText"),
        status=facts.first("status"),
    )


def _of_case(engine: AnyEngine, thing: str, own: _Facts, on: date) -> Cited:
    """A case with its last decision up to the day; for an outcome, that decision."""
    case, facts = thing, own
    if thing.startswith("outcome/"):
        case = _bearer(engine, thing, "outcome")
        facts = _Facts(facts_of(engine, ID + case), case)
        decided = _date(own.first("dct:date"))
    else:
        days = (_date(facts.of(one).first("dct:date")) for one in facts.things("outcome", case))
        past = [day for day in days if day and day.first_day <= on]
        decided = max(past, key=lambda day: day.first_day, default=None)
    return Cited(
        thing,
        CASE,
        facts.first("kind") or "proceeding",
        facts.title() or case,
        on,
        engine.data_version,
        number=facts.first("docket"),
        place=facts.first("jurisdiction"),
        authority=facts.first("forum"),
        issued=decided or _date(facts.first("filed")),
        is_decided=decided is not None,
        status=facts.first("status"),
    )


def _bearer(engine: AnyEngine, part: str, property: str) -> str:
    """The thing that has this part."""
    mentions: Mapping[str, str] = {fact.property: fact.subject for fact in mentions_of(engine, ID + part)}
    return mentions[property]


def _date(text: str | None) -> PartialDate | None:
    return PartialDate(text) if text else None


def _line(text: str) -> str:
    return " ".join(text.split())
