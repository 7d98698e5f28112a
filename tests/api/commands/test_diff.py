import csv
import json
import shutil
from pathlib import Path

import pytest

from graph.load import RECORDS
from tests.api.commands.conftest import Facelex
from tests.graph.conftest import records as small_records

__all__ = ["small_records"]  # the fixture


@pytest.fixture
def records(small_records: Path) -> Path:
    """The small records; the rule has a summary, which answers need."""
    law = small_records / "law" / "us-ca" / "us-ca-oakland-2019.yaml"
    text = law.read_text(encoding="utf-8")
    law.write_text(text.replace("    end_kind:", "    summary: None.\n    end_kind:"), encoding="utf-8")
    return small_records


@pytest.fixture
def longer(records: Path, tmp_path: Path) -> Path:
    """The small records, but the ban ends a year later, and its law has a name with marks in it."""
    folder = tmp_path / "longer"
    shutil.copytree(records, folder)
    law = folder / "law" / "us-ca" / "us-ca-oakland-2019.yaml"
    text = law.read_text(encoding="utf-8").replace("until: '2021'", "until: '2022'")
    law.write_text(text.replace("Oakland ban", "Oakland *ban* <b>"), encoding="utf-8")
    return folder


def test_nothing_flips_in_the_same_data(facelex: Facelex, records: Path) -> None:
    run = facelex("diff", str(records), str(records))
    assert run.status == 0
    assert "Answers that flip: 0" in run.out


def test_flipped_answers_are_findings(facelex: Facelex, records: Path, longer: Path) -> None:
    run = facelex("diff", str(records), str(longer), "--on", "2021-06-01")
    assert run.status == 1
    assert "until: 2021 -> 2022" in run.out
    assert "No rule known -> Prohibited, from 1 January 2021 on, until 1 January 2022, today too" in run.out
    assert "by, after: ban, Oakland *ban* <b> (rule/us-ca-oakland-2019--ban)" in run.out
    assert "at Oakland (us-ca-oakland)" in run.out
    assert "answer(s) flip" in run.err


def test_change_that_flips_nothing_is_fine(facelex: Facelex, records: Path, longer: Path) -> None:
    law = longer / "law" / "us-ca" / "us-ca-oakland-2019.yaml"
    law.write_text(
        law.read_text(encoding="utf-8").replace("until: '2022'", "until: '2021'"), encoding="utf-8"
    )
    run = facelex("diff", str(records), str(longer))
    assert run.status == 0
    assert "Things: 0 added, 0 removed, 1 changed" in run.out
    assert "name: Oakland ban -> Oakland *ban* <b>" in run.out


def test_json_has_every_flip_by_itself(facelex: Facelex, records: Path, longer: Path) -> None:
    run = facelex("diff", str(records), str(longer), "--on", "2021-06-01", "--format", "json")
    found = json.loads(run.out)
    assert run.status == 1
    flip = next(
        one for one in found["flips"] if (one["actor"], one["activity"]) == ("municipal-police", "use")
    )
    assert flip == {
        "place": {"id": "jurisdiction/us-ca-oakland", "name": "Oakland"},
        "actor": "municipal-police",
        "activity": "use",
        "from": "2021-01-01",
        "until": "2022-01-01",
        "today": True,
        "of": "law",
        "before": "no-rule-known",
        "after": "prohibited",
        "rules_before": [],
        "rules_after": ["rule/us-ca-oakland-2019--ban"],
    }
    assert found["rules"] == {
        "rule/us-ca-oakland-2019--ban": {"effect": "ban", "law": "Oakland *ban* <b>", "provision": None}
    }
    assert found["asked"]["changed_rules"] == ["rule/us-ca-oakland-2019--ban"]
    assert found["asked"]["places"] == 1
    assert {thing["id"] for thing in found["things"]} == {
        "law/us-ca-oakland-2019",
        "rule/us-ca-oakland-2019--ban",
    }


def test_csv_has_a_row_for_each_change_and_flip(facelex: Facelex, records: Path, longer: Path) -> None:
    run = facelex("diff", str(records), str(longer), "--format", "csv")
    rows = list(csv.DictReader(run.out.splitlines()))
    assert {row["change"] for row in rows} == {"changed", "flip"}
    until = next(row for row in rows if row["field"] == "until")
    assert (until["before"], until["after"]) == ("2021", "2022")


def test_markdown_escapes_what_names_may_hold(facelex: Facelex, records: Path, longer: Path) -> None:
    out = facelex("diff", str(records), str(longer), "--format", "markdown").out
    assert "### Answers that flip" in out
    assert r"Oakland \*ban\* \<b\>" in out


@pytest.mark.parametrize("words", [("nowhere",), ("--", "--output=x"), (str(RECORDS), "no-such-revision")])
def test_state_that_does_not_exist_is_wrong_use(facelex: Facelex, words: tuple[str, ...]) -> None:
    run = facelex("diff", *words)
    assert (run.status, run.out) == (2, "")
    assert "there is no" in run.err


def test_data_that_speaks_of_unknown_things_is_unreadable_input(
    facelex: Facelex, data_folder: Path, tmp_path: Path
) -> None:
    effect = "<https://w3id.org/facelex/ns#effect> <https://w3id.org/facelex/ns#ban"
    text = (data_folder / "dataset.nq").read_text(encoding="utf-8")
    (tmp_path / "new.nq").write_text(text.replace(f"{effect}>", f"{effect}n>", 1), encoding="utf-8")
    run = facelex("diff", str(data_folder), str(tmp_path / "new.nq"))
    assert (run.status, run.out) == (2, "")
    assert "cannot read" in run.err


def test_place_that_is_gone_is_a_finding(facelex: Facelex, records: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.nq").write_text("", encoding="utf-8")
    run = facelex("diff", str(records), str(tmp_path / "empty.nq"))
    assert run.status == 1
    assert "Nothing can be asked any more about Oakland" in run.out
