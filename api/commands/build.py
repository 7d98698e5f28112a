"""`facelex build`: the dataset from the records."""

import argparse
from pathlib import Path

from api.commands.options import format_argument
from api.formats import as_json
from api.settings import Settings
from api.terminal import ProgressLine, write_text
from graph.build import DATASET, build_dataset
from graph.load import RECORDS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--records", metavar="FOLDER", type=Path, default=RECORDS, help="other records than the project's"
    )
    format_argument(parser, "text", "json")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Build it anew, and say what was made."""
    with ProgressLine() as progress:
        report = build_dataset(options.records, settings.data, progress)
    path = settings.data / DATASET
    if options.format == "json":
        made = {"file": str(path), "records": report.records, "quads": report.quads}
        write_text(
            as_json(
                {**made, "data_version": report.data_version, "seconds": round(report.seconds, 3)}
            ).decode()
        )
    else:
        write_text(
            f"{path}: {report.records} records, {report.quads} quads, {report.data_version}, "
            f"{report.seconds:.1f} s\n"
        )
    return 0
