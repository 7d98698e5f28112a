"""The numbers are those of the sources: Snyder's worked examples, and the bounds of Equal Earth."""

import numpy as np
import pytest

from viz.projections import Albers, EqualEarth, Lambert, Projection

CASES = [
    (EqualEarth(0), (0, 90), (0.0, -1.3173627591574), 1.0),
    (EqualEarth(0), (179.999999, 0), (2.7066297, 0.0), 1.0),
    (EqualEarth(11), (11, 0), (0.0, 0.0), 1.0),
    (Albers(-96, 23, (29.5, 45.5)), (-75, 35), (0.2952720, -0.2416774), 1.0),  # Snyder, page 291
    (Lambert(-100, 40), (100, -20), (-4.2339303, -4.0257775), 3.0),  # Snyder, page 332
]


@pytest.mark.parametrize(("projection", "degrees", "expected", "radius"), CASES)
def test_projection_puts_points_where_its_source_does(
    projection: Projection, degrees: tuple[float, float], expected: tuple[float, float], radius: float
) -> None:
    found = projection(np.array([degrees], dtype=float))[0] * radius
    assert found == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("projection", [EqualEarth(11), Albers(-96, 38.5, (29.5, 45.5)), Lambert(14, 54)])
def test_areas_are_true(projection: Projection) -> None:
    size = 0.01
    for lon, lat in ((-90, 35), (20, 48), (10, 60)):
        corners = np.array([[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size]])
        x, y = projection(corners).T
        area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
        true = np.radians(size) * (np.sin(np.radians(lat + size)) - np.sin(np.radians(lat)))
        assert area == pytest.approx(true, rel=1e-3)
