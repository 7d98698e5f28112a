import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "diff-of-change"
PERSON = {
    f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}


def git(at: Path, *words: str) -> None:
    subprocess.run(("git", *words), cwd=at, check=True, capture_output=True, env=os.environ | PERSON)


def told(at: Path, status: int = 1) -> str:
    """What the script prints in a clone, with a stand-in for facelex that says how it was called."""
    facelex = at.parent / "facelex"
    facelex.write_text(
        f'#!{sys.executable}\nimport sys\nprint("called", *sys.argv[1:])\nsys.exit({status})\n'
    )
    facelex.chmod(0o755)
    script = at / "tools" / "diff-of-change"
    run = subprocess.run(
        [script], capture_output=True, text=True, env=os.environ | {"FACELEX": str(facelex)}, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def commit(at: Path, name: str, text: str) -> str:
    path = at / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    git(at, "add", name)
    git(at, "commit", "--quiet", "-m", name)
    run = subprocess.run(
        ("git", "rev-parse", "--short", "HEAD"), cwd=at, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(SCRIPT, folder / "tools")
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def test_folder_without_git_says_so(tmp_path: Path) -> None:
    (tmp_path / "x" / "tools").mkdir(parents=True)
    shutil.copy(SCRIPT, tmp_path / "x" / "tools")
    assert "not a git clone" in told(tmp_path / "x")


def test_first_commit_has_nothing_to_be_compared_with(clone: Path) -> None:
    commit(clone, "graph/records/a.yaml", "a")
    assert "no history before" in told(clone)


def test_shallow_clone_says_so(clone: Path, tmp_path: Path) -> None:
    commit(clone, "graph/records/a.yaml", "a")
    commit(clone, "tools/diff-of-change", SCRIPT.read_text(encoding="utf-8"))
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{clone}", "shallow")
    (tmp_path / "shallow" / "tools" / "diff-of-change").chmod(0o755)
    assert "no history before" in told(tmp_path / "shallow")


def test_commit_on_main_is_compared_with_the_one_before(clone: Path) -> None:
    before = commit(clone, "graph/records/a.yaml", "a")
    commit(clone, "graph/records/a.yaml", "b")
    assert told(clone) == f"called diff {before}\n"


def test_branch_is_compared_with_where_it_left_main(clone: Path) -> None:
    before = commit(clone, "graph/records/a.yaml", "a")
    git(clone, "checkout", "--quiet", "-b", "change")
    commit(clone, "graph/records/a.yaml", "b")
    commit(clone, "graph/records/a.yaml", "c")
    assert told(clone) == f"called diff {before}\n"


def test_what_is_not_committed_is_the_change(clone: Path) -> None:
    commit(clone, "graph/records/a.yaml", "a")
    now = commit(clone, "graph/records/a.yaml", "b")
    (clone / "graph" / "records" / "a.yaml").write_text("c", encoding="utf-8")
    assert told(clone) == f"called diff {now}\n"


def test_change_of_other_files_flips_nothing(clone: Path) -> None:
    commit(clone, "graph/records/a.yaml", "a")
    commit(clone, "README.md", "b")
    assert "No record changed" in told(clone)


def test_failure_to_compare_is_told_and_no_failure(clone: Path) -> None:
    commit(clone, "graph/records/a.yaml", "a")
    commit(clone, "graph/records/a.yaml", "b")
    assert "could not be compared" in told(clone, status=2)
