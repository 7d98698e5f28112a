"""A small card that says what the law says, for pages of others: an SVG that needs no script and no font.

What it means stands in words; its sign and its colour only repeat that. It is read as an image, so its
description says all that it shows, in full.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from viz.text_width import fitted

WIDTH: Final = 360
_LEFT: Final = 60
_ROOM: Final = WIDTH - _LEFT - 12
_FONTS: Final = "Verdana, 'DejaVu Sans', Geneva, Tahoma, sans-serif"
_NS: Final = "http://www.w3.org/2000/svg"
_NOT_SHOWN: Final = re.compile(
    "[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Control characters, halves of pairs, and marks that turn the direction of the text around them."""

_TONES: Final = {
    "prohibited": ("#a8201a", "#ff8b80"),
    "conditional": ("#8a5a00", "#f0bd58"),
    "authorised": ("#1c6b3a", "#76d39a"),
    "no-rule-known": ("#5a6169", "#b3bac2"),
}
"""Each verdict's colour on light and on dark, with a contrast to its ground of 4.5 or more."""

_SIGNS: Final = {
    "prohibited": "M-7 -7 L7 7 M7 -7 L-7 7",
    "conditional": "M0 -9 V3 M0 8 V9",
    "authorised": "M-8 0 L-2 6 L8 -7",
    "no-rule-known": "M-5 -4 C-5 -11 6 -10 5 -3 C4 1 0 0 0 4 M0 9 V10",
}
"""The strokes of each verdict's sign, around its middle: a cross, an exclamation, a tick, a question mark."""


@dataclass(frozen=True)
class Badge:
    """What a card says. `verdict` is its code, the others are words for people."""

    verdict: str
    word: str
    question: str
    """Who and what: "Face recognition by police: use"."""
    place: str
    on: str
    confirmed: str
    """How sure it is: when it was last confirmed, or how far the place was researched."""
    note: str

    @property
    def title(self) -> str:
        """All that decides, in one sentence."""
        return f"{self.word}: {self.question}, {self.place}, {self.on}"


def badge_svg(badge: Badge) -> bytes:
    """The card. The same card gives the same bytes."""
    lines = list(_lines(badge))
    height = lines[-1].y + 13
    root = Element(
        "svg",
        {
            "xmlns": _NS,
            "width": str(WIDTH),
            "height": str(height),
            "viewBox": f"0 0 {WIDTH} {height}",
            "role": "img",
            "aria-label": _clean(badge.title),
            "class": badge.verdict,
        },
    )
    SubElement(root, "title").text = _clean(badge.title)
    SubElement(root, "desc").text = _clean(f"{badge.title}. {badge.confirmed}. {badge.note}")
    SubElement(root, "style").text = _style(badge.verdict)
    size = {"x": "0.5", "y": "0.5", "width": str(WIDTH - 1), "height": str(height - 1), "rx": "6"}
    SubElement(root, "rect", {"class": "card", **size})
    dashes = {"stroke-dasharray": "4 3"} if badge.verdict == "no-rule-known" else {}
    SubElement(root, "circle", {"class": "ring", "cx": "31", "cy": "34", "r": "18", **dashes})
    SubElement(root, "path", {"class": "sign", "d": _SIGNS[badge.verdict], "transform": "translate(31 34)"})
    for line in lines:
        SubElement(root, "text", {"x": str(_LEFT), "y": str(line.y), "class": line.style}).text = line.text
    return bytes(tostring(root, encoding="utf-8")) + b"\n"


@dataclass(frozen=True)
class _Line:
    y: int
    style: str
    text: str


def _lines(badge: Badge) -> Iterator[_Line]:
    """Each line with its place: the card grows with them, and they are few."""
    y = 8
    for text, style, size, most in (
        (badge.word, "word", 20, 1),
        (badge.question, "said", 13, 4),  # the longest question fits: cut, it would be another one
        (badge.place, "said", 13, 3),
        (badge.on, "small", 11, 1),
        (badge.confirmed, "small", 11, 2),
        (badge.note, "small", 11, 2),
    ):
        for line in fitted(_clean(text), size * (1.12 if style == "word" else 1), _ROOM, most):
            y += size + 5
            yield _Line(y, style, line)


def _style(verdict: str) -> str:
    light, dark = _TONES[verdict]
    return (
        f"text{{font-family:{_FONTS}}}"
        ".word{font-size:20px;font-weight:bold}.said{font-size:13px}.small{font-size:11px}"
        ".ring,.sign{fill:none;stroke-linecap:round;stroke-linejoin:round}.ring{stroke-width:2}.sign{stroke-width:3}"
        ".card{fill:#fff;stroke:#d5d2ca}.said{fill:#17191c}.small{fill:#565c63}"
        f".word{{fill:{light}}}.ring,.sign{{stroke:{light}}}"
        "@media (prefers-color-scheme:dark){"
        ".card{fill:#1d2024;stroke:#3a3f45}.said{fill:#eceae5}.small{fill:#a9afb6}"
        f".word{{fill:{dark}}}.ring,.sign{{stroke:{dark}}}}}"
    )


def _clean(text: str) -> str:
    return _NOT_SHOWN.sub("", " ".join(text.split()))
