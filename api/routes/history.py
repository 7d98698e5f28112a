"""/api/transitions and /api/timeline: when an answer changes, and what else happened there."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api.clock import today
from api.formats import as_csv, as_json
from api.parameters import Activity, Actor, Format, Place, Setting, one_of, required, truth
from api.parts import Parts, PartsOf
from api.problems import BadParameter
from api.replies import CSV, JSON, reply
from graph.question import USE, Question, understand
from graph.timeline import TYPES, Entry, timeline, with_transitions
from graph.transitions import history, history_as_dict, whole_span
from schema.periods import parse_day

router = APIRouter(tags=["law"])

From = Annotated[
    str | None,
    Query(
        alias="from",
        description="First day, YYYY-MM-DD; as early as is known if absent",
        examples=["2019-01-01"],
    ),
]
To = Annotated[
    str | None,
    Query(
        alias="to", description="Last day, YYYY-MM-DD; as late as is known if absent", examples=["2026-12-31"]
    ),
]

TRANSITION_COLUMNS: Final = (
    *("on", "dated", "from_verdict", "to_verdict", "direction", "from_policy_verdict", "to_policy_verdict"),
    *("policy_direction", "rule", "change", "text", "decides", "effect", "force", "law", "law_name"),
    *("citation", "provision", "jurisdiction", "from", "until"),
)
TIMELINE_COLUMNS: Final = (
    *("date", "day", "type", "id", "name", "summary", "place", "inherited", "kind", "status", "forum"),
    *("proceeding", "amount", "currency", "changes", "law", "citation", "provision", "effect", "force"),
    *("from_verdict", "to_verdict", "direction", "rules"),
)


@router.get(
    "/api/transitions",
)
def transitions(
    request: Request,
    parts: PartsOf,
    place: Place = None,
    actor: Actor = None,
    activity: Activity = USE,
    setting: Setting = None,
    start: From = None,
    end: To = None,
    changes: Annotated[
        str,
        Query(description="all, or verdict: only days on which a verdict changes", examples=["verdict"]),
    ] = "all",
    format: Format = "json",
) -> Response:
    """The days on which an answer changes: from which verdict to which, and the rules that did it.

    Each day is the first of the new answer. A change of the rules that leaves the verdict is told too, with
    the direction `other`. As CSV: one row for each rule of each day.
    """
    lookup = parts.lookup
    question = understand(
        lookup.places,
        lookup.concepts,
        place=required("place", place, "us-ca-san-francisco"),
        actor=required("actor", actor, "police"),
        activity=activity,
        setting=setting,
        on=today(),
    )
    only = one_of("changes", changes, ("all", "verdict")) == "verdict"
    asked, until = _span(parts, question, *_bounds(start, end))
    found = history_as_dict(history(lookup, asked, until), only)
    if one_of("format", format, ("json", "csv")) == "json":
        return reply(request, lookup.engine.data_version, as_json(found), JSON)
    rows = [
        {**change, **rule, "rule": rule["id"]} for change in found["transitions"] for rule in change["rules"]
    ]
    return reply(request, lookup.engine.data_version, as_csv(rows, TRANSITION_COLUMNS), CSV)


@router.get(
    "/api/timeline",
)
def timeline_of_place(
    request: Request,
    parts: PartsOf,
    place: Place = None,
    start: From = None,
    end: To = None,
    actor: Actor = None,
    activity: Annotated[
        str | None,
        Query(
            description="With an actor: a word of the scheme of activities; use if absent", examples=["use"]
        ),
    ] = None,
    setting: Setting = None,
    inherited: Annotated[
        str, Query(description="Whether to tell of places above too: true or false", examples=["true"])
    ] = "true",
    format: Format = "json",
) -> Response:
    """What happened in a place, by date: rules that begin and end, events, cases and what came of them.

    With an actor, the days on which the answer changes stand in the place of rules that begin and end. What
    has no day comes last, and only where no bound is given.
    """
    lookup = parts.lookup
    where = lookup.places.resolve(required("place", place, "us-ca-san-francisco"))
    first, last = _bounds(start, end)
    entries = timeline(lookup, where, first, last, truth("inherited", inherited))
    head: dict[str, Any] = {"place": {"id": where.id, "name": where.name}}
    if actor:
        question = understand(
            lookup.places,
            lookup.concepts,
            place=where.id,
            actor=actor,
            activity=activity or USE,
            setting=setting,
            on=today(),
        )
        asked, until = _span(parts, question, first and _before(first), last)
        entries = with_transitions(lookup, entries, asked, until)
        head |= {"actor": question.actor_asked, "activity": question.activity, "setting": question.setting}
    elif activity or setting:
        raise BadParameter("activity and setting need an actor; give one, for example actor=police")
    rows = [_entry(entry, where.id) for entry in entries]
    if one_of("format", format, ("json", "csv")) == "csv":
        return reply(request, lookup.engine.data_version, as_csv(rows, TIMELINE_COLUMNS), CSV)
    bounds = {"from": first.isoformat() if first else None, "to": last.isoformat() if last else None}
    content = {**head, **bounds, "types": TYPES, "entries": rows, "data_version": lookup.engine.data_version}
    return reply(request, lookup.engine.data_version, as_json(content), JSON)


def _bounds(start: str | None, end: str | None) -> tuple[date | None, date | None]:
    """The days of `from` and `to`; BadParameter when they stand the wrong way round."""
    first, last = parse_day(start) if start else None, parse_day(end) if end else None
    if first and last and last < first:
        raise BadParameter(f"from ({first}) is after to ({last}); give the earlier day as from")
    return first, last


def _span(parts: Parts, question: Question, first: date | None, last: date | None) -> tuple[Question, date]:
    """The question on its first day, and the last day; if none is given, as far as the law's days reach."""
    earliest, latest = whole_span(parts.lookup, question)
    begin = first or (min(earliest, last) if last else earliest)
    return replace(question, day=begin), last or max(latest, begin)


def _before(day: date) -> date:
    return max(day, date.min + timedelta(1)) - timedelta(1)


def _entry(entry: Entry, place: str) -> dict[str, Any]:
    return {
        "date": str(entry.dated) if entry.dated else None,
        "day": entry.dated.first_day.isoformat() if entry.dated else None,
        "type": entry.type,
        "id": entry.id,
        "name": entry.name,
        "summary": entry.summary,
        "place": entry.place,
        "inherited": entry.place != place,
        **entry.more,
    }
