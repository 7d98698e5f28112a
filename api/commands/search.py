"""`facelex search`: things by name."""

import argparse
from dataclasses import asdict
from typing import Final

from api.commands.options import format_argument, opened
from api.formats import as_csv, as_json
from api.settings import Settings
from api.terminal import Paper, remark, table, write_text
from graph.filters import World, lies_in
from graph.labels import FOUND_KINDS
from graph.search import search
from schema.errors import SettingsError

COLUMNS: Final = ("id", "kind", "label", "role", "matched", "score")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("words", metavar="WORDS", nargs="+", help="names, citations, bill numbers, words")
    parser.add_argument("--kinds", metavar="KIND,...", help=f"only these: {', '.join(FOUND_KINDS)}")
    parser.add_argument("--place", metavar="PLACE", help="only of this place, or of one within it")
    parser.add_argument("--limit", type=int, default=20, help="at most so many hits (20)")
    format_argument(parser, "text", "json", "csv")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Search, and write the hits, best first."""
    kinds = [kind.strip() for kind in options.kinds.split(",")] if options.kinds else None
    if foreign := sorted(set(kinds or ()) - set(FOUND_KINDS)):
        raise SettingsError(f"no such kind: {', '.join(foreign)}; accepted: {', '.join(FOUND_KINDS)}")
    if options.limit < 1:
        raise SettingsError(f"--limit is {options.limit}; give a whole number from 1 on")
    words = " ".join(options.words)
    engine = opened(settings)
    allowed = lies_in(World.read(engine), options.place) if options.place else None
    hits = search(engine, words, kinds, options.limit, allowed)
    rows = [asdict(hit) for hit in hits]
    if options.format == "json":
        write_text(as_json({"q": words, "hits": rows}).decode())
    elif options.format == "csv":
        write_text(as_csv(rows, COLUMNS).decode())
    else:
        paper = Paper.for_stdout()
        table(("id", "name"), [(hit.id, hit.label) for hit in hits], paper)
        write_text(paper.text() if hits else "")
    if not hits:
        remark(f"nothing is called {words!r}; try fewer or other words")
    return 0
