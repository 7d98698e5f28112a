from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest

from viz.badge import WIDTH, Badge, badge_svg
from viz.text_width import width_of

NS = "{http://www.w3.org/2000/svg}"
CARD = Badge(
    "prohibited",
    "Prohibited",
    "Face recognition by municipal police: use",
    "Oakland, California, United States",
    "As of 25 November 2026",
    "Last confirmed 1 July 2026",
    "Not legal advice.",
)
NASTY = "</text><script>alert(1)</script> & \x00\x07\ud800 \u202eevil " + "W" * 400


@pytest.mark.parametrize("verdict", ["prohibited", "conditional", "authorised", "no-rule-known"])
def test_card_says_in_words_all_that_it_shows(verdict: str) -> None:
    root = fromstring(badge_svg(replace(CARD, verdict=verdict)))
    shown = " ".join(line.text or "" for line in root.iter(f"{NS}text"))
    for said in (CARD.word, CARD.question, CARD.place, CARD.on, CARD.confirmed, CARD.note):
        assert said in shown
        assert said in (root.findtext(f"{NS}desc") or "")
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{NS}title") == CARD.title


def test_signs_differ_without_colour() -> None:
    words = ["prohibited", "conditional", "authorised", "no-rule-known"]
    cards = [fromstring(badge_svg(replace(CARD, verdict=word))) for word in words]
    assert len({card.find(f"{NS}path").get("d") for card in cards}) == 4  # type: ignore[union-attr]


def test_card_needs_no_script_font_or_host() -> None:
    data = badge_svg(CARD).decode().replace("http://www.w3.org/2000/svg", "")
    for word in ("http", "<script", "url(", "@import", "@font-face", "href", "<image", "foreignObject"):
        assert word not in data
    assert "prefers-color-scheme:dark" in data


def test_names_cannot_break_out_of_the_card() -> None:
    root = fromstring(badge_svg(replace(CARD, place=NASTY, question=NASTY)))
    assert {child.tag.removeprefix(NS) for child in root.iter()} == {
        "svg",
        "title",
        "desc",
        "style",
        "rect",
        "circle",
        "path",
        "text",
    }
    assert "\u202e" not in "".join(root.itertext())


@pytest.mark.parametrize("name", ["W" * 400, "a " * 300, "顔認識" * 100, "Ł" * 90])
def test_long_names_stay_inside_the_card(name: str) -> None:
    root = fromstring(badge_svg(replace(CARD, place=name, question=name, confirmed=name)))
    sizes = {"word": 20, "said": 13, "small": 11}
    lines = list(root.iter(f"{NS}text"))
    for line in lines:
        width = width_of(line.text or "", sizes[line.get("class", "")])
        assert int(line.get("x", "")) + width < WIDTH
        assert int(line.get("y", "")) < int(root.get("height", ""))
    assert len(lines) <= 13
    assert " ".join(name.split()) in (root.findtext(f"{NS}desc") or "")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("verdict", ["prohibited", "conditional", "authorised", "no-rule-known"])
def test_words_stand_out_from_their_ground_by_day_and_night(verdict: str) -> None:
    style = fromstring(badge_svg(replace(CARD, verdict=verdict))).findtext(f"{NS}style") or ""
    light, _, dark = style.partition("@media")
    for part, ground in ((light, "#ffffff"), (dark, "#1d2024")):
        for kind in (".word", ".said", ".small"):
            colour = part.rpartition(f"{kind}{{fill:")[2][:7]
            brighter, darker = sorted((luminance(colour), luminance(ground)), reverse=True)
            assert (brighter + 0.05) / (darker + 0.05) >= 4.5, (kind, colour)
