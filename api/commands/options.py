"""Arguments that several commands have, and what they open."""

import argparse

from api.settings import Settings
from api.terminal import ProgressLine
from graph.engine import Engine
from graph.store import open_engine


def place_argument(parser: argparse.ArgumentParser) -> None:
    """The place that a command asks about."""
    parser.add_argument(
        "place", metavar="PLACE", help="slug, IRI, ISO code or name; also as 'Portland, Oregon'"
    )


def day_argument(parser: argparse.ArgumentParser, without: str = "today by default") -> None:
    """The day that a command asks about."""
    parser.add_argument("--on", metavar="DAY", help=f"YYYY-MM-DD ({without})")


def format_argument(parser: argparse.ArgumentParser, *accepted: str) -> None:
    """The form of a command's output; the first is the default."""
    parser.add_argument(
        "--format", choices=accepted, default=accepted[0], help=f"{', '.join(accepted)} ({accepted[0]})"
    )


def output_argument(parser: argparse.ArgumentParser) -> None:
    """Where a command's output goes."""
    parser.add_argument("-o", "--output", metavar="FILE", help="write to a file (stdout by default)")


def opened(settings: Settings) -> Engine:
    """The dataset, built first when the records have changed; that shows its progress."""
    with ProgressLine() as progress:
        return open_engine(settings.data, progress=progress)
