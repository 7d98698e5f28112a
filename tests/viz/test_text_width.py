import pytest

from viz.text_width import DOTS, fitted, width_of

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def test_wide_text_is_wider_than_narrow_text() -> None:
    assert width_of("WWWW", 10) > width_of("wait", 10) > width_of("till", 10)
    assert width_of("顔認識", 10) > width_of("abc", 10)
    assert width_of("e\u0301", 10) == width_of("e", 10)
    assert width_of("word", 20) == 2 * width_of("word", 10)


@pytest.mark.parametrize(
    "text", ["", "short", "a b c " * 50, LONG * 3, f"The place {LONG} in Wales", "顔認識" * 60]
)
@pytest.mark.parametrize("most", [1, 2, 3])
def test_every_line_fits_and_there_are_no_more_than_allowed(text: str, most: int) -> None:
    lines = fitted(text, 13, 200, most)
    assert len(lines) <= most
    assert all(width_of(line, 13) <= 200 for line in lines)
    assert all(line and line == line.strip() for line in lines)


def test_text_is_broken_between_words() -> None:
    assert fitted("one two three four", 10, width_of("one two", 10) + 1, 3) == ["one two", "three", "four"]


def test_text_that_does_not_fit_ends_in_dots_and_one_that_fits_does_not() -> None:
    (line,) = fitted("San Francisco, California, United States", 13, 120, 1)
    assert line.startswith("San Franc")
    assert line.endswith(DOTS)
    assert fitted("Oakland", 13, 120, 1) == ["Oakland"]
    assert "".join(fitted(LONG, 13, 200, 9)) == LONG
