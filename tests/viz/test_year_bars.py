from xml.etree.ElementTree import fromstring

from viz.year_bars import HEIGHT, year_bars


def test_highest_bar_is_of_the_largest_number_and_the_last_year_is_named() -> None:
    root = fromstring(year_bars([(2008 + number, number) for number in range(19)]))
    heights = [float(box.get("height", "")) for box in root.iter("rect")]
    assert heights == sorted(heights)
    assert heights[0] == 0
    assert heights[-1] < HEIGHT
    assert "2026" in [text.text for text in root.iter("text")]


def test_no_years_give_an_empty_picture() -> None:
    assert not list(fromstring(year_bars([])))
