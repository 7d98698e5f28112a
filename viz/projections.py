"""From degrees to flat maps, all of equal area: no country looks larger than it is.

Formulas: Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395, 1987), for Albers and
Lambert; Savric, Patterson and Jenny, The Equal Earth map projection (2018). The earth is taken as a sphere of
radius 1; y grows to the south, as on screens.
"""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_EQUAL_EARTH: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT: Final = float(np.sqrt(3) / 2)


class Projection(Protocol):
    """Rows of longitude and latitude in degrees to rows of x and y."""

    def __call__(self, degrees: Floats) -> Floats:
        """Where the points lie on the map."""


@dataclass(frozen=True)
class EqualEarth:
    """The whole world, cut opposite to the meridian `centre`; a ring that crosses the cut goes on beyond."""

    centre: float

    def __call__(self, degrees: Floats) -> Floats:
        """Where the points lie on the map."""
        east = degrees[:, 0] - self.centre
        east = np.radians(east - 360.0 * np.round(east.mean() / 360.0))
        theta = np.arcsin(_ROOT * np.sin(np.radians(degrees[:, 1])))
        a1, a2, a3, a4 = _EQUAL_EARTH
        t2 = theta**2
        t6 = t2**3
        x = east * np.cos(theta) / (_ROOT * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)))
        return np.column_stack([x, -theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))])


@dataclass(frozen=True)
class Albers:
    """A conic projection, true on two parallels; for lands that reach from west to east."""

    lon: float
    lat: float
    parallels: tuple[float, float]

    def __call__(self, degrees: Floats) -> Floats:
        """Where the points lie on the map."""
        first, second = np.radians(self.parallels)
        n = (np.sin(first) + np.sin(second)) / 2
        c = np.cos(first) ** 2 + 2 * n * np.sin(first)
        east = degrees[:, 0] - self.lon
        angle = n * np.radians(east - 360.0 * np.round(east / 360.0))
        away = np.sqrt(c - 2 * n * np.sin(np.radians(degrees[:, 1]))) / n
        origin = np.sqrt(c - 2 * n * np.sin(np.radians(self.lat))) / n
        return np.column_stack([away * np.sin(angle), -(origin - away * np.cos(angle))])


@dataclass(frozen=True)
class Lambert:
    """An azimuthal projection around a point; for lands that are about as high as wide."""

    lon: float
    lat: float

    def __call__(self, degrees: Floats) -> Floats:
        """Where the points lie on the map."""
        east, north = np.radians(degrees[:, 0] - self.lon), np.radians(degrees[:, 1])
        centre = np.radians(self.lat)
        near = 1 + np.sin(centre) * np.sin(north) + np.cos(centre) * np.cos(north) * np.cos(east)
        k = np.sqrt(2 / np.maximum(near, 1e-6))
        x = k * np.cos(north) * np.sin(east)
        y = k * (np.cos(centre) * np.sin(north) - np.sin(centre) * np.cos(north) * np.cos(east))
        return np.column_stack([x, -y])
