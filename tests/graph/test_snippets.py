import pytest

from graph.snippets import LONGEST, snippet_of

LONG = "Before " + "word " * 60 + "the São Paulo metro " + "after " * 60


def marked(text: str, *words: str) -> tuple[str, list[str]]:
    found = snippet_of(text, words)
    return found.text, [found.text[begin:end] for begin, end in found.marks]


def test_short_text_is_its_own_snippet() -> None:
    assert marked("Ville de Québec", "quebec") == ("Ville de Québec", ["Québec"])
    assert marked("Ville de Québec") == ("Ville de Québec", [])
    assert marked("") == ("", [])


def test_long_text_is_cut_around_the_first_match_at_words() -> None:
    text, marks = marked(LONG, "paulo", "sao")
    assert marks == ["São", "Paulo"]
    assert text.startswith("...word ")
    assert text.endswith("after...")
    assert len(text) <= LONGEST + 6


def test_long_text_without_a_match_shows_its_beginning() -> None:
    text, marks = marked(LONG, "nothing")
    assert text.startswith("Before word")
    assert not marks


def test_match_at_the_very_end_is_shown() -> None:
    assert marked("x " * 300 + "end", "end")[1] == ["end"]


@pytest.mark.parametrize("text", ["x" * 1000, "ﬁ" * 400, "İ" * 500, "<mark>" * 100, "e\u0301 " * 200])
def test_marks_lie_in_the_snippet_whatever_the_text(text: str) -> None:
    found = snippet_of(text, {"x" * 1000, "fi" * 400, "mark", "e", "i̇" * 500})
    assert all(0 <= begin < end <= len(found.text) for begin, end in found.marks)
    assert len(found.text) <= LONGEST + 6
