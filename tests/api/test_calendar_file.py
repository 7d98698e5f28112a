from datetime import date, datetime
from typing import Any

import vobject
from icalendar import Calendar

from api.calendar_file import calendar_file
from graph.legal_days import LegalDay
from schema.periods import PartialDate

NASTY = 'Comma, semicolon; backslash \\ quote " line\nbreak ünïcödé 顔認識 \x07\r end' + " long" * 40


def events_of(data: bytes) -> list[Any]:
    """The events of a calendar, as icalendar reads them."""
    return list(Calendar.from_ical(data).walk("VEVENT"))


def day(on: str = "2027-05-01", title: str = "Begins", text: str = "Text.") -> LegalDay:
    return LegalDay(
        "rule/x#begins",
        "begins",
        PartialDate(on),
        "rule/x",
        title,
        text,
        frozenset({"jurisdiction/us-al"}),
        date(2026, 11, 23),
        "An Act",
        "Ala. Code 1",
        "s. 2",
        "ban",
        ("https://example.org/a,b;c",),
    )


def made(*days: LegalDay) -> bytes:
    return calendar_file(days, "Law", "https://example.org/api/calendar.ics?a=b", "https://example.org")


def test_event_says_all_that_is_known() -> None:
    (event,) = events_of(made(day()))
    assert str(event["SUMMARY"]) == "Begins"
    assert str(event["UID"]) == "https://w3id.org/facelex/id/rule/x#begins"
    assert event.start == date(2027, 5, 1)
    assert event.end == date(2027, 5, 2)
    assert event.categories == ["begins", "ban"]
    assert str(event["URL"]) == "https://example.org/id/rule/x"
    for said in ("Text.", "Law: An Act", "Citation: Ala. Code 1", "Provision: s. 2", "not legal advice"):
        assert said in event["DESCRIPTION"]
    assert "Source: https://example.org/a,b;c" in event["DESCRIPTION"]


def test_same_days_give_the_same_bytes_and_a_moved_day_keeps_its_uid() -> None:
    assert made(day()) == made(day())
    (event,), (moved,) = (events_of(made(one)) for one in (day(), day("2028-01-01")))
    assert event["UID"] == moved["UID"]
    assert event.stamp == moved.stamp == datetime.fromisoformat("2026-11-23T00:00:00+00:00")


def test_day_that_is_not_known_is_said_to_be_so() -> None:
    for on, words, first in (("2027-05", "May 2027", date(2027, 5, 1)), ("2027", "2027", date(2027, 1, 1))):
        (event,) = events_of(made(day(on)))
        assert event["SUMMARY"].endswith(f"(day in {words} not known)")
        assert f"The day is not known, only that it is in {words}." in event["DESCRIPTION"]
        assert event.start == first


def test_lines_are_folded_at_75_octets_and_end_as_the_format_asks() -> None:
    data = made(day(title=NASTY, text=NASTY))
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\x07" not in data
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two


def test_another_reader_reads_what_was_written() -> None:
    (event,) = vobject.readOne(made(day(title=NASTY, text=NASTY)).decode()).vevent_list
    expected = NASTY.replace("\x07", "\ufffd").replace("\r", "\ufffd")
    assert event.description.value.startswith(expected)
    assert event.dtstart.value == date(2027, 5, 1)


def test_calendar_without_events_is_still_one() -> None:
    data = made()
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    assert not events_of(data)
    assert vobject.readOne(data.decode()).prodid.value.startswith("-//facelex")
