import pytest

from graph.bills import bills_in
from graph.engine import Engine
from graph.queries import load_query
from graph.search import LabelIndex
from graph.words import words_of


@pytest.fixture(scope="module")
def index(engine: Engine) -> LabelIndex:
    return LabelIndex(engine)


def keys(text: str) -> list[tuple[str, ...]]:
    return [bill.keys for bill in bills_in(words_of(text))]


@pytest.mark.parametrize(
    "text", ["S7944", "S 7944", "S.7944", "s07944", "S-7944", "S. No. 7944", "Senate, No. 7944"]
)
def test_letters_and_number_are_one_key_however_they_are_written(text: str) -> None:
    assert keys(text) == [("s7944",)]


@pytest.mark.parametrize("text", ["HB 1153", "H.B. 1153", "hb1153", "HB01153", "h.b.1153", "HB No. 1153"])
def test_house_bill_may_be_recorded_with_h_alone(text: str) -> None:
    assert keys(text) == [("hb1153", "h1153")]


def test_house_bill_in_full_may_be_one_of_congress() -> None:
    assert keys("House Bill No. 7520 of 2024") == [("hb7520", "h7520", "hr7520")]


def test_several_bills_are_named() -> None:
    assert keys("S.927, H.4359 and ESSB 6280") == [("s927",), ("h4359",), ("essb6280",)]


@pytest.mark.parametrize(
    "text", ["House Resolution 815", "Clause 12", "the police bill", "s", "2024", "rt 12"]
)
def test_other_words_name_no_bill(text: str) -> None:
    assert keys(text) == []


def _written(called: str) -> list[str]:
    """How people write a bill that is recorded as "SB 2400", "S7944" or "H.R. 8818"."""
    words = words_of(called)
    letters = "".join(words)[: -len("".join(words).lstrip("abcdefghijklmnopqrstuvwxyz"))].upper()
    number = "".join(words)[len(letters) :]
    dotted = "".join(f"{letter}." for letter in letters)
    return [
        *(f"{letters} {number}", f"{letters}{number}", f"{letters.lower()}{number}", f"{letters}-{number}"),
        *(f"{dotted} {number}", f"{dotted}{number}", f"{letters} No. {number}"),
        *(f"{letters}{int(number):05}", f"{letters.lower()} {int(number):05}"),
    ]


def test_every_bill_recorded_is_found_however_it_is_written(engine: Engine, index: LabelIndex) -> None:
    asked = 0
    for row in engine.select(load_query("search_labels")):
        if row["property"].endswith("billNumber"):
            law = "law/" + row["thing"].rpartition("/")[2]
            words = words_of(row["text"])
            for bill in bills_in(words):
                for written in _written(" ".join(words[bill.start : bill.end])):
                    asked += 1
                    assert law in [hit.id for hit in index.search(written, limit=5)], written
    assert asked > 1000


def test_bill_of_one_chamber_is_not_that_of_another(index: LabelIndex) -> None:
    assert [hit.id for hit in index.search("S 79")] == ["law/us-ny-s-5609-2025"]
    assert index.search("HB 98765") == []


def test_words_beside_a_bill_narrow_it(index: LabelIndex) -> None:
    assert index.search("senate bill 4 connecticut")[0].id == "law/us-ct-pa-26-64"


@pytest.mark.parametrize("text", ["AB 121", "ab121", "A.B. 121", "Assembly Bill No. 121"])
def test_bill_may_be_typed_but_half(index: LabelIndex, text: str) -> None:
    assert index.search(text)[0].id == "law/us-ca-ab-1215-2019"
    assert not any(hit.id.startswith("law/us-vt-h-121") for hit in index.search(text))


@pytest.mark.parametrize("text", ["H.R. 40", "HB 9999 Illinois", "Senate Bill 99999"])
def test_number_of_a_bill_that_is_not_recorded_is_no_other_number(index: LabelIndex, text: str) -> None:
    assert index.search(text) == []


@pytest.mark.parametrize("text", ["a 30 day notice", "FTC Act s 5", "house 12"])
def test_words_that_stand_before_other_numbers_are_words_too(index: LabelIndex, text: str) -> None:
    assert index.search(text)


def test_bill_in_a_summary_is_found_after_those_named_so(index: LabelIndex) -> None:
    found = [hit.id for hit in index.search("AB 1215")]
    assert found[0] == "law/us-ca-ab-1215-2019"
    assert "law/us-ca-sb-1038-2022" in found[1:]
