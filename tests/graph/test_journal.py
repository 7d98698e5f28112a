import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from graph.changes import Change
from graph.journal import FOLDER, Journal, has_own_data
from schema.errors import StoreError

CHANGES = [
    Change(added=b"<x:a> <x:b> <x:c> .\n"),
    Change(removed=b"<x:a> <x:b> <x:c> .\n", added=b'<x:a> <x:b> "FLXJ" <x:g> .\n'),
    Change(removed=b"<x:d> <x:e> <x:f> .\n"),
]


def keep(data: Path, changes: list[Change] = CHANGES) -> Path:
    with Journal(data) as journal:
        for change in changes:
            journal.append(change)
    return data / FOLDER / "journal-0"


def kept(data: Path, writes: bool = True) -> list[Change]:
    with Journal(data, writes) as journal:
        return list(journal.changes())


def test_changes_come_back_in_order(tmp_path: Path) -> None:
    assert not has_own_data(tmp_path)
    keep(tmp_path)
    assert has_own_data(tmp_path)
    assert kept(tmp_path) == kept(tmp_path, writes=False) == CHANGES


def test_torn_end_of_any_length_is_cut_off(tmp_path: Path) -> None:
    path = keep(tmp_path)
    whole = path.read_bytes()
    first_two = len(keep(tmp_path / "other", CHANGES[:2]).read_bytes())
    for end in range(first_two, len(whole)):
        path.write_bytes(whole[:end])
        assert kept(tmp_path, writes=False) == CHANGES[:2]
        assert path.stat().st_size == end
        assert kept(tmp_path) == CHANGES[:2]
        assert path.stat().st_size == first_two
    keep(tmp_path, CHANGES[2:])
    assert kept(tmp_path) == CHANGES


def test_end_that_the_disk_filled_with_zeros_is_cut_off(tmp_path: Path) -> None:
    path = keep(tmp_path)
    with path.open("ab") as file:
        file.write(bytes(5000))
    assert kept(tmp_path) == CHANGES


def test_flipped_bit_is_never_taken_for_data(tmp_path: Path) -> None:
    path = keep(tmp_path)
    whole = path.read_bytes()
    last = len(keep(tmp_path / "other", CHANGES[:2]).read_bytes())
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :])
        if at >= last:
            assert kept(tmp_path) == CHANGES[:2]
            continue
        with pytest.raises(StoreError, match="damaged at byte"):  # for cutting would lose what follows
            kept(tmp_path)
        assert len(path.read_bytes()) == len(whole)


def test_one_process_writes_or_several_read(tmp_path: Path) -> None:
    with Journal(tmp_path):
        for writes in (True, False):
            with pytest.raises(StoreError, match="another process"):
                Journal(tmp_path, writes)
    with Journal(tmp_path, writes=False), Journal(tmp_path, writes=False) as reader:
        with pytest.raises(StoreError, match="another process"):
            Journal(tmp_path)
        with pytest.raises(StoreError):
            reader.append(CHANGES[0])
    with Journal(tmp_path):
        pass


def test_lock_is_free_when_the_process_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from graph.journal import Journal;"
        "journal = Journal(Path(sys.argv[1])); print('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreError):
            Journal(tmp_path)
        other.send_signal(signal.SIGKILL)
        other.wait()
    Journal(tmp_path).close()


def snapshot_of(journal: Journal) -> bytes | None:
    snapshot = journal.snapshot()
    if snapshot is None:
        return None
    with snapshot:
        return snapshot.read()


def test_snapshot_begins_a_new_journal(tmp_path: Path) -> None:
    keep(tmp_path)
    with Journal(tmp_path) as journal:
        assert snapshot_of(journal) is None
        journal.compact(lambda out: write(out, b"all\n"))
        assert (snapshot_of(journal), list(journal.changes()), journal.length) == (b"all\n", [], 0)
        journal.append(CHANGES[2])
    with Journal(tmp_path) as journal:
        assert (snapshot_of(journal), list(journal.changes())) == (b"all\n", CHANGES[2:])
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == [
        "journal-1",
        "lock",
        "snapshot-1.nq",
    ]


def write(out: IO[bytes], data: bytes) -> None:
    out.write(data)


def test_snapshot_that_fails_leaves_all_as_it_was(tmp_path: Path) -> None:
    keep(tmp_path)

    def fail(out: IO[bytes]) -> None:
        out.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with Journal(tmp_path) as journal, pytest.raises(StoreError, match="No space"):
        journal.compact(fail)
    assert kept(tmp_path) == CHANGES
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == ["journal-0", "lock"]


def test_snapshot_cut_short_anywhere_is_the_old_or_the_new(tmp_path: Path) -> None:
    """What a kill can leave: the new snapshot half written, or the old files not yet taken away."""
    old = keep(tmp_path)
    folder = tmp_path / FOLDER
    (folder / ".snapshot-1.nq.new").write_bytes(b"ha")
    (folder / "journal-1").write_bytes(b"")
    assert kept(tmp_path) == CHANGES
    (folder / "snapshot-1.nq").write_bytes(b"all\n")
    with Journal(tmp_path) as journal:
        assert (snapshot_of(journal), list(journal.changes())) == (b"all\n", [])
    assert not old.exists()


def three_parts(data: Path) -> None:
    """A snapshot of the first change is being written, while the others come."""
    with Journal(data) as journal:
        for number, change in enumerate(CHANGES):
            assert journal.begin_next() == number + 1
            journal.append(change)


def test_changes_of_journals_that_follow_each_other_come_in_order(tmp_path: Path) -> None:
    three_parts(tmp_path)
    assert kept(tmp_path) == kept(tmp_path, writes=False) == CHANGES
    with Journal.look(tmp_path) as journal:
        assert list(journal.changes()) == CHANGES
        assert journal.length == sum(path.stat().st_size for path in (tmp_path / FOLDER).glob("journal-*"))


def test_snapshot_that_comes_late_is_followed(tmp_path: Path) -> None:
    keep(tmp_path, CHANGES[:1])
    with Journal(tmp_path) as journal:
        number = journal.begin_next()
        journal.append(CHANGES[1])
        journal.snapshot_path(number).write_bytes(b"all of the first\n")
        journal.follow(number)
        journal.append(CHANGES[2])
        assert list(journal.changes()) == CHANGES[1:]
        assert snapshot_of(journal) == b"all of the first\n"
    assert kept(tmp_path) == CHANGES[1:]
    names = sorted(path.name for path in (tmp_path / FOLDER).iterdir())
    assert names == ["journal-1", "lock", "snapshot-1.nq"]


@pytest.mark.parametrize("step", range(6))
def test_fold_cut_short_anywhere_loses_nothing(tmp_path: Path, step: int) -> None:
    """What a kill can leave after each step, and that a scribe may still write after that."""
    keep(tmp_path, CHANGES[:2])
    folder = tmp_path / FOLDER
    first = (folder / "journal-0").read_bytes()
    all_of_it = b"all of the first two\n"
    later = [CHANGES[2]] if step >= 2 else []
    with Journal(tmp_path) as journal:
        if step >= 1:
            journal.begin_next()
        for change in later:
            journal.append(change)
    if step == 3:
        (folder / ".snapshot-1.nq.new").write_bytes(all_of_it[:5])
    if step >= 4:
        (folder / "snapshot-1.nq").write_bytes(all_of_it)
    if step >= 5:
        (folder / "journal-0").unlink()
    for _ in range(2):
        with Journal(tmp_path) as journal:
            if step < 4:
                assert snapshot_of(journal) is None
                assert list(journal.changes()) == [*CHANGES[:2], *later]
                assert (folder / "journal-0").read_bytes() == first
            else:
                assert snapshot_of(journal) == all_of_it
                assert list(journal.changes()) == later
                assert not (folder / "journal-0").exists()
            assert not (folder / ".snapshot-1.nq.new").exists()
    if 1 <= step < 4:  # the scribe of the server that was killed is done only now
        (folder / "snapshot-1.nq").write_bytes(all_of_it)
        with Journal(tmp_path) as journal:
            assert (snapshot_of(journal), list(journal.changes())) == (all_of_it, later)


def test_late_snapshot_does_not_undo_what_was_put_in_its_place(tmp_path: Path) -> None:
    keep(tmp_path, CHANGES[:1])
    with Journal(tmp_path) as journal:
        late = journal.snapshot_path(journal.begin_next())
    with Journal(tmp_path) as journal:  # facelex restore
        journal.compact(lambda out: write(out, b"restored\n"))
    late.write_bytes(b"late\n")
    with Journal(tmp_path) as journal:
        assert (snapshot_of(journal), list(journal.changes())) == (b"restored\n", [])
        assert not late.exists()


def test_only_the_last_journal_may_have_a_torn_end(tmp_path: Path) -> None:
    three_parts(tmp_path)
    last = tmp_path / FOLDER / "journal-3"
    last.write_bytes(last.read_bytes()[:-3])
    assert kept(tmp_path) == CHANGES[:2]
    with (tmp_path / FOLDER / "journal-1").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(StoreError, match="damaged"):
        kept(tmp_path)
    (tmp_path / FOLDER / "journal-1").unlink()
    with pytest.raises(StoreError, match="missing"):
        kept(tmp_path)


def test_fork_that_folds_is_followed(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.append(CHANGES[0])
        child = os.fork()
        if child == 0:
            journal.compact(lambda out: write(out, CHANGES[0].added))
            os._exit(0)
        os.waitpid(child, 0)
        journal.reopen()
        journal.append(CHANGES[1])
    with Journal(tmp_path) as journal:
        assert snapshot_of(journal) == CHANGES[0].added
        assert list(journal.changes()) == [CHANGES[1]]


def test_full_disk_is_told_and_keeps_what_was(tmp_path: Path) -> None:
    """In a process of its own whose files may not grow, which fails as a full disk does."""
    keep(tmp_path)
    before, most = os.fork(), (tmp_path / FOLDER / "journal-0").stat().st_size + 50
    if before == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        status = 1
        try:
            with Journal(tmp_path) as journal:
                journal.append(Change(added=b"<x:a> <x:b> <x:long> .\n" * 20))
        except StoreError as error:
            status = 0 if "nothing was changed" in str(error) else 2
        os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(before, 0)[1]) == 0
    assert kept(tmp_path) == CHANGES
    keep(tmp_path, CHANGES[:1])
    assert kept(tmp_path) == [*CHANGES, CHANGES[0]]


def test_journal_whose_end_is_unknown_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with Journal(tmp_path) as journal:
        journal.append(CHANGES[0])
        with monkeypatch.context() as broken:
            broken.setattr("graph.journal.os.fdatasync", fail)
            with pytest.raises(StoreError, match="Input/output"):
                journal.append(CHANGES[1])
        with pytest.raises(StoreError, match="restart"):
            journal.append(CHANGES[2])
    assert kept(tmp_path) == CHANGES[:1]


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="FACELEX_DATA"):
        Journal(tmp_path / "file")


def test_closing_twice_does_nothing_more(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.close()
    other = os.open(tmp_path / "other", os.O_RDWR | os.O_CREAT)  # has the number that the journal had
    journal.close()
    assert os.write(other, b"still open") == 10
    os.close(other)
