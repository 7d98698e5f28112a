"""`facelex load`: RDF files into people's own data, beside the records."""

import argparse
from functools import partial

from api.commands.own_files import progress_of, source_of
from api.settings import Settings
from api.terminal import ProgressLine, remark
from graph.changes import UPLOAD_FORMATS
from graph.own_data import load_files
from schema.errors import StoreError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_file_arguments(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Load them."""
    if not options.files:
        raise StoreError("no file is named; name RDF files, for example: facelex load mine.ttl")
    return load_own_files(options, settings)


def add_file_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what loading files takes."""
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="RDF files, also packed with gzip (.gz); - for stdin"
    )
    parser.add_argument(
        "--graph", metavar="IRI", help="the graph that the triples go to (people's default graph)"
    )
    parser.add_argument(
        "--format", choices=tuple(UPLOAD_FORMATS), help="the format of all files (by their endings)"
    )


def load_own_files(options: argparse.Namespace, settings: Settings) -> int:
    """Load the files that are named, all or none."""
    sources = [source_of(name, options.format, options.graph) for name in options.files]
    with ProgressLine() as line:
        loaded = load_files(settings.data, sources, partial(progress_of, line))
    remark(f"{loaded.added} quads came in; people's own data in {settings.data} has {loaded.all}")
    return 0
