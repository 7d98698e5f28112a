"""`facelex network`: the picture of the graph as one HTML file."""

import argparse
import sys

from api.commands.options import day_argument, opened, output_argument
from api.settings import Settings
from api.terminal import bytes_out, remark
from graph.places import Places
from schema.errors import SettingsError
from schema.periods import parse_day
from viz.kinds import KIND_BY_KEY
from viz.page import network_page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--around", metavar="KIND/SLUG", help="a thing and what is near it")
    parser.add_argument("--depth", type=int, default=1, choices=range(1, 7), help="steps from it, 1 to 6 (1)")
    parser.add_argument("--place", metavar="PLACE", help="a place with the law that reaches it")
    parser.add_argument("--kinds", metavar="KIND,...", help=f"only these: {', '.join(KIND_BY_KEY)}")
    day_argument(parser, "all days by default")
    output_argument(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Draw it, and write the page."""
    if options.output is None and sys.stdout.isatty():
        raise SettingsError("the page is too long for a terminal; name a file, for example -o network.html")
    kinds = [kind.strip() for kind in options.kinds.split(",")] if options.kinds else None
    if foreign := sorted(set(kinds or ()) - set(KIND_BY_KEY)):
        raise SettingsError(f"no such kind: {', '.join(foreign)}; accepted: {', '.join(KIND_BY_KEY)}")
    day = parse_day(options.on) if options.on else None
    engine = opened(settings)
    place = Places.read(engine).resolve(options.place).id if options.place else None
    page = network_page(engine, options.around, options.depth, place, day, kinds)
    with bytes_out(options.output) as out:
        out.write(page.encode())
    if options.output not in (None, "-"):
        remark(f"wrote {options.output}; open it in a browser")
    return 0
