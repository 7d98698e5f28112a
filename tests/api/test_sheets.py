import csv
import io
import json
from collections.abc import Iterable, Mapping

import pytest

from api.sheets import OURS, Sheet, count_rows, open_sheet, written
from graph.many import Outcome
from schema.errors import BadQuestion, BadTable, MissingColumns


def refused(questions: Iterable[Mapping[str, object]]) -> list[Outcome]:
    return [Outcome(None, BadQuestion(f"no {question.get('place')}")) for question in questions]


def through(sheet: Sheet, size: int = 2) -> str:
    return "".join(text for text, _ in written(sheet, refused, "", size))


def cells(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_json_rows_keep_what_they_had_and_get_their_outcome() -> None:
    given = [{"place": str(number), "actor": "a", "more": [number, {"x": None}]} for number in range(5)]
    sheet = open_sheet(json.dumps(given), "json")
    assert count_rows(sheet) == 5
    found = json.loads(through(sheet))
    assert [{**was, **one} for was, one in zip(given, found, strict=True)] == found
    assert [one["error_detail"] for one in found] == [f"row {n + 1}: no {n}" for n in range(5)]
    assert {one["error"] for one in found} == {"bad-question"}


def test_empty_list_is_a_list() -> None:
    assert json.loads(through(open_sheet(" [ ] ", "json"))) == []


def test_member_that_is_no_object_is_one_wrong_row() -> None:
    first, second = json.loads(through(open_sheet('[3, {"place": "x"}]', "json")))
    assert first["given"] == 3
    assert first["error_detail"].startswith("row 1: not an object")
    assert second["error_detail"] == "row 2: no x"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ('{"place": "x"}', 1, 1),
        ('[{"place": "x"}', 1, 16),
        ('[{"place": "x"},', 1, 17),
        ('[{"place": "x"},]', 1, 17),
        ('[{"place": "x"}]\n x', 1, 17),
        ('[{"place": "x"}\n {"place": "x"}]', 2, 2),
        ('[{"place": x}]', 1, 12),
        ('[{"place": NaN}]', 1, 2),
        ('[{"place": 1e999}]', 1, 2),
        ('[{"place": ' + "9" * 5000 + "}]", 1, 2),
        ("[" * 5000, 1, 2),
        ('[{"place": "\n"}]', 1, 13),
    ],
)
def test_what_is_no_json_list_is_refused_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(BadTable) as refused:
        count_rows(open_sheet(text, "json"))
    assert (refused.value.line, refused.value.column) == (line, column)


def test_list_of_endless_parts_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadTable, match="in parts"):
        count_rows(open_sheet("[" + "[]," * 300_000 + "[]]", "json"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place,actor" + ",x" * 600_000, "in parts"),
        ("place,actor\n" + "," * 600_000, "in parts"),
        ("place,actor" + "".join(f",x{n}" for n in range(199)), "at most 200"),
    ],
)
def test_csv_of_endless_cells_is_refused_before_it_is_read(text: str, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        open_sheet(text, "csv")


def test_rows_are_counted_up_to_the_bound_and_one_more() -> None:
    assert count_rows(open_sheet("[1,1,1,1]", "json"), 2) == 3


def test_csv_columns_stand_in_any_order_and_others_pass_through() -> None:
    text = "\ufeff Actor ,Extra,PLACE,\r\na,ä,one,\r\n\r\nb\r\n"
    sheet = open_sheet(text, "csv")
    assert count_rows(sheet) == 2
    out = through(sheet)
    assert out.startswith("\ufeffactor,Extra,place,,activity,setting,on,verdict,")
    first, second = cells(out.removeprefix("\ufeff"))
    assert (first["actor"], first["Extra"], first["place"]) == ("a", "ä", "one")
    assert first["error_detail"] == "row 2: no one"
    assert second["error_detail"] == "row 4: no "


def test_csv_row_with_too_many_cells_is_one_wrong_row() -> None:
    first, second = cells(through(open_sheet("place,actor\na,b,c\nd,e\n", "csv")))
    assert "row 2: it has 3 cells, and the header 2" in first["error_detail"]
    assert second["error_detail"] == "row 3: no d"


def test_answers_may_be_sent_again() -> None:
    once = through(open_sheet("place,actor,note\na,b,=1+1\n", "csv"))
    again = through(open_sheet(once, "csv"))
    assert again == once


def test_text_that_a_spreadsheet_would_run_is_made_harmless_and_a_number_stays() -> None:
    given = "place,actor,note\n" + "".join(
        f'"{text}",b,"{text}"\n' for text in ("=1+1", "@x", "-5.5", "-5-5")
    )
    found = cells(through(open_sheet(given, "csv")))
    assert [row["note"] for row in found] == ["'=1+1", "'@x", "-5.5", "'-5-5"]
    assert [row["place"] for row in found] == ["'=1+1", "'@x", "-5.5", "'-5-5"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", ("place", "actor")),
        ("place,who\n", ("actor",)),
        ("place;actor\n", ("place", "actor")),
        ("\nplace,actor\n", ("place", "actor")),
    ],
)
def test_header_that_lacks_columns_is_refused_with_those(text: str, missing: tuple[str, ...]) -> None:
    with pytest.raises(MissingColumns) as refused:
        open_sheet(text, "csv")
    assert refused.value.missing == missing
    assert ("commas" in refused.value.message) == (";" in text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place,actor,x,X\n", "'x' more than once"),
        ('place,actor\na,"b', "row 2"),
        ('place,actor\na,b\nc,"d"e\n', "row 3"),
        ("place,actor\na," + "b" * 200_000, "row 2"),
    ],
)
def test_what_is_no_csv_is_refused_with_its_row(text: str, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        count_rows(open_sheet(text, "csv"))


def test_header_alone_gives_a_header() -> None:
    assert through(open_sheet("place,actor\n", "csv")).strip().split(",")[-len(OURS) :] == list(OURS)
