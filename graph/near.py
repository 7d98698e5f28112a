"""The jurisdictions of a point: those that contain it by their outlines, and cities by their distance."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.any_engine import AnyEngine
from graph.outlines import Outline, Outlines, Point
from graph.places import Place, Places
from graph.queries import load_query
from schema.vocabulary import short_id

_POINTS: Final = load_query("place_points")

OUTLINE: Final = "outline"
NEAR_OUTLINE: Final = "near-outline"
ABOVE: Final = "above"
DISTANCE: Final = "distance"
FOUND_BY: Final = (OUTLINE, NEAR_OUTLINE, ABOVE, DISTANCE)
"""How a place was found: its outline contains the point, or is near one that lies in none; it lies above such
a place; or it is a city, known by its centre alone.
"""

COAST_KM: Final = 10.0
"""How far from an outline a point that lies in none still counts as there: coasts are drawn that coarsely."""

MOST_CITIES: Final = 5
_SMALL_KM: Final = 30.0
_US: Final = "840"

PRECISION: Final = (
    "Outlines are coarse: within some kilometres of a border or a coast, ask for the place by name. Cities "
    "found by distance are known by their centre alone: whether the point lies in one is not known."
)
SEA: Final = (
    "No outline contains the point, and none is within 10 km: it lies in the sea, or is nobody's land."
)


@dataclass(frozen=True)
class Found:
    """A place, how it was found, and how far it is: its outline, or a city's centre; None if it contains the
    point.
    """

    place: Place
    found_by: str
    km: float | None = None


@dataclass(frozen=True)
class Surroundings:
    """The jurisdictions of a point, nearest first; cities near it; and what a reader should know."""

    jurisdictions: tuple[Found, ...]
    cities: tuple[Found, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Hit:
    """An outline that contains a point, or is `km` from it."""

    outline: Outline
    slug: str | None
    """The place that it is here; None where none is recorded."""
    km: float | None


def read_points(engine: AnyEngine) -> dict[str, Point]:
    """Where the places of a dataset are, by their ids; a place without a point is left out."""
    rows = engine.select(_POINTS)
    return {short_id(row["place"]): Point(float(row["lat"]), float(row["long"])) for row in rows}


class Surveyor:
    """Outlines and the recorded places, joined by their codes."""

    def __init__(self, outlines: Outlines, places: Places, points: Mapping[str, Point]) -> None:
        self._outlines = outlines
        self._places = places
        self._points = points
        self._by_code = {place.iso_code: place for place in places.by_id.values() if place.iso_code}

    @classmethod
    def read(cls, engine: AnyEngine, places: Places) -> "Surveyor":
        """Read where the places of a dataset are."""
        return cls(Outlines(), places, read_points(engine))

    def around(self, point: Point, city_km: float) -> Surroundings:
        """What surrounds a point; cities as far as `city_km`, at most MOST_CITIES."""
        hits = self._hits(point)
        found = {hit.slug: hit for hit in hits if hit.slug}
        nearest = next((self._places.by_id[f"jurisdiction/{slug}"] for slug in found), None)
        jurisdictions = (
            [] if nearest is None else [self._found(place, found) for place in self._places.chain_of(nearest)]
        )
        here = {one.place.id for one in jurisdictions}
        cities = self._cities(point, city_km, here)
        return Surroundings(
            tuple(jurisdictions), tuple(cities), tuple(self._remarks(point, hits, jurisdictions))
        )

    def _found(self, place: Place, hits: Mapping[str, _Hit]) -> Found:
        hit = hits.get(place.slug)
        if hit is None:
            return Found(place, ABOVE)
        return Found(place, OUTLINE if hit.km is None else NEAR_OUTLINE, hit.km and round(hit.km, 1))

    def _hits(self, point: Point) -> list[_Hit]:
        """County, state and country, as far as they are known. The outlines of the United States are finer
        than those of the world, and go before them.
        """
        outlines = self._outlines
        county, state = outlines.counties.containing(point), outlines.states.containing(point)
        country = outlines.countries.containing(point)
        if state:
            return [
                *([self._county(county)] if county else []),
                self._state(state),
                *self._united_states(None),
            ]
        if country and country.code != _US:
            return [self._country(country)]
        coast = outlines.states.nearest(point, COAST_KM)
        abroad = None if country else outlines.countries.nearest(point, COAST_KM)
        if coast and (abroad is None or abroad[0].code == _US or coast[1] <= abroad[1]):
            return [self._state(*coast), *self._united_states(None if country else coast[1])]
        if country:
            return [self._country(country)]
        return [self._country(*abroad)] if abroad else []

    def _county(self, outline: Outline) -> _Hit:
        return _Hit(outline, self._outlines.codes["counties"].get(outline.code), None)

    def _state(self, outline: Outline, km: float | None = None) -> _Hit:
        return _Hit(outline, self._slug_of(self._outlines.codes["states"].get(outline.code)), km)

    def _country(self, outline: Outline, km: float | None = None) -> _Hit:
        return _Hit(outline, self._slug_of(self._outlines.codes["countries"].get(outline.code)), km)

    def _united_states(self, km: float | None) -> Iterator[_Hit]:
        outline = next(one for one in self._outlines.countries.outlines if one.code == _US)
        yield self._country(outline, km)

    def _slug_of(self, code: str | None) -> str | None:
        place = self._by_code.get(code or "")
        return place.slug if place else None

    def _cities(self, point: Point, most_km: float, here: set[str]) -> list[Found]:
        every = self._places.by_id.values()
        far = [
            Found(place, DISTANCE, round(point.km_to(self._points[place.id]), 1))
            for place in every
            if place.kind == "City" and place.id in self._points and place.id not in here
        ]
        near = [found for found in far if found.km is not None and found.km <= most_km]
        return sorted(near, key=lambda found: (found.km, found.place.id))[:MOST_CITIES]

    def _remarks(self, point: Point, hits: Iterable[_Hit], found: Iterable[Found]) -> Iterator[str]:
        missing = [hit for hit in hits if hit.slug is None]
        places = [one.place for one in found]
        if not places and not missing:
            yield SEA
        for hit in missing:
            yield f"The point lies in {hit.outline.name}, of which nothing is recorded here."
        for one in found:
            if one.found_by == NEAR_OUTLINE:
                yield f"The point lies in no outline; that of {one.place.name} is {one.km} km away."
        for place in self._without_outline():
            km = point.km_to(self._points[place.id])
            if km <= _SMALL_KM:
                yield f"{place.name}, {km:.0f} km away, has no outline here; ask for it by name."
        for country in places:
            if country.kind == "Country" and country.iso_code != "US" and self._has_parts(country):
                yield f"Places within {country.name} have no outlines here; ask for them by name."
        yield PRECISION

    def _without_outline(self) -> list[Place]:
        """Recorded countries and territories that are too small for an outline."""
        tables = self._outlines.codes
        drawn = {*tables["countries"].values(), *tables["states"].values()}
        return [
            place
            for code, place in self._by_code.items()
            if len(code) == 2
            and code not in drawn
            and place.id in self._points
            and place.level != "supranational"
        ]

    def _has_parts(self, country: Place) -> bool:
        return any(
            country.id in place.chain[1:] and place.kind != "City" for place in self._places.by_id.values()
        )
