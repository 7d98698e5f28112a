"""/badge/{jurisdiction}.svg: the verdict as a small card for the pages of others."""

from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from typing import Annotated, Final

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter

from api.clock import now
from api.parameters import Activity, Day, Setting
from api.parameters import Actor as OptionalActor
from api.parts import Parts, PartsOf
from api.replies import reply
from api.words import VERDICTS
from graph.answer import NO_RULE_KNOWN, Answer, ask
from schema.periods import day_words, parse_day
from viz.badge import Badge, badge_svg

router = APIRouter(tags=["law"])

MEDIA: Final = "image/svg+xml"
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The card has its style inside, and nothing else."""
_LONGEST: Final = 3600
"""Seconds for which a card of today may be kept; it ends with the day at the latest."""
_NOTE: Final = "Not legal advice. Made by facelex."
_SILENCE: Final = "Silence is not permission. " + _NOTE

Where = Annotated[
    str, PathParameter(description="Slug, ISO code or name of a place", examples=["us-ca-san-francisco"])
]


@router.get("/badge/{jurisdiction}.svg", response_class=Response)
def badge(
    request: Request,
    parts: PartsOf,
    jurisdiction: Where,
    actor: OptionalActor = None,
    activity: Activity = "use",
    setting: Setting = None,
    on: Day = None,
) -> Response:
    """The verdict as a card: who, what, where, as of which day, how it was confirmed. Police by default."""
    moment = now()
    answer = ask(
        parts.lookup,
        jurisdiction,
        actor or "police",
        activity,
        setting,
        on=parse_day(on) if on else moment.date(),
    )
    headers = {
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "cross-origin",
        **({} if on else _kept_until_midnight(moment)),
    }
    return reply(request, answer.data_version, badge_svg(card(parts, answer)), MEDIA, headers)


def _kept_until_midnight(moment: datetime) -> dict[str, str]:
    """A card without a day of its own speaks of today (UTC), and must not be shown tomorrow."""
    midnight = datetime.combine(moment.date() + timedelta(days=1), time(), UTC)
    seconds = min(_LONGEST, int((midnight - moment).total_seconds()))
    expires = format_datetime(moment + timedelta(seconds=seconds), usegmt=True)
    return {"Cache-Control": f"public, max-age={seconds}, must-revalidate", "Expires": expires}


def card(parts: Parts, answer: Answer) -> Badge:
    """The card of an answer."""
    question, labels = answer.question, parts.lookup.concepts.labels
    setting = f", in {labels[question.setting]}" if question.setting else ""
    above = ", ".join(place.name for place in answer.coverage[1:])
    name = question.place.name
    return Badge(
        answer.verdict,
        VERDICTS[answer.verdict][1],
        f"Face recognition by {labels[question.actor]}: {labels[question.activity]}{setting}",
        name if not above or above in name else f"{name}, {above}",
        f"As of {day_words(question.day)}",
        _confirmed(answer),
        _SILENCE if answer.verdict == NO_RULE_KNOWN else _NOTE,
    )


def _confirmed(answer: Answer) -> str:
    """When the rules that decide were last confirmed, or how far the place was researched."""
    days = [bound.rule.verified_on for bound in answer.deciding if bound.rule.verified_on]
    if days:
        stale = any(bound.stale_since for bound in answer.deciding)
        return f"Last confirmed {day_words(min(days))}" + ("; may have changed since" if stale else "")
    if answer.deciding:
        return "Not confirmed lately"
    through = answer.coverage[0].researched_through
    return f"Place researched through {day_words(through)}" if through else "Place not researched"
