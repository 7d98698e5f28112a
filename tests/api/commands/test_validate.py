import json
from pathlib import Path

import pytest

from api.commands import validate
from graph.load import RECORDS
from graph.validate import Finding
from tests.api.commands.conftest import Facelex

BIPA = RECORDS / "law" / "us-il" / "us-il-bipa-2008.yaml"
DOUBT = Finding("x.yaml", 3, "warning", "may be wrong", "look again", "")
FAULT = Finding("x.yaml", 4, "error", "is wrong", "correct it", "")


def test_good_record_has_no_findings(facelex: Facelex) -> None:
    run = facelex("validate", str(BIPA))
    assert (run.status, run.out) == (0, "")
    assert "0 error(s)" in run.err


def test_wrong_record_is_a_finding_with_file_line_and_remedy(facelex: Facelex, tmp_path: Path) -> None:
    path = tmp_path / "law" / "us-il-bipa-2008.yaml"
    path.parent.mkdir()
    text = BIPA.read_text(encoding="utf-8").replace("kind: statute", "kind: statue", 1)
    path.write_text(text, encoding="utf-8")
    run = facelex("validate", str(path))
    line = text.splitlines().index("kind: statue") + 1
    assert run.status == 1
    assert f"{path}:{line}: error: " in run.out
    assert "did you mean `statute`?" in run.out


@pytest.mark.parametrize(
    ("findings", "words", "status"),
    [([], (), 0), ([DOUBT], (), 0), ([DOUBT], ("--strict",), 1), ([DOUBT, FAULT], (), 1)],
)
def test_status_is_1_for_errors_and_if_wished_for_warnings(
    facelex: Facelex,
    monkeypatch: pytest.MonkeyPatch,
    findings: list[Finding],
    words: tuple[str, ...],
    status: int,
) -> None:
    monkeypatch.setattr(validate, "validate", lambda paths, progress: findings)
    assert facelex("validate", *words).status == status
    listed = json.loads(facelex("validate", "--format", "json").out)
    assert [found["line"] for found in listed] == [finding.line for finding in findings]


def test_fix_puts_a_file_into_canonical_form(
    facelex: Facelex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validate, "validate", lambda paths, progress: [])
    path = tmp_path / "x.yaml"
    path.write_text("name: X\nid: law/x\n", encoding="utf-8")
    run = facelex("validate", "--fix", str(path))
    assert f"rewrote {path}" in run.err
    assert path.read_text(encoding="utf-8") == "id: law/x\nname: X\n"


def test_missing_file_is_wrong_use(facelex: Facelex) -> None:
    run = facelex("validate", "nowhere.yaml")
    assert (run.status, run.out) == (2, "")
    assert "nowhere.yaml does not exist" in run.err
