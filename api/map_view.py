"""The map of a question on a day, as its templates draw it: shapes, spots, rows and counts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.answer import Lookup
from graph.near import read_points
from graph.outlines import Point
from graph.places import Place, place_words
from graph.verdict_map import NOT_RESEARCHED, SHOWN, PlaceSteps, Step, VerdictMap
from viz.map_shapes import MapShapes

TITLES: Final = {"world": "The world, by country", "united-states": "United States", "europe": "Europe"}
_FORMS: Final = {"City": "circle", "County": "square"}
_OF_STATES: Final = "US-"


@dataclass(frozen=True)
class Drawn:
    """A place on a map, by its outline (`path`) or as a mark at `x`, `y`; without `id` it has no record."""

    id: str | None
    name: str
    shown: str
    path: str = ""
    form: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Panel:
    """One map with all that is drawn on it."""

    name: str
    title: str
    width: int
    height: int
    areas: tuple[Drawn, ...]
    marks: tuple[Drawn, ...]


@dataclass(frozen=True)
class Row:
    """A place in the table."""

    place: Place
    context: str
    shown: str
    step: Step


@dataclass(frozen=True)
class MapView:
    """A map of a question on a day."""

    panels: tuple[Panel, ...]
    rows: tuple[Row, ...]
    counts: Mapping[str, int]
    in_table_alone: tuple[Row, ...]
    """Places that no map draws, such as unions of states."""


SORTS: Final = ("place", "kind", "verdict", "since")


def map_view(
    lookup: Lookup, shapes: Mapping[str, MapShapes], found: VerdictMap, day: date, sort: str = "place"
) -> MapView:
    """The map of a question on a day; `sort`: one of SORTS, how the rows of the table stand."""
    points = read_points(lookup.engine)
    panels = tuple(_panel(shapes, name, found, day, points) for name in TITLES)
    rows = tuple(sorted(_rows(lookup, found, day), key=_SORT_KEYS[sort]))
    counts = Counter(row.shown for row in rows)
    drawn = {one.id for panel in panels for one in (*panel.areas, *panel.marks)}
    alone = tuple(row for row in rows if row.place.id not in drawn)
    return MapView(panels, rows, {word: counts[word] for word in SHOWN}, alone)


_SORT_KEYS: Final = {
    "place": lambda row: (row.place.name.casefold(), row.place.id),
    "kind": lambda row: (row.place.kind, row.place.name.casefold(), row.place.id),
    "verdict": lambda row: (SHOWN.index(row.shown), row.place.name.casefold(), row.place.id),
    "since": lambda row: (-row.step.on.toordinal(), row.place.name.casefold(), row.place.id),
}


def _rows(lookup: Lookup, found: VerdictMap, day: date) -> Iterator[Row]:
    for one in found.places:
        above = lookup.places.chain_of(one.place)[1:]
        yield Row(one.place, place_words(one.place, above), one.shown(day), one.on(day))


def _panel(
    shapes: Mapping[str, MapShapes], name: str, found: VerdictMap, day: date, points: Mapping[str, Point]
) -> Panel:
    map = shapes[name]
    by_code: dict[str | None, PlaceSteps] = {
        one.place.iso_code: one for one in found.places if one.place.iso_code
    }
    areas = tuple(
        Drawn(
            one.place.id if one else None,
            one.place.name if one else shape.name,
            one.shown(day) if one else NOT_RESEARCHED,
            shape.path,
        )
        for shape in map.shapes
        for one in (_of_shape(by_code, shape.code),)
    )
    drawn = {area.id for area in areas}
    elsewhere = shapes["europe"] if name == "world" else None
    marks = tuple(_marks(map, elsewhere, found, day, points, drawn))
    return Panel(map.name, TITLES[map.name], map.width, map.height, areas, marks)


def _of_shape(by_code: Mapping[str | None, PlaceSteps], code: str | None) -> PlaceSteps | None:
    """The recorded place of an outline; territories of the United States have codes of both kinds."""
    return (by_code.get(code) or by_code.get(_OF_STATES + code)) if code else None


def _marks(
    map: MapShapes,
    elsewhere: MapShapes | None,
    found: VerdictMap,
    day: date,
    points: Mapping[str, Point],
    drawn: set[str | None],
) -> Iterator[Drawn]:
    """Places without an outline, states and provinces first: a city lies above them. What the larger map
    `elsewhere` shows is left to it.
    """
    order = {"City": 2, "County": 1}
    for one in sorted(found.places, key=lambda one: order.get(one.place.kind, 0)):
        place = one.place
        if place.id in drawn or place.id not in points or place.kind in ("Country", "Supranational"):
            continue
        state = _state_of(place)
        if (map.name == "united-states") != (state is not None):
            continue
        if elsewhere and elsewhere.spot(points[place.id]):
            continue
        if spot := map.spot(points[place.id], state):
            form = _FORMS.get(place.kind, "diamond")
            yield Drawn(place.id, place.name, one.shown(day), form=form, x=spot[0], y=spot[1])


def _state_of(place: Place) -> str | None:
    """The code of the US state that a place lies in, by its slug ("us-ca-san-francisco"); None outside."""
    if "jurisdiction/us" not in place.chain:
        return None
    return next(
        (f"US-{id.removeprefix('jurisdiction/us-').upper()}" for id in place.chain if _is_state(id)), "US"
    )


def _is_state(id: str) -> bool:
    return id.startswith("jurisdiction/us-") and len(id) == len("jurisdiction/us-ca")
