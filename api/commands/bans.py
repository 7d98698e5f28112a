"""`facelex bans`: prohibitions in force in a place on a day."""

import argparse
from typing import Any

from api.answer_text import period_words
from api.clock import day_or_today
from api.commands.options import day_argument, format_argument, opened, place_argument
from api.formats import as_csv, as_json
from api.settings import Settings
from api.terminal import Paper, remark, write_text
from graph.answer import Lookup
from graph.bans import COLUMNS, bans
from schema.periods import day_words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    place_argument(parser)
    day_argument(parser)
    parser.add_argument("--own", action="store_true", help="only the place's own, none of the places above")
    format_argument(parser, "text", "json", "csv")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """List them, the place's own first."""
    day = day_or_today(options.on)
    lookup = Lookup(opened(settings))
    found = bans(lookup, options.place, on=day, inherited=not options.own)
    if options.format == "csv":
        write_text(as_csv(found, COLUMNS).decode())
    elif options.format == "json":
        place = lookup.places.resolve(options.place)
        head = {"place": {"id": place.id, "name": place.name}, "on": day.isoformat()}
        write_text(as_json({**head, "bans": found, "data_version": lookup.engine.data_version}).decode())
    else:
        paper = Paper.for_stdout()
        place = lookup.places.resolve(options.place)
        paper.wrap(f"Prohibitions in force in {place.name} on {day_words(day)}: {len(found)}", style="bold")
        for rule in found:
            _write_ban(paper, rule, lookup)
        write_text(paper.text())
    if not found:
        remark("none is known, which is not permission: `facelex check` says what else binds and who looked")
    return 0


def _write_ban(paper: Paper, ban: dict[str, Any], lookup: Lookup) -> None:
    labels, listed = lookup.concepts.labels, lookup.concepts.listed
    where = lookup.places.by_id[ban["jurisdiction"]].name
    law = ", ".join(filter(None, (ban["law_name"], ban["citation"])))
    facts = [
        ("binds", listed(ban["actors"])),
        ("covers", listed(ban["activities"])),
        ("in", listed(ban["settings"])),
        ("limited to", ban["limited_to"]),
        ("force", None if ban["force"] == "law" else f"{ban['force']}: without the force of law"),
        ("law", law),
        ("provision", ban["provision"]),
        ("text", ban["url"]),
        ("in force", period_words(ban["from"], ban["until"], ban["end_kind"])),
        *(("except", exception["summary"]) for exception in ban["exceptions"]),
        ("doubt", ban["doubts"]),
        *(("source", source) for source in ban["sources"]),
        ("rule", ban["id"]),
    ]
    paper.entry(f"{labels[ban['effect']]}, {where}", ban["summary"], facts)
