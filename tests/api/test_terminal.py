import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.terminal import Paper, ProgressLine, bytes_out, has_colour, printable, table
from schema.errors import StoreError


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert has_colour(Terminal())
    assert not has_colour(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_colour(Terminal())


def test_styled_text_ends_its_style() -> None:
    paper = Paper(colour=True, width=80)
    paper.wrap("Prohibited", lead="x ", style="red")
    assert paper.text() == "\x1b[1;31mx Prohibited\x1b[0m\n"


def test_text_is_folded_and_hangs_under_its_beginning() -> None:
    paper = Paper(colour=False, width=40)
    paper.wrap("word " * 12, indent=2, lead="law  ")
    lines = paper.text().splitlines()
    assert lines[0].startswith("  law  word")
    assert lines[1].startswith("       word")
    assert max(map(len, lines)) <= 40


def test_fact_without_a_text_is_left_out_and_a_name_stands_once() -> None:
    paper = Paper(colour=False, width=80)
    paper.entry("ban", "No use.", [("law", "A"), ("text", None), ("except", "b"), ("except", "c")])
    assert paper.text().splitlines()[3:] == ["    law        A", "    except     b", "               c"]


def test_control_characters_cannot_command_the_terminal() -> None:
    assert printable("a\x1b[2Jb\x07\u202ec") == "a\ufffd[2Jb\ufffd\ufffdc"


def test_table_has_columns_as_wide_as_their_cells() -> None:
    paper = Paper(colour=False, width=80)
    table(("id", "name"), [("a", "x\ny"), ("long", "")], paper)
    assert paper.text() == "id    name\na     x y\nlong\n"


def test_progress_is_shown_on_a_terminal_only() -> None:
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        with ProgressLine(stream) as progress:
            progress("read", 1, 2)
    assert "read     [############............] 1/2" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert file.getvalue() == ""


def fail_in(path: Path) -> None:
    with bytes_out(str(path)) as out:
        out.write(b"new")
        raise OSError(28, "No space left on device")


def test_failed_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(StoreError, match="-o"):
        fail_in(path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_bytes)
        with bytes_out(str(pipe)) as out:
            out.write(b"x")
        assert read.result(timeout=5) == b"x"
    assert pipe.is_fifo()


def test_link_is_written_through(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "file")
    with bytes_out(str(link)) as out:
        out.write(b"x")
    assert link.is_symlink()
    assert (tmp_path / "file").read_bytes() == b"x"
