"""`facelex diff`: what differs between two states of the data, and which answers flip.

Exit status 1 when an answer flips.
"""

import argparse
import re
from typing import Final

from api.clock import day_or_today
from api.commands.options import day_argument, format_argument
from api.diff_report import COLUMNS, Line, Report, as_dict, lines, rows
from api.formats import as_csv, as_json
from api.settings import Settings
from api.terminal import Paper, ProgressLine, printable, remark, write_text
from graph.answer import Lookup
from graph.differences import differences
from graph.engine import Engine
from graph.flips import flips
from graph.load import RECORDS
from graph.revisions import open_state
from graph.rules import Rule
from schema.errors import StoreError

_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>|#~])")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    what = "a dataset file (.nq, .trig), a data folder, a folder of records, or a git revision"
    parser.add_argument("old", metavar="OLD", help=what)
    parser.add_argument(
        "new", metavar="NEW", nargs="?", default=str(RECORDS), help="another; the records as they are now"
    )
    day_argument(parser, "the day that counts as today; today by default")
    format_argument(parser, "text", "json", "csv", "markdown")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Compare, and write what differs."""
    day = day_or_today(options.on)
    with ProgressLine() as progress:
        old, new = (open_state(name, progress) for name in (options.old, options.new))
        before, after = _lookup(options.old, old), _lookup(options.new, new)
        found = flips(before, after, day, progress)
    report = Report(
        options.old,
        "the records as they are" if options.new == str(RECORDS) else options.new,
        old.data_version,
        new.data_version,
        day,
        differences(old, new),
        found,
        {**before.concepts.labels, **after.concepts.labels},
        {**_rules(before), **_rules(after)},
    )
    write_text(_written(report, options.format))
    remark(
        f"{len(report.things)} thing(s) differ, {len(found.flips)} answer(s) flip"
        + (f", {len(found.gone)} place(s) are gone" if found.gone else "")
    )
    return 1 if report.has_flips else 0


def _lookup(name: str, engine: Engine) -> Lookup:
    """A state ready for questions; StoreError when it speaks of what this version does not know."""
    try:
        lookup = Lookup(engine)
        lookup.read_ahead()
    except (LookupError, ValueError) as error:
        raise StoreError(f"{name} has law that this version of facelex cannot read: {error}") from error
    return lookup


def _rules(lookup: Lookup) -> dict[str, Rule]:
    return {rule.id: rule for place in lookup.places.by_id.values() for rule in lookup.rules_in(place)}


def _written(report: Report, format: str) -> str:
    if format == "json":
        return as_json(as_dict(report)).decode()
    if format == "csv":
        return as_csv(rows(report), COLUMNS).decode()
    if format == "markdown":
        return "".join(map(_markdown, lines(report)))
    paper = Paper.for_stdout()
    for line in lines(report):
        if line.depth:
            paper.wrap(line.text, indent=2 * line.depth)
        else:
            paper.heading(line.text)
    return paper.text()


def _markdown(line: Line) -> str:
    text = _MARKDOWN.sub(r"\\\1", printable(" ".join(line.text.split())))
    return f"{'  ' * (line.depth - 1)}- {text}\n" if line.depth else f"\n### {text}\n\n"
