from datetime import date
from itertools import pairwise
from xml.etree.ElementTree import fromstring

from viz.answer_line import WIDTH, Band, answer_line

BANDS = [
    Band(date(2020, 1, 1), "no-rule-known", "No rule known"),
    Band(date(2021, 1, 1), "prohibited", "Prohibited", "stricter"),
    Band(date(2022, 7, 21), "conditional", "<b>", "looser"),
]


def test_bands_cover_the_whole_width_one_after_another() -> None:
    root = fromstring(answer_line(BANDS, date(2027, 1, 1), date(2026, 11, 25)))
    boxes = [(float(box.get("x", "")), float(box.get("width", ""))) for box in root.iter("rect")]
    assert boxes[0][0] == 0
    for (left, width), (after, _) in pairwise(boxes):
        assert abs(left + width - after) < 0.2
    assert abs(sum(boxes[-1]) - WIDTH) < 0.2


def test_stricter_and_looser_days_and_today_are_marked() -> None:
    text = answer_line(BANDS, date(2027, 1, 1), date(2026, 11, 25))
    assert text.count("change stricter") == 1
    assert text.count("change looser") == 1
    assert text.count('class="today"') == 1
    assert 'class="today"' not in answer_line(BANDS, date(2027, 1, 1), date(2030, 1, 1))


def test_words_are_escaped_and_nothing_is_styled_inline() -> None:
    text = answer_line(BANDS, date(2027, 1, 1), date(2026, 11, 25))
    assert "&lt;b&gt;" in text
    assert "style=" not in text
