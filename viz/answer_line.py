"""The answer to one question over the years as a strip: a band for each stretch of time with one verdict.

Colours come from the page's style sheet, by class; what is drawn stands beside it as a list in words, so the
picture is hidden from readers who hear pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH: Final = 720
HEIGHT: Final = 74
_TOP: Final = 14
_BAND: Final = 34
_MOST_TICKS: Final = 9
_ROOM_FOR_WORD: Final = 96


@dataclass(frozen=True)
class Band:
    """A stretch of time with one verdict: from a day on, `direction` as against the one before ("" none)."""

    start: date
    verdict: str
    word: str
    direction: str = ""


def answer_line(bands: Sequence[Band], end: date, today: date) -> str:
    """The strip as SVG, from the first band's day through `end`; `today` is marked."""
    root = Element("svg", {"class": "answer-line", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "aria-hidden": "true"})
    start = bands[0].start
    span = max((end - start).days, 1)

    def x(day: date) -> float:
        return round(WIDTH * (day - start).days / span, 1)

    for number, band in enumerate(bands):
        left = x(band.start)
        right = x(bands[number + 1].start) if number + 1 < len(bands) else WIDTH
        _draw(root, band, left, max(right - left, 1))
    for day in _ticks(start, end):
        SubElement(root, "path", {"class": "tick", "d": f"M{x(day)} {_TOP + _BAND} v5"})
        SubElement(root, "text", {"class": "year", "x": str(x(day)), "y": str(_TOP + _BAND + 19)}).text = str(
            day.year
        )
    if start <= today <= end:
        SubElement(root, "path", {"class": "today", "d": f"M{x(today)} {_TOP - 10} v{_BAND + 14}"})
    return tostring(root, encoding="unicode")


def _draw(root: Element, band: Band, left: float, width: float) -> None:
    group = SubElement(root, "g", {"class": f"band verdict-{band.verdict}"})
    box = {"x": str(left), "y": str(_TOP), "width": str(round(width, 1)), "height": str(_BAND)}
    SubElement(group, "rect", box)
    if width > _ROOM_FOR_WORD:
        SubElement(group, "text", {"x": str(left + 8), "y": str(_TOP + 22)}).text = band.word
    if band.direction in _ARROWS:
        place = {"class": f"change {band.direction}", "d": _ARROWS[band.direction].format(x=left)}
        SubElement(group, "path", place)


_ARROWS: Final = {"stricter": "M{x} 11 l-5 0 l5 -9 l5 9 z", "looser": "M{x} 2 l-5 0 l5 9 l5 -9 z"}
"""A triangle above the band: it points up where the law becomes stricter, down where it becomes looser."""


def _ticks(start: date, end: date) -> Iterator[date]:
    first = start.year + (start > date(start.year, 1, 1))
    step = max(1, -(-(end.year - first + 1) // _MOST_TICKS))
    for year in range(first, end.year + 1, step):
        if start <= (day := date(year, 1, 1)) <= end:
            yield day
