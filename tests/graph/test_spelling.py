import pytest

from graph.spelling import Speller, is_slip


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("polce", "police", True),
        ("pollice", "police", True),
        ("poilce", "police", True),
        ("polize", "police", True),
        ("police", "police", False),
        ("olice", "police", False),
        ("policemen", "police", False),
        ("plcoie", "police", False),
        ("", "a", False),
    ],
)
def test_slip_is_one_letter_or_two_that_changed_places(word: str, other: str, expected: bool) -> None:
    assert is_slip(word, other) == expected


SPELLER = Speller({"police", "stores", "store", "shops"}, {"required"}, {"polace"}, {"in"})


@pytest.mark.parametrize(
    ("words", "right", "count"),
    [
        (["the", "polce"], ["the", "police"], 1),
        (["stored"], ["stored"], 0),
        (["polace"], ["polace"], 0),
        (["in", "polce"], ["in", "polce"], 0),
        (["require"], ["required"], 0),
        (["cops"], ["cops"], 0),
    ],
)
def test_slips_are_put_right_and_said_and_other_words_left(
    words: list[str], right: list[str], count: int
) -> None:
    found, remarks = SPELLER.put_right(words)
    assert found == right
    assert len(remarks) == count
