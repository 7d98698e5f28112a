import gzip
import hashlib
import io
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.dumps import NAMES, Dumps
from graph.engine import Engine
from graph.export import export
from schema.vocabulary import ID, RECORD

SMALL = f'<{ID}law/x> <x:name> "Law" <{RECORD}law/x> .\n'


@pytest.fixture
def small() -> Engine:
    return Engine.from_text(SMALL)


@pytest.mark.parametrize("name", NAMES)
def test_file_is_what_export_writes(small: Engine, tmp_path: Path, name: str) -> None:
    out = io.BytesIO()
    export(small, name.split(".")[1], out)
    found = Dumps(lambda: small, "v", tmp_path).file(name)
    data = found.path.read_bytes()
    assert (found.size, found.sha256) == (len(data), hashlib.sha256(data).digest())
    assert (gzip.decompress(data) if name.endswith(".gz") else data) == out.getvalue()


def test_same_data_gives_the_same_bytes(small: Engine, tmp_path: Path) -> None:
    first = Dumps(lambda: small, "v", tmp_path / "a").checksums()
    assert Dumps(lambda: Engine.from_text(SMALL), "v", tmp_path / "b").checksums() == first


def test_checksums_are_checked_by_the_usual_command(small: Engine, tmp_path: Path) -> None:
    dumps = Dumps(lambda: small, "v", tmp_path)
    (tmp_path / "sums").write_bytes(dumps.checksums())
    command = ("sha256sum", "--check", "--strict", "../sums")
    run = subprocess.run(command, cwd=tmp_path / "v", capture_output=True, text=True, check=False)
    assert run.returncode == 0
    assert run.stdout.count(": OK\n") == len(NAMES) == 10


def test_file_is_made_once_and_again_when_it_is_gone(small: Engine, tmp_path: Path) -> None:
    asked: list[int] = []

    def source() -> Engine:
        asked.append(1)
        return small

    dumps = Dumps(source, "v", tmp_path)
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(dumps.file, ["dump.nq"] * 20))
    assert (len(found), len(asked)) == (1, 1)
    shutil.rmtree(tmp_path / "v")
    assert dumps.file("dump.nq").path.is_file()
    assert len(asked) == 2


def test_files_of_states_long_gone_are_deleted(small: Engine, tmp_path: Path) -> None:
    for version in ("one", "two", "three"):
        Dumps(lambda: small, version, tmp_path).file("dump.nq")
    assert len(list(tmp_path.iterdir())) == 2
    assert (tmp_path / "three" / "dump.nq").is_file()


def test_folder_that_cannot_be_written_is_replaced_by_a_temporary_one(small: Engine, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    dumps = Dumps(lambda: small, "v", blocked)
    found = dumps.file("dump.ttl")
    assert found.path.is_file()
    assert dumps.file("dump.nt").path.parent == found.path.parent
