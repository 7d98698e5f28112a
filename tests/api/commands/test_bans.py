import csv
import io
import json

from graph.bans import COLUMNS
from tests.api.commands.conftest import Facelex

BOSTON = "rule/us-ma-boston-16-62-2020--ban"


def test_bans_are_listed_with_law_and_period(facelex: Facelex) -> None:
    run = facelex("bans", "Boston", "--on", "2021-01-01", "--own")
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("Prohibitions in force in Boston on 1 January 2021: 1\n")
    assert "City of Boston Code 16-62" in run.out
    assert "since 30 June 2020" in run.out


def test_programs_get_the_same_rows_as_json_and_csv(facelex: Facelex) -> None:
    question = ("bans", "us-ma-boston", "--on", "2021-01-01")
    listed = json.loads(facelex(*question, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(facelex(*question, "--format", "csv").out)))
    assert BOSTON in [ban["id"] for ban in listed["bans"]]
    assert [row["id"] for row in rows] == [ban["id"] for ban in listed["bans"]]
    assert tuple(rows[0]) == COLUMNS


def test_none_known_is_said_not_to_be_a_permission(facelex: Facelex) -> None:
    run = facelex("bans", "us-ma-boston", "--on", "1999-01-01", "--own", "--format", "csv")
    assert run.out.strip() == ",".join(COLUMNS)
    assert "not permission" in run.err
