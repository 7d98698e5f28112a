"""Charts of the tide as plain numbers: lines and bars over the years, with axes that begin at nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph.tide import Year

WIDTH: Final = 520
HEIGHT: Final = 250
_LEAST: Final = 18
"""Units between two labels of an axis."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 100, 16, 30


@dataclass(frozen=True)
class Label:
    """A word or number on a chart."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Line:
    """A line: its points for SVG until today and, as far as is known now, after it; its name at its end."""

    name: str
    points: str
    coming: str
    end: Label


@dataclass(frozen=True)
class Bar:
    """A bar of a year; `kind` says what it counts."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    title: str
    is_coming: bool


@dataclass(frozen=True)
class Chart:
    """A chart in a box of WIDTH by HEIGHT: its lines or bars, the labels of its years and of its levels."""

    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    years: tuple[Label, ...]
    levels: tuple[Label, ...]
    zero: float


def line_chart(years: Sequence[Year], now: int) -> Chart:
    """Prohibitions in force at the end of each year, and the places that have them; `now`: this year."""
    most = _round_up(max((year.prohibitions for year in years), default=1))
    scale = _Scale(years, 0, most)
    lines = tuple(
        _line(name, [(year.year, getattr(year, key)) for year in years], scale, now)
        for key, name in (("prohibitions", "bans"), ("places", "places"))
    )
    return Chart(lines, (), scale.year_labels(), scale.levels((0, most // 2, most)), scale.y(0))


def bar_chart(years: Sequence[Year], now: int) -> Chart:
    """Verdicts that became stricter, upwards, and looser, downwards, on one scale."""
    up = max(1, *(year.stricter for year in years))
    down = max(1, *(year.looser for year in years))
    scale = _Scale(years, -down, up)
    bars = tuple(bar for year in years for bar in _bars(year, scale, now))
    return Chart((), bars, scale.year_labels(), scale.levels((-down, 0, up)), scale.y(0))


class _Scale:
    def __init__(self, years: Sequence[Year], low: int, high: int) -> None:
        self._first, self._count = years[0].year, len(years)
        self._low, self._high = low, high
        self.step: Final = (WIDTH - _LEFT - _RIGHT) / self._count

    def x(self, year: int) -> float:
        """The middle of a year."""
        return round(_LEFT + (year - self._first + 0.5) * self.step, 1)

    def y(self, value: int) -> float:
        """The height of a value."""
        share = (value - self._low) / (self._high - self._low)
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)

    def year_labels(self) -> tuple[Label, ...]:
        """Every fourth year."""
        years = range(self._first, self._first + self._count)
        return tuple(Label(self.x(year), HEIGHT - 8, str(year)) for year in years if year % 4 == 0)

    def levels(self, values: Iterable[int]) -> tuple[Label, ...]:
        """Values at the axis; one that would stand on the zero is left out."""
        return tuple(
            Label(_LEFT - 8, self.y(value), str(abs(value)))
            for value in values
            if not self._is_crowded(value)
        )

    def _is_crowded(self, value: int) -> bool:
        return value != 0 and abs(self.y(value) - self.y(0)) < _LEAST


def _line(name: str, values: Sequence[tuple[int, int]], scale: _Scale, now: int) -> Line:
    known = [(year, value) for year, value in values if year <= now]
    coming = [(year, value) for year, value in values if year >= now]
    year, value = values[-1]
    end = Label(scale.x(year) + 8, scale.y(value), f"{value} {name}")
    return Line(name, _points(known, scale), _points(coming, scale), end)


def _points(values: Iterable[tuple[int, int]], scale: _Scale) -> str:
    return " ".join(f"{scale.x(year)},{scale.y(value)}" for year, value in values)


def _bars(year: Year, scale: _Scale, now: int) -> Iterable[Bar]:
    left, width, zero = scale.x(year.year) - scale.step * 0.36, round(scale.step * 0.72, 1), scale.y(0)
    for kind, count, sign in (("stricter", year.stricter, 1), ("looser", year.looser, -1)):
        if count:
            end = scale.y(sign * count)
            top, height = min(end, zero), round(abs(end - zero), 1)
            title = f"{year.year}: {count} {kind}"
            yield Bar(kind, round(left, 1), top, width, height, title, year.year > now)


def _round_up(value: int) -> int:
    """A number of the axis that is no smaller: the next multiple of twenty."""
    return max(20, -(-value // 20) * 20)
