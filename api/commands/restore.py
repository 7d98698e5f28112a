"""`facelex restore`: a backup in place of people's own data."""

import argparse

from api.commands.own_files import progress_of, source_of
from api.settings import Settings
from api.terminal import ProgressLine, remark
from graph.own_data import restore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", help="what facelex backup wrote, or any N-Quads")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Put it in place, whole or not at all."""
    source = source_of(options.file, "nq")
    with ProgressLine() as line:
        quads = restore(settings.data, source, progress_of(line, source))
    remark(f"restored {quads} quads of people's own data in {settings.data}; what was there before is gone")
    return 0
