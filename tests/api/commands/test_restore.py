import gzip
from pathlib import Path

from tests.api.commands.conftest import Facelex


def test_backup_comes_back(facelex: Facelex, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("<x:a> <x:p> 1, 2 .")
    (tmp_path / "two.ttl").write_text("<x:b> <x:p> 3 .")
    data, backup = ("--data", str(tmp_path / "data")), str(tmp_path / "own.nq.gz")
    facelex("load", *data, str(tmp_path / "one.ttl"))
    assert facelex("backup", *data, "-o", backup).status == 0
    facelex("load", *data, str(tmp_path / "two.ttl"))
    run = facelex("restore", *data, backup)
    assert run.status == 0
    assert "restored 2 quads" in run.err
    assert facelex("backup", *data, "-o", str(tmp_path / "again")).status == 0
    assert (tmp_path / "again").read_bytes() == Path(backup).read_bytes()


def test_nothing_to_back_up_is_told_and_leaves_no_file(facelex: Facelex, tmp_path: Path) -> None:
    run = facelex("backup", "--data", str(tmp_path), "-o", str(tmp_path / "own.nq.gz"))
    assert run.status == 2
    assert "nobody has data of their own" in run.err
    assert not (tmp_path / "own.nq.gz").exists()


def test_damaged_backup_changes_nothing(facelex: Facelex, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("<x:a> <x:p> 1, 2 .")
    data = ("--data", str(tmp_path / "data"))
    facelex("load", *data, str(tmp_path / "one.ttl"))
    (tmp_path / "bad.nq.gz").write_bytes(gzip.compress(b"<x:a> <x:b> <x:c> .\n" * 99)[:-9])
    run = facelex("restore", *data, str(tmp_path / "bad.nq.gz"))
    assert run.status == 2
    assert "bad.nq.gz cannot be read" in run.err
    assert facelex("backup", *data, "-o", str(tmp_path / "own.nq.gz")).err.startswith("backed up 2 quads")
