"""`facelex batch`: many questions from a file, each with its own answer or its own error."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Final

from api.clock import day_or_today
from api.commands.options import day_argument, opened, output_argument
from api.settings import Settings
from api.sheets import count_rows, open_sheet, written
from api.terminal import ProgressLine, bytes_out, remark
from graph.answer import Lookup
from graph.many import ask_many
from schema.errors import BadTable, StoreError

_SLICE: Final = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="a CSV with the columns place, actor, and if wished activity, setting, on; or a JSON list of "
        "objects with these keys; - for stdin",
    )
    day_argument(parser, "the day of rows that name none; today by default")
    parser.add_argument(
        "--format",
        choices=("csv", "json"),
        help="of the file and of the answers (by what the file begins with)",
    )
    output_argument(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write the list with its answers; 1 when a row has none."""
    day = day_or_today(options.on)
    text = _read(options.file)
    format = options.format or ("json" if text.lstrip("\ufeff \t\r\n").startswith("[") else "csv")
    sheet = open_sheet(text, format)
    total = count_rows(sheet)
    lookup = Lookup(opened(settings))
    lookup.read_ahead()
    done = errors = 0
    with ProgressLine() as progress, bytes_out(options.output) as out:
        for piece, wrong in written(sheet, partial(ask_many, lookup, on=day), "", _SLICE):
            out.write(piece.encode("utf-8", "replace"))
            done, errors = min(done + _SLICE, total), errors + wrong
            progress("answers", done, total)
    if errors:
        remark(f"{errors} of {total} rows have no answer; their columns error and error_detail say why")
    return 1 if errors else 0


def _read(file: str) -> str:
    """A file or stdin as text. StoreError when it cannot be read, BadTable when it is not UTF-8."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise StoreError(f"{file} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BadTable(f"{file} is not UTF-8; save it as UTF-8 (in a spreadsheet: CSV UTF-8)") from error
