from datetime import date
from xml.etree.ElementTree import fromstring

from schema.periods import PartialDate
from viz.date_line import WIDTH, date_line

DATES = [PartialDate(text) for text in ("2017", "2020-05-01", "2020-05-02", "2020-05", "2027-01-01")]


def dots(*texts: str) -> list[tuple[str, float, float]]:
    root = fromstring(date_line([PartialDate(text) for text in texts], date(2026, 11, 25)))
    return [
        (dot.get("class", ""), float(dot.get("cx", "")), float(dot.get("cy", "")))
        for dot in root.iter("circle")
    ]


def test_every_date_has_a_dot_of_its_own_within_the_picture() -> None:
    root = fromstring(date_line(DATES, date(2026, 11, 25)))
    height = float(root.get("viewBox", "").split()[3])
    places = {(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in root.iter("circle")}
    assert len(places) == len(DATES)
    assert all(0 < x < WIDTH and 0 < y < height for x, y in places)


def test_dots_of_later_dates_stand_further_right() -> None:
    across = [x for _, x, _ in dots("2010-01-01", "2014-07-01", "2026-12-31")]
    assert across == sorted(across)
    assert len(set(across)) == 3


def test_dates_of_a_year_are_rings_and_dates_to_come_are_paler() -> None:
    assert [said for said, _, _ in dots("2017", "2020-05", "2027-01-01")] == [
        "dot about",
        "dot",
        "dot coming",
    ]


def test_one_year_alone_is_drawn_from_its_start_to_its_end() -> None:
    root = fromstring(date_line([PartialDate("2020-06")], date(2026, 11, 25)))
    assert [text.text for text in root.iter("text")] == ["2020", "2021"]
    assert "style" not in date_line(DATES, date(2026, 11, 25))
