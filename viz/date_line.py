"""The dates of a thing as dots over a line of years: how much happened when.

Colours come from the page's style sheet, by class; the dates stand beside it as a list in words, so the
picture is hidden from readers who hear pages.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from schema.periods import PartialDate

WIDTH: Final = 720
_EDGE: Final = 20
_DOT: Final = 9
"""The room of a dot, across and up."""
_MOST_TICKS: Final = 11
_DAYS_OF: Final = {"day": 0, "month": 15, "year": 182}
"""How far into a date that is not known to the day its dot stands: in the middle of what it can mean."""


def date_line(dates: Sequence[PartialDate], today: date) -> str:
    """The picture as SVG; a date known only to the year is a ring; what lies after `today` is paler."""
    first = min(one.first_day.year for one in dates)
    last = max(one.first_day.year for one in dates) + 1
    span = (date(last, 1, 1) - date(first, 1, 1)).days

    def x(day: date, more: int = 0) -> float:
        return round(_EDGE + (WIDTH - 2 * _EDGE) * ((day - date(first, 1, 1)).days + more) / span, 1)

    places = [
        (round(x(one.first_day, _DAYS_OF[one.precision]) / _DOT), one) for one in sorted(dates, key=_order)
    ]
    base = _DOT * max(Counter(column for column, _ in places).values()) + 2
    root = Element(
        "svg", {"class": "date-line", "viewBox": f"0 0 {WIDTH} {base + 24}", "aria-hidden": "true"}
    )
    SubElement(root, "path", {"class": "tick", "d": f"M{_EDGE} {base} H{WIDTH - _EDGE}"})
    for year in range(first, last + 1, -(-(last - first) // _MOST_TICKS)):
        at = x(date(year, 1, 1))
        SubElement(root, "path", {"class": "tick", "d": f"M{at} {base} v5"})
        SubElement(root, "text", {"class": "year", "x": str(at), "y": str(base + 20)}).text = str(year)
    stacked: Counter[int] = Counter()
    for column, one in places:
        stacked[column] += 1
        said = "dot" + " about" * (one.precision == "year") + " coming" * (one.first_day > today)
        centre = {"cx": str(column * _DOT), "cy": str(base + 3 - _DOT * stacked[column]), "r": "3.2"}
        SubElement(root, "circle", {"class": said, **centre})
    return tostring(root, encoding="unicode")


def _order(one: PartialDate) -> tuple[date, int]:
    return one.first_day, len(one.text)
