"""The tokens of the stylesheet: text can be read on its ground, in light and dark."""

import re

import pytest

from api.pages import STATIC

CSS = (STATIC / "facelex.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    CSS.split("@media (prefers-color-scheme: dark)")[0],
    CSS.split("@media (prefers-color-scheme: dark)")[1],
)
WORDS = ("prohibited", "conditional", "authorised", "no-rule-known", "not-researched")
PAIRS = [
    *((text, ground) for text in ("ink", "quiet", "link") for ground in ("paper", "card", "sunk")),
    *((word, ground) for word in WORDS for ground in ("paper", "card", f"{word}-wash")),
    *(("quiet", f"{word}-wash") for word in WORDS),
    ("doubt", "paper"),
    ("stricter", "paper"),
    ("looser", "paper"),
]


def tokens(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", text):
        found.setdefault(name, value)
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(mode: str, text: str, ground: str) -> None:
    found = tokens(mode)
    assert contrast(found[text], found[ground]) >= 4.5, (text, ground)


def test_sheets_name_no_foreign_host_and_no_imports() -> None:
    for sheet in STATIC.glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "http" not in text.replace('href^="http"', ""), sheet
        assert "@import" not in text
