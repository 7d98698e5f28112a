"""A state of the data by a word for it: a dataset file, a data folder, a folder of records, a git revision.

A git revision means the records of that revision, built with the schema of today, so that what differs is
what people wrote and not how it is built. Git is asked for files alone: nothing is fetched, checked out or
run.
"""

import gzip
import io
import os
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from graph.build import DATASET, Progress, be_silent, dataset_lines
from graph.engine import Engine
from graph.load import RECORDS, load_records, record_files
from schema.errors import FacelexError, RecordErrors, StoreError

_REVISION: Final = re.compile(r"[A-Za-z0-9@][A-Za-z0-9@._/~^{}+-]*", re.ASCII)
"""What git names a commit by. No option, range, path or pattern looks like that."""
_ENDINGS: Final = (".nq", ".trig", ".nq.gz", ".trig.gz")
_SECONDS: Final = 120
_GIT: Final = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def open_state(name: str, progress: Progress | None = None, records: Path = RECORDS) -> Engine:
    """The data that a word names, in an engine of its own; a file or folder goes before a git revision.

    `records` is the folder whose repository is asked for revisions. StoreError when there is nothing of that
    name or it cannot be read, RecordErrors when records are wrong.
    """
    path = Path(name)
    if path.is_file():
        return _of_file(path)
    if path.is_dir():
        return Engine.load(path / DATASET) if (path / DATASET).is_file() else of_records(path, progress)
    return of_revision(name, progress, records)


def of_records(folder: Path, progress: Progress | None = None) -> Engine:
    """The dataset of a folder of records; StoreError when it holds none."""
    tell = progress or be_silent
    tell("read", 0, 1)
    if not record_files([folder]):
        raise StoreError(f"{folder} holds neither {DATASET} nor records (.yaml files)")
    lines = dataset_lines(load_records([folder]), tell)
    return Engine.from_text(b"".join(lines).decode())


def of_revision(name: str, progress: Progress | None = None, records: Path = RECORDS) -> Engine:
    """The dataset of the records of a git revision, built with the schema of today. Errors as above."""
    if not _REVISION.fullmatch(name) or ".." in name:
        raise StoreError(f"there is no file or folder {name!r}, and no git revision is called so")
    top = Path(_git(records, "rev-parse", "--show-toplevel").decode().strip())
    commit = _git(records, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    inside = records.resolve().relative_to(top.resolve()).as_posix()
    archive = _git(top, "archive", "--format=tar", commit.decode().strip(), "--", inside)
    with tempfile.TemporaryDirectory(prefix="facelex-") as work:
        _unpack(archive, Path(work))
        try:
            return of_records(Path(work) / inside, progress)
        except RecordErrors as error:
            first = error.errors[0].message.removeprefix(f"{work}/")
            raise StoreError(
                f"the records of {name} do not fit the schema of today ({len(error.errors)} errors; "
                f"{first}); compare its dataset instead: run `facelex export` there"
            ) from error


def _unpack(archive: bytes, folder: Path) -> None:
    """Write the plain files of a tar below a folder; links and names that lead elsewhere are left out.

    (`extractall(filter="data")` does as much, but Debian's Python 3.11.2 does not have it.)
    """
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for member in files:
            path = (folder / member.name).resolve()
            content = files.extractfile(member) if member.isfile() else None
            if content and path.is_relative_to(folder.resolve()):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


def _of_file(path: Path) -> Engine:
    if not path.name.endswith(_ENDINGS):
        raise StoreError(f"{path} is not a dataset; accepted: files that end in {', '.join(_ENDINGS)}")
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
        return Engine.from_text(text)
    except (OSError, EOFError, ValueError) as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    except FacelexError as error:
        raise StoreError(f"{path}: {error}") from error


def _git(at: Path, *words: str) -> bytes:
    """What a git command writes. StoreError when git is missing, slow or says no."""
    command: Sequence[str] = ("git", "-C", str(at), *words)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        run = subprocess.run(command, capture_output=True, timeout=_SECONDS, env=kept | _GIT, check=False)
    except FileNotFoundError as error:
        raise StoreError("git is not installed; name files or folders instead of revisions") from error
    except subprocess.TimeoutExpired as error:
        raise StoreError(f"git did not answer within {_SECONDS} s") from error
    if run.returncode:
        said = run.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        wanted = words[-1].removesuffix("^{commit}")
        raise StoreError(
            f"there is no file, folder or git revision {wanted!r}" + (f" ({said})" if said else "")
        )
    return run.stdout
