"""Lists of questions as people send them, JSON or CSV: read row by row, and written back with the answers.

A list is read twice: once to find what is wrong with all of it before an answer begins, and again as the
answers go out. So no more is in memory than the text and the rows that are at hand.
"""

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from api.formats import csv_row
from api.problems import describe
from graph.answer import Answer
from graph.many import ANSWERED, NEEDED, PARTS, Outcome, summary_of
from schema.errors import BadQuestion, BadTable, FacelexError, MissingColumns

OURS: Final = (*ANSWERED, "link", "error", "error_detail")
"""What each row gets beside what it had."""

_BOM: Final = "\ufeff"
_SPACE: Final = re.compile(r"[ \t\n\r]*")
MOST_COLUMNS: Final = 200
_MOST_PARTS: Final = 500_000
"""Commas and brackets of a list; it bounds the work of reading a single row."""


@dataclass(frozen=True)
class Row:
    """One row: its number as its reader counts, its question, all that it had, and why it is none, if so."""

    number: int
    question: Mapping[str, object]
    given: Any
    error: BadQuestion | None = None


class Sheet(Protocol):
    """A list of questions, and how its answers are written."""

    def rows(self) -> Iterator[Row]:
        """Its rows in order; BadTable where they cannot be read on."""

    def begin(self) -> str:
        """What stands before the answers."""

    def write(self, row: Row, result: Mapping[str, object], is_first: bool) -> str:
        """A row with what came of it."""

    def end(self) -> str:
        """What stands after the answers."""


def open_sheet(text: str, format: str) -> Sheet:
    """A list in a format, "json" or "csv". MissingColumns when the header of a CSV lacks one."""
    return CsvSheet(text) if format == "csv" else JsonSheet(text.removeprefix(_BOM))


def count_rows(sheet: Sheet, most: int | None = None) -> int:
    """How many rows a list has, but not beyond one more than `most`; BadTable when it cannot be read."""
    return sum(1 for _ in islice(sheet.rows(), None if most is None else most + 1))


Answering = Callable[[Iterable[Mapping[str, object]]], Iterable[Outcome]]


def written(sheet: Sheet, answering: Answering, base: str, size: int) -> Iterator[tuple[str, int]]:
    """The list with its answers, in pieces of so many rows; beside each piece, how many of it are errors.

    `answering` gives the outcomes of questions; links begin with `base`.
    """
    yield sheet.begin(), 0
    rows, is_first = sheet.rows(), True
    while piece := list(islice(rows, size)):
        outcomes = iter(answering([row.question for row in piece if not row.error]))
        texts, errors = [], 0
        for row in piece:
            outcome = Outcome(None, row.error) if row.error else next(outcomes)
            errors += outcome.answer is None
            texts.append(sheet.write(row, _result(row, outcome, base), is_first))
            is_first = False
        yield "".join(texts), errors
    yield sheet.end(), 0


def link_to(answer: Answer, base: str = "") -> str:
    """The address of an answer's page."""
    question = answer.question
    asked = {
        "place": question.place.slug,
        "actor": question.actor_asked,
        "activity": question.activity,
        **({"setting": question.setting} if question.setting else {}),
        "on": question.day.isoformat(),
    }
    return f"{base}/check?{urlencode(asked)}"


def _result(row: Row, outcome: Outcome, base: str) -> dict[str, object]:
    """What a row gets; parts that were left out become what they were taken for."""
    if answer := outcome.answer:
        question = answer.question
        taken = {"activity": question.activity, "setting": question.setting, "on": question.day.isoformat()}
        return {
            **{part: value for part, value in taken.items() if not row.question.get(part)},
            **summary_of(answer),
            "link": link_to(answer, base),
            "error": None,
            "error_detail": None,
        }
    error: FacelexError = outcome.error or BadQuestion("not answered")
    said = f"row {row.number}: {error.message}"
    return {**dict.fromkeys(ANSWERED), "link": None, "error": describe(error)[1], "error_detail": said}


class JsonSheet:
    """A JSON list of objects; rows count from 1."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite)

    def rows(self) -> Iterator[Row]:
        """Each member of the list; one that is no object is a row that is wrong."""
        _refuse_endless(self._text, ",[{")
        for number, found in enumerate(self._members(), start=1):
            if isinstance(found, dict):
                yield Row(number, found, found)
            else:
                wrong = BadQuestion('not an object; write {"place": "US-CA", "actor": "police"}')
                yield Row(number, {}, {"given": found}, wrong)

    def begin(self) -> str:
        """The bracket that opens the list."""
        return "["

    def write(self, row: Row, result: Mapping[str, object], is_first: bool) -> str:
        """An object on a line of its own."""
        both = json.dumps({**row.given, **result}, ensure_ascii=False)
        return f"\n{both}" if is_first else f",\n{both}"

    def end(self) -> str:
        """The bracket that closes the list."""
        return "\n]\n"

    def _members(self) -> Iterator[object]:
        at = self._skip(self._after(self._skip(0), "[", "a list begins with ["))
        if self._text[at : at + 1] == "]":
            at += 1
        else:
            while True:
                found, at = self._decoded(at)
                yield found
                at = self._skip(at)
                if self._text[at : at + 1] != ",":
                    break
                at = self._skip(at + 1)
            at = self._after(at, "]", "a comma or ] follows a member")
        if self._skip(at) != len(self._text):
            raise self._wrong(at, "nothing follows the list")

    def _decoded(self, at: int) -> tuple[object, int]:
        try:
            return self._decoder.raw_decode(self._text, at)
        except json.JSONDecodeError as error:
            raise self._wrong(error.pos, error.msg) from error
        except RecursionError as error:
            raise self._wrong(at, "it is nested too deep") from error
        except ValueError as error:  # a number that is none, or endless
            raise self._wrong(at, str(error)) from error

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _after(self, at: int, mark: str, said: str) -> int:
        if self._text[at : at + 1] != mark:
            raise self._wrong(at, said)
        return at + 1

    def _wrong(self, at: int, said: str) -> BadTable:
        line = self._text.count("\n", 0, at) + 1
        column = at - self._text.rfind("\n", 0, at)
        example = '[{"place": "US-CA", "actor": "police"}]'
        return BadTable(
            f"not a JSON list of questions at line {line}, column {column}: {said}; for example {example}",
            line,
            column,
        )


class CsvSheet:
    """A CSV with a header (RFC 4180); rows count from 1 with the header, as in a spreadsheet."""

    def __init__(self, text: str) -> None:
        self._mark = _BOM if text.startswith(_BOM) else ""
        self._text = text.removeprefix(_BOM)
        _refuse_endless(self._text, ",")
        first = next(self._records(), (1, []))[1]
        if len(first) > MOST_COLUMNS:
            raise BadTable(f"the header has {len(first)} columns; send at most {MOST_COLUMNS}", 1)
        self._columns = [name.strip().lower() for name in first]
        if missing := [name for name in NEEDED if name not in self._columns]:
            raise MissingColumns(missing, PARTS, first)
        if twice := sorted({name for name in self._columns if name and self._columns.count(name) > 1}):
            raise BadTable(f"the header has {', '.join(map(repr, twice[:10]))} more than once", 1)
        self._header = [
            name if name in (*PARTS, *OURS) else given
            for name, given in zip(self._columns, first, strict=True)
        ]
        self._added = [name for name in (*PARTS, *OURS) if name not in self._columns]
        self._places = {name: at for at, name in enumerate(self._columns) if name in PARTS}

    def rows(self) -> Iterator[Row]:
        """Each line of cells; empty lines are none."""
        records = self._records()
        next(records, None)
        width = len(self._header)
        for number, cells in records:
            if not cells:
                continue
            wrong = None
            if len(cells) > width:
                wrong = BadQuestion(
                    f"it has {len(cells)} cells, and the header {width}; put texts with commas in quotes"
                )
            cells = [*cells[:width], *[""] * (width - len(cells))]
            yield Row(number, {name: cells[at] for name, at in self._places.items()}, cells, wrong)

    def begin(self) -> str:
        """The header."""
        return self._mark + csv_row([*self._header, *self._added])

    def write(self, row: Row, result: Mapping[str, object], is_first: bool) -> str:
        """A line of cells."""
        cells = [result.get(name, cell) for name, cell in zip(self._columns, row.given, strict=True)]
        return csv_row([*cells, *(result.get(name) for name in self._added)])

    def end(self) -> str:
        """Nothing."""
        return ""

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(io.StringIO(self._text, newline=""), strict=True)
        number = 0
        while True:
            number += 1
            try:
                yield number, next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                said = f"not CSV in row {number}, line {reader.line_num}: {error}"
                raise BadTable(
                    f"{said}; put texts with commas or quotes in quotes", reader.line_num
                ) from error


def _refuse_endless(text: str, marks: str) -> None:
    if sum(text.count(mark) for mark in marks) > _MOST_PARTS:
        raise BadTable(f"the list has more than {_MOST_PARTS} commas and brackets; send it in parts")


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number
