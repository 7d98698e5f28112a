"""`facelex check`: the answer with its proof."""

import argparse

from api.answer_text import write_answer
from api.clock import day_or_today
from api.commands.options import day_argument, format_argument, opened, place_argument
from api.formats import as_json
from api.settings import Settings
from api.terminal import Paper, write_text
from graph.answer import Lookup, ask
from graph.question import USE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    place_argument(parser)
    parser.add_argument("actor", metavar="ACTOR", help="who acts: police, retailers, employers, everyone ...")
    parser.add_argument("--activity", default=USE, help="what is done: use (by default), acquire, store ...")
    parser.add_argument("--setting", help="where it is done: retail, schools, housing ... (any by default)")
    day_argument(parser)
    parser.add_argument(
        "--all",
        action="store_true",
        help="with sources and doubts of all rules, and why others were left out",
    )
    format_argument(parser, "text", "json")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Ask, and write the answer."""
    day = day_or_today(options.on)
    lookup = Lookup(opened(settings))
    answer = ask(lookup, options.place, options.actor, options.activity, options.setting, on=day)
    if options.format == "json":
        write_text(as_json(answer.as_dict()).decode())
        return 0
    paper = Paper.for_stdout()
    write_answer(paper, answer, lookup.concepts, everything=options.all)
    write_text(paper.text())
    return 0
