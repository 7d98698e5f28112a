import csv
import io
import json
from pathlib import Path

import pytest

from tests.api.commands.conftest import Facelex

QUESTIONS = "note,place,actor,on\nmine,San Francisco,police,2024-06-01\n"


def test_csv_comes_out_with_answers(facelex: Facelex, tmp_path: Path) -> None:
    file = tmp_path / "questions.csv"
    file.write_text(QUESTIONS, encoding="utf-8")
    run = facelex("batch", str(file))
    assert (run.status, run.err) == (0, "")
    (row,) = csv.DictReader(io.StringIO(run.out))
    assert (row["note"], row["verdict"]) == ("mine", "prohibited")
    assert row["link"].startswith("/check?place=us-ca-san-francisco&")


def test_json_is_known_by_its_beginning_and_a_row_without_answer_is_a_finding(
    facelex: Facelex, tmp_path: Path
) -> None:
    file, out = tmp_path / "questions", tmp_path / "answers.json"
    file.write_text('[{"place": "fr", "actor": "police"}, {"place": "Atlantis", "actor": "police"}]')
    run = facelex("batch", str(file), "--on", "2024-06-01", "-o", str(out))
    assert (run.status, run.out) == (1, "")
    assert "1 of 2 rows have no answer" in run.err
    first, second = json.loads(out.read_text(encoding="utf-8"))
    assert (first["on"], first["error"]) == ("2024-06-01", None)
    assert second["error"] == "unknown-place"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"place;actor\n", "the header lacks place, actor"),
        (b"\xff", "is not UTF-8"),
        (b"[{]", "not a JSON list of questions at line 1"),
    ],
)
def test_file_that_cannot_be_read_is_wrong_use(
    facelex: Facelex, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "questions"
    file.write_bytes(content)
    run = facelex("batch", str(file))
    assert (run.status, run.out) == (2, "")
    assert said in run.err


def test_file_that_is_not_there_is_wrong_use(facelex: Facelex, tmp_path: Path) -> None:
    assert facelex("batch", str(tmp_path / "nothing.csv")).status == 2
