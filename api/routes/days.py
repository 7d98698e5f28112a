"""/api/calendar.ics, /api/changes, /api/corrections: what happens to the law, and to its records, by day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Final, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from api.calendar_file import MEDIA, calendar_file, description
from api.clock import today
from api.costly import in_thread
from api.feeds import ATOM, JSON_FEED, Entry, Feed, atom, json_feed
from api.hosts import address_of, base_of
from api.pages import web_address
from api.parameters import Actor, Place, number, one_of, truth
from api.parts import Parts, PartsOf
from api.problems import BadParameter
from api.replies import reply
from api.words import CHECKED
from graph.day_choice import Choice, chosen, places_in
from graph.legal_days import KINDS, TRANSITIONS, LegalDay
from graph.record_checks import RecordCheck
from schema.periods import day_words, parse_day
from schema.vocabulary import BASE, ID, RECORD

router = APIRouter(tags=["law"])

T = TypeVar("T")

MOST: Final = 500
"""Entries of one page of a feed."""

Inherited = Annotated[
    str, Query(description="Whether the law of the places above counts too: true or false", examples=["true"])
]
AnyActivity = Annotated[str | None, Query(description="A word of the scheme of activities", examples=["use"])]
Effect = Annotated[
    str | None,
    Query(description="A word of the scheme of effects, or a group: prohibition", examples=["ban"]),
]
Kinds = Annotated[
    str | None,
    Query(description=f"Only these kinds of days, by commas: {', '.join(KINDS)}", examples=["begins"]),
]
From = Annotated[
    str | None, Query(alias="from", description="First day, YYYY-MM-DD", examples=["2026-01-01"])
]
To = Annotated[str | None, Query(alias="to", description="Last day, YYYY-MM-DD", examples=["2027-12-31"])]
Limit = Annotated[str, Query(description=f"Entries of a page, 1 to {MOST}", examples=["50"])]
Page = Annotated[str, Query(description="Which page; 1 has the newest entries", examples=["1"])]


@dataclass(frozen=True)
class Span:
    """Where and when: what all of these addresses can be asked for."""

    place: Place = None
    inherited: Inherited = "false"
    first: From = None
    last: To = None


@dataclass(frozen=True)
class Topic:
    """Which days: what those about the law can be asked for beside."""

    actor: Actor = None
    activity: AnyActivity = None
    effect: Effect = None
    kinds: Kinds = None


@dataclass(frozen=True)
class Part:
    """Which page of a feed."""

    limit: Limit = "50"
    page: Page = "1"


SpanAsked = Annotated[Span, Depends()]
TopicAsked = Annotated[Topic, Depends()]
PartAsked = Annotated[Part, Depends()]


@router.get("/api/calendar.ics", response_class=Response)
async def calendar(
    request: Request,
    parts: PartsOf,
    span: SpanAsked,
    topic: TopicAsked,
) -> Response:
    """Days on which the law changes, as a calendar to subscribe to: from today on unless `from` is given."""
    choose = partial(_choice, parts, span, topic, KINDS, coming=True)
    address, base = address_of(request, dict(request.query_params)), base_of(request)
    body = await in_thread(parts, partial(_calendar, parts, choose, address, base))
    return reply(request, parts.engine.data_version, body.encode(), MEDIA)


def _calendar(parts: Parts, choose: Callable[[], Choice], address: str, base: str) -> str:
    """A calendar, made one at a time: a long one takes half a second."""
    choice = choose()

    def make() -> str:
        days = chosen(parts.legal_days, choice, parts.lookup)
        name = f"Face recognition law: {choice.place.name}" if choice.place else "Face recognition law"
        return calendar_file(days, name, address, base).decode()

    return parts.calendars.get((address, choice), make)


@router.get("/api/changes.atom", response_class=Response)
@router.get("/api/changes.json", response_class=Response)
def changes(
    request: Request,
    parts: PartsOf,
    span: SpanAsked,
    topic: TopicAsked,
    part: PartAsked,
) -> Response:
    """Changes of the law as a feed, newest first, until today unless `to` is given."""
    choice = _choice(parts, span, topic, TRANSITIONS, coming=False)
    days = sorted(
        chosen(parts.legal_days, choice, parts.lookup),
        key=lambda day: (-day.on.first_day.toordinal(), day.id),
    )
    base = base_of(request)
    where = f" in {choice.place.name}" if choice.place else ""
    texts = (
        f"Face recognition law: changes{where}",
        "Rules that begin or end, laws enacted, amended or repealed, and decisions, by the day of the "
        "change. Corrections of the records are a feed of their own.",
    )
    return _feed(request, parts, texts, days, partial(_change, base), part)


@router.get("/api/corrections.atom", response_class=Response)
@router.get("/api/corrections.json", response_class=Response)
def corrections(
    request: Request,
    parts: PartsOf,
    span: SpanAsked,
    part: PartAsked,
) -> Response:
    """Records by the day on which they were last held against their sources, as a feed, newest first."""
    choice = _choice(parts, span, Topic(), KINDS, coming=None)
    places = (
        places_in(choice.place, parts.lookup.places, inherited=choice.inherited) if choice.place else None
    )
    found = [
        check
        for check in parts.record_checks
        if (places is None or places & check.places)
        and (choice.first is None or choice.first <= check.checked)
        and (choice.last is None or check.checked <= choice.last)
    ]
    where = f" about {choice.place.name}" if choice.place else ""
    texts = (
        f"Face recognition law: records checked{where}",
        "Records by the day on which they were last held against their sources. The data does not say what "
        "was corrected then, if anything: the history of the records does, and `facelex diff` tells it.",
    )
    base = base_of(request)
    return _feed(request, parts, texts, found, partial(_checked, base), part)


def _choice(
    parts: Parts, span: Span, topic: Topic, all_kinds: tuple[str, ...], *, coming: bool | None
) -> Choice:
    """What is asked for. Without days: what is coming, or what has come, or (None) all."""
    concepts = parts.lookup.concepts
    begin = parse_day(span.first) if span.first else today() if coming else None
    end = parse_day(span.last) if span.last else today() if coming is False else None
    if begin and end and begin > end:
        raise BadParameter(
            f"from is {begin} and to is {end}; give a first day that is not after the last one"
        )
    kinds = topic.kinds.split(",") if topic.kinds else ()
    return Choice(
        parts.lookup.places.resolve(span.place) if span.place else None,
        truth("inherited", span.inherited),
        concepts.word("actor", topic.actor) if topic.actor else None,
        concepts.word("activity", topic.activity) if topic.activity else None,
        concepts.word("effect", topic.effect) if topic.effect else None,
        tuple(one_of("kinds", kind.strip(), KINDS) for kind in kinds) or all_kinds,
        begin,
        end,
    )


def _feed(
    request: Request,
    parts: Parts,
    texts: tuple[str, str],
    found: Sequence[T],
    entry: Callable[[T], Entry],
    part: Part,
) -> Response:
    """One page of the entries that are found."""
    size = number("limit", part.limit, 1, MOST)
    pages = max(1, -(-len(found) // size))
    at = number("page", part.page, 1, 999_999)
    if at > pages:
        raise BadParameter(f"page is {at}, and there are {pages} pages of {size} entries")
    query = dict(request.query_params)

    def address(of: int) -> str:
        return address_of(request, {**query, "page": str(of)} if of > 1 else _without(query, "page"))

    canonical = urlencode(sorted(_without(query, "page", "limit").items()))
    feed = Feed(
        BASE.rstrip("/") + request.url.path + (f"?{canonical}" if canonical else ""),
        *texts,
        f"{base_of(request)}/",
        address(at),
        entry(found[0]).on if found else _newest(parts),
        [entry(one) for one in found[(at - 1) * size : at * size]],
        address(1),
        address(at - 1) if at > 1 else None,
        address(at + 1) if at < pages else None,
        address(pages),
    )
    if request.url.path.endswith(".json"):
        return reply(request, parts.engine.data_version, json_feed(feed), JSON_FEED)
    return reply(request, parts.engine.data_version, atom(feed), ATOM)


def _newest(parts: Parts) -> date:
    """How new the data is."""
    return parts.record_checks[0].checked if parts.record_checks else date(1970, 1, 1)


def _without(query: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in query.items() if name not in names}


def _change(base: str, day: LegalDay) -> Entry:
    return Entry(
        ID + day.id,
        day.title,
        f"{base}/id/{day.about}",
        day.on.first_day,
        description(day),
        (day.kind, *((day.effect,) if day.effect else ())),
        tuple(filter(web_address, day.urls)),
    )


def _checked(base: str, check: RecordCheck) -> Entry:
    return Entry(
        f"{RECORD}{check.id}#checked-{check.checked}",
        f"Record checked: {check.name}",
        f"{base}/record/{check.id}",
        check.checked,
        f"The record {check.id} was last held against its sources on {day_words(check.checked)} "
        f"({CHECKED[check.verification]}).",
        (check.id.partition("/")[0],),
    )
