"""`facelex export`: the whole dataset in one file."""

import argparse

from api.commands.options import opened_here, output_argument
from api.settings import Settings
from api.terminal import bytes_out, remark
from graph.export import FORMATS, export


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default="nq",
        help="nq (default), trig and jsonld keep the named graphs; ttl and nt are their merge",
    )
    output_argument(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write it."""
    engine = opened_here(settings)
    with bytes_out(options.output) as out:
        export(engine, options.format, out)
    if options.output not in (None, "-"):
        remark(f"wrote {options.output} ({engine.data_version})")
    return 0
