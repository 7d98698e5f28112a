"""The terminal: colour and width where there is one, remarks on stderr, tables, progress."""

import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, TextIO

from schema.errors import StoreError

NARROWEST: Final = 40
WIDEST: Final = 110
"""Columns of running text, whatever the terminal has."""

CODES: Final = {
    "bold": "1",
    "dim": "2",
    "red": "1;31",
    "yellow": "1;33",
    "green": "1;32",
    "blue": "1;34",
    "link": "4",
}


def remark(text: str) -> None:
    """A line for people, on stderr."""
    print(text, file=sys.stderr, flush=True)


def has_colour(stream: TextIO) -> bool:
    """Whether to colour what goes there: only on a terminal, and never against NO_COLOR or TERM=dumb."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def printable(text: str) -> str:
    """A text of ours or of others without control characters, which could command a terminal."""
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf") else "\ufffd"
        for char in text
    )


class Paper:
    """Lines for a reader, wrapped to a width and coloured or not; `text()` is all of them."""

    _NAMES: Final = 11
    """Columns for the names of facts."""

    def __init__(self, colour: bool, width: int) -> None:
        self.colour = colour
        self.width = min(max(width, NARROWEST), WIDEST)
        self._lines: list[str] = []

    @classmethod
    def for_stdout(cls) -> "Paper":
        """Paper as wide as the terminal; 100 columns where there is none."""
        return cls(has_colour(sys.stdout), shutil.get_terminal_size((100, 24)).columns)

    def style(self, text: str, style: str) -> str:
        """A text in a style of CODES, where there is colour."""
        return f"\x1b[{CODES[style]}m{text}\x1b[0m" if self.colour and text else text

    def line(self, text: str = "") -> None:
        """A line as it is."""
        self._lines.append(text)

    def wrap(self, text: str, indent: int = 0, lead: str = "", style: str = "") -> None:
        """A text folded at word ends. `lead` begins its first line; the others hang under the text."""
        first = " " * indent + lead
        lines = textwrap.wrap(
            printable(text),
            self.width,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in lines or [first.rstrip()]:
            body = line.lstrip(" ")
            self._lines.append(line[: len(line) - len(body)] + (self.style(body, style) if style else body))

    def heading(self, text: str) -> None:
        """The heading of a section, after an empty line."""
        self.line()
        self.wrap(text, style="bold")

    def entry(self, title: str, summary: str, facts: Iterable[tuple[str, str | None]]) -> None:
        """One thing: its title, what it is, and what is known of it, each as a name and a text.

        Facts without a text are left out; a name that repeats the one before stands once.
        """
        self.line()
        self.wrap(title, indent=2, style="bold")
        self.wrap(summary, indent=2)
        before = ""
        for name, text in facts:
            if text:
                shown = "" if name == before else name
                self.wrap(text, indent=4, lead=f"{shown:<{self._NAMES}}")
                before = name

    def text(self) -> str:
        """All lines."""
        return "\n".join(self._lines) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], paper: Paper) -> None:
    """Rows under headings, each column as wide as its widest cell; line breaks in cells become spaces."""
    cells = [[" ".join(printable(cell).split()) for cell in row] for row in rows]
    widths = [
        max([len(name), *(len(row[at]) for row in cells)], default=0) for at, name in enumerate(columns)
    ]
    heading = "  ".join(name.ljust(width) for name, width in zip(columns, widths, strict=True)).rstrip()
    paper.line(paper.style(heading, "bold"))
    for row in cells:
        paper.line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def write_text(text: str) -> None:
    """Text to stdout; characters that its encoding lacks become "?"."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


@contextmanager
def bytes_out(target: str | None) -> Iterator[IO[bytes]]:
    """Where bytes go: a file, or stdout for None and "-".

    A file is written whole or not at all; StoreError when it cannot be written.
    """
    if target is None or target == "-":
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target).resolve()  # a link stays a link
    is_device = path.exists() and not path.is_file()  # and so does /dev/null, or a pipe
    unfinished = path if is_device else path.with_name(f".{path.name}.new")
    try:
        with unfinished.open("wb") as out:
            yield out
        if not is_device:
            unfinished.replace(path)
    except OSError as error:
        said = f"{target} cannot be written ({error.strerror})"
        raise StoreError(f"{said}; name another file with -o") from error
    finally:
        if not is_device:
            unfinished.unlink(missing_ok=True)


class ProgressLine:
    """Progress of long work, on stderr, where that is a terminal: one line that is written over."""

    _BAR: Final = 24

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._is_shown = self._stream.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage has come: done of total."""
        if not self._is_shown:
            return
        filled = self._BAR * done // max(total, 1)
        bar = "#" * filled + "." * (self._BAR - filled)
        self._write(f"\r\x1b[K{stage:8} [{bar}] {done}/{total}")

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_shown:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
