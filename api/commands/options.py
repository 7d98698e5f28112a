"""Arguments that several commands have, and what they open."""

import argparse

from api.engines import open_any
from api.settings import Settings
from api.terminal import ProgressLine
from graph.any_engine import AnyEngine
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


def engine_argument(parser: argparse.ArgumentParser) -> None:
    """The engine that is to answer. A password is no option: others on the machine could read it."""
    parser.add_argument(
        "--sparql-query-url",
        metavar="URL",
        help="FACELEX_SPARQL_QUERY_URL: this engine, not the embedded one",
    )


def opened(settings: Settings) -> AnyEngine:
    """The engine of the settings; the dataset is built first when the records have changed, with progress."""
    with ProgressLine() as progress:
        return open_any(settings, progress)


def opened_here(settings: Settings) -> Engine:
    """The dataset of the records in the embedded engine, whatever engine else is set."""
    with ProgressLine() as progress:
        return open_engine(settings.data, progress=progress)
