import gzip
import io
import os
import subprocess
import tarfile
from pathlib import Path

import pytest

from graph.build import DATASET, build_dataset
from graph.revisions import _unpack, of_revision, open_state
from schema.errors import RecordErrors, StoreError


def git(at: Path, *words: str) -> None:
    person = {
        f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    subprocess.run(("git", "-C", str(at), *words), check=True, capture_output=True, env=os.environ | person)


@pytest.fixture
def repository(records: Path) -> Path:
    """The small records under git: a first revision, tagged `first`, and a second one."""
    git(records.parent, "init", "--quiet", "--initial-branch=main")
    git(records.parent, "add", "records")
    git(records.parent, "commit", "--quiet", "-m", "first")
    git(records.parent, "tag", "first")
    law = records / "law" / "us-ca" / "us-ca-oakland-2019.yaml"
    law.write_text(
        law.read_text(encoding="utf-8").replace("until: '2021'", "until: '2022'"), encoding="utf-8"
    )
    git(records.parent, "commit", "--quiet", "-am", "second")
    return records


def test_file_folder_and_records_name_the_same_data(records: Path, tmp_path: Path) -> None:
    version = build_dataset(records, tmp_path / "data").data_version
    dataset = tmp_path / "data" / DATASET
    packed = tmp_path / "copy.nq.gz"
    packed.write_bytes(gzip.compress(dataset.read_bytes()))
    for name in (dataset, tmp_path / "data", records, packed):
        assert open_state(str(name)).data_version == version


def test_git_revision_is_its_records_and_leaves_the_working_tree_alone(repository: Path) -> None:
    now = open_state(str(repository)).data_version
    assert of_revision("HEAD", records=repository).data_version == now
    assert of_revision("main", records=repository).data_version == now
    first = of_revision("first", records=repository).data_version
    assert first != now
    assert first == of_revision("HEAD~1", records=repository).data_version
    assert open_state(str(repository)).data_version == now


@pytest.mark.parametrize(
    "name",
    [
        "nowhere",
        "--output=x",
        "-h",
        "first..main",
        "HEAD:records",
        "",
        "a b",
        "x\n",
        ":/first",
        "HEAD^{tree}",
    ],
)
def test_what_names_no_commit_is_refused(repository: Path, name: str) -> None:
    with pytest.raises(StoreError, match="there is no file"):
        of_revision(name, records=repository)


def test_records_outside_any_repository_have_no_revisions(records: Path) -> None:
    with pytest.raises(StoreError, match="no file, folder or git revision"):
        of_revision("HEAD", records=records)


def test_revision_that_does_not_fit_the_schema_of_today_says_so(repository: Path) -> None:
    law = repository / "law" / "us-ca" / "us-ca-oakland-2019.yaml"
    law.write_text(
        law.read_text(encoding="utf-8").replace("kind: statute", "sort: statute"), encoding="utf-8"
    )
    git(repository, "commit", "--quiet", "-am", "third")
    with pytest.raises(StoreError, match=r"do not fit the schema of today .*us-ca-oakland-2019.yaml:\d+"):
        of_revision("HEAD", records=repository)
    with pytest.raises(RecordErrors):
        open_state(str(repository))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.ttl", b"", "is not a dataset"),
        ("x.nq", b"<a> b", "neither N-Quads nor TriG"),
        ("x.nq", b"\xff", "cannot be read"),
        ("x.nq.gz", b"no gzip", "cannot be read"),
    ],
)
def test_file_that_is_no_dataset_is_refused(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StoreError, match=says):
        open_state(str(path))


def test_folder_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds neither"):
        open_state(str(tmp_path))


def test_archive_writes_plain_files_below_its_folder_alone(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("a/b.yaml", "../outside.yaml", "/tmp/absolute.yaml"):
            member = tarfile.TarInfo(name)
            member.size = 1
            archive.addfile(member, io.BytesIO(b"x"))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    folder = tmp_path / "folder"
    folder.mkdir()
    _unpack(out.getvalue(), folder)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if not path.is_dir()] == [
        "folder/a/b.yaml"
    ]
