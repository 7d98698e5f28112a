"""`facelex backup`: people's own data in one file."""

import argparse

from api.commands.options import output_argument
from api.settings import Settings
from api.terminal import bytes_out, remark
from graph.own_data import back_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    output_argument(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write it; a server may run meanwhile."""
    with bytes_out(options.output) as out:
        quads = back_up(settings.data, out)
    remark(f"backed up {quads} quads of people's own data")
    return 0
