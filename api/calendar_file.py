"""Days of law as a calendar (RFC 5545): all-day events that keep their UID when their date changes."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Final

from icalendar import TRANSP, Calendar, Component, Event, Timezone, TimezoneStandard

from api.terminal import printable
from graph.answer import NOT_LEGAL_ADVICE
from graph.legal_days import LegalDay
from schema.periods import PartialDate, day_words
from schema.vocabulary import ID

MEDIA: Final = "text/calendar; charset=utf-8"
PRODUCT: Final = "-//facelex//facial recognition regulation//EN"
_REFRESH: Final = timedelta(days=1)


def calendar_file(days: Iterable[LegalDay], name: str, address: str, base: str) -> bytes:
    """A calendar of that name, had at `address`; its events link to pages of the server at `base`.

    The same days give the same bytes: DTSTAMP is the day on which the record was last checked.
    """
    calendar = Calendar.new(prodid=PRODUCT, name=name, source=address, refresh_interval=_REFRESH, uid=address)
    for event in (_event(day, base) for day in days):
        calendar.add_component(event)
    if not calendar.subcomponents:
        calendar.add_component(_utc())
    return bytes(calendar.to_ical())


def _event(day: LegalDay, base: str) -> Event:
    first = day.on.first_day
    return Event.new(
        uid=ID + day.id,
        stamp=datetime.combine(day.checked, time(), UTC),
        start=first,
        end=first + timedelta(days=1),
        summary=_clean(f"{day.title}{_unknown(day.on)}"),
        description=_clean(description(day)),
        categories=[day.kind, *([day.effect] if day.effect else [])],
        url=f"{base}/id/{day.about}",
        transparency=TRANSP.TRANSPARENT,
    )


def description(day: LegalDay) -> str:
    """What a day of law is about, in lines: its text, the law, the provision, and where it is written."""
    lines = [day.text]
    if day.on.precision != "day":
        lines.append(f"The day is not known, only that it is in {day_words(str(day.on))}.")
    facts = (("Law", day.law), ("Citation", day.citation), ("Provision", day.provision))
    lines += [f"{name}: {text}" for name, text in facts if text]
    lines += [f"Source: {url}" for url in day.urls[:3]]
    lines += [f"Record checked on {day_words(day.checked)}: {ID}{day.about}", NOT_LEGAL_ADVICE]
    return "\n".join(lines)


def _unknown(on: PartialDate) -> str:
    return "" if on.precision == "day" else f" (day in {day_words(str(on))} not known)"


def _clean(text: str) -> str:
    """A text without control characters, which RFC 5545 does not allow."""
    return printable(text).replace("\t", " ")


def _utc() -> Component:
    """What a calendar without events holds: RFC 5545 asks for one component at least."""
    standard = TimezoneStandard()
    standard.add("DTSTART", datetime(1970, 1, 1))  # local time, as the format wants it
    standard.add("TZOFFSETFROM", timedelta())
    standard.add("TZOFFSETTO", timedelta())
    zone = Timezone()
    zone.add("TZID", "Etc/UTC")
    zone.add_component(standard)
    return zone
