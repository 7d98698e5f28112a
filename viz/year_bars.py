"""A number for each year as bars. A table of the same numbers stands beside it for readers who hear pages."""

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH: Final = 720
HEIGHT: Final = 190
_TOP: Final = 20
_FOOT: Final = 24


def year_bars(numbers: Sequence[tuple[int, int]]) -> str:
    """The bars as SVG, for (year, number) in the order of years."""
    root = Element("svg", {"class": "years", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "aria-hidden": "true"})
    most = max((number for _, number in numbers), default=1) or 1
    step = WIDTH / max(len(numbers), 1)
    room = HEIGHT - _TOP - _FOOT
    every = max(1, -(-len(numbers) // 14))
    for place, (year, number) in enumerate(numbers):
        height = round(room * number / most, 1)
        left, middle = round(place * step + 1.5, 1), round((place + 0.5) * step, 1)
        box = {"x": left, "y": round(_TOP + room - height, 1), "width": round(step - 3, 1), "height": height}
        SubElement(root, "rect", {name: str(value) for name, value in box.items()})
        if place % every == (len(numbers) - 1) % every:
            SubElement(root, "text", {"x": str(middle), "y": str(HEIGHT - 7)}).text = str(year)
            SubElement(root, "text", {"x": str(middle), "y": str(box["y"] - 5)}).text = str(number)
    return tostring(root, encoding="unicode")
