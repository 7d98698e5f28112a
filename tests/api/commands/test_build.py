import json
from pathlib import Path

from tests.api.commands.conftest import Facelex


def test_build_says_what_it_made(facelex: Facelex, tmp_path: Path) -> None:
    run = facelex("build", "--data", str(tmp_path))
    made = facelex("build", "--data", str(tmp_path / "again"), "--format", "json")
    report = json.loads(made.out)
    assert run.status == made.status == 0
    assert f"{report['records']} records, {report['quads']} quads, {report['data_version']}" in run.out
    assert (tmp_path / "dataset.nq").read_bytes() == Path(report["file"]).read_bytes()


def test_wrong_record_is_told_by_file_and_line(facelex: Facelex, tmp_path: Path) -> None:
    folder = tmp_path / "records" / "law"
    folder.mkdir(parents=True)
    (folder / "x.yaml").write_text("id: law/x\ntype: Law\nname: X\nname: Y\nname2: Z\n", encoding="utf-8")
    run = facelex("build", "--data", str(tmp_path / "data"), "--records", str(tmp_path / "records"))
    assert (run.status, run.out) == (2, "")
    assert f"{folder / 'x.yaml'}:4: " in run.err
    assert "Traceback" not in run.err


def test_folder_that_cannot_be_written_is_told(facelex: Facelex) -> None:
    run = facelex("build", "--data", "/proc/nowhere")
    assert run.status == 2
    assert "FACELEX_DATA" in run.err
