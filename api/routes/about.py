"""/about: what the data is, how far it reaches, how it was checked, and how to take, cite and mend it."""

from collections import Counter
from datetime import date
from operator import itemgetter
from typing import Final

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from api.clock import day_or_today
from api.contract import states
from api.pages import render
from api.parameters import Day
from api.parts import Parts, PartsOf
from api.public import public_address
from api.replies import HTML, reply
from api.routes.timeline_page import GROUP_WORDS
from api.wording import KIND_WORDS, Words
from graph.dataset import SUMMARY
from graph.kinds import TABLE
from graph.stats import figures
from schema.periods import day_words
from viz.year_bars import year_bars

router = APIRouter(tags=["pages"])

_FIRST_YEAR: Final = 2008
"""The chart begins here; earlier bans are in the table of `/api/stats`."""
DUMPS: Final = (
    ("nq", "N-Quads", "a record a graph, with its sources"),
    ("trig", "TriG", "the same for readers"),
    ("jsonld", "JSON-LD", "the same as JSON"),
    ("ttl", "Turtle", "all records merged"),
    ("nt", "N-Triples", "the same, a line a fact"),
)


@router.get("/about")
@states({HTML: None})
def about(request: Request, parts: PartsOf, on: Day = None) -> Response:
    """About the data: figures, coverage, verification, method, licence, downloads, citing."""
    day = day_or_today(on)
    newest = parts.day_of_data or day
    found = figures(parts.world, day, newest)
    words = Words(parts.lookup.concepts)
    years = [one for one in found["bans_by_year"] if one["year"] >= _FIRST_YEAR]
    version = parts.engine.data_version
    values = {
        "day": day.isoformat(),
        "newest": newest.isoformat(),
        "summary": SUMMARY,
        "figures": found,
        "kinds": [(kind.plural, KIND_WORDS[kind.key][1], found["things"][kind.plural]) for kind in TABLE],
        "plural_words": {kind.plural: KIND_WORDS[kind.key][1] for kind in TABLE},
        "chart": Markup(year_bars([(one["year"], one["at_end"]) for one in years])),  # numbers alone
        "years": years,
        "depths": [
            f"{count} {'for ' * word.endswith('-law')}{words.of('research_depth', 'jurisdiction', word)}"
            for word, count in found["places"]["by_research_depth"].items()
            if word != "none"
        ],
        "covered": sorted(
            (one for one in found["coverage"] if one["laws"] or one["researched_through"]),
            key=itemgetter("name"),
        ),
        "recorded": _recorded_by_year(parts, day),
        "groups": GROUP_WORDS,
        "dumps": DUMPS,
        "citation": (
            f"facelex: facial-recognition regulation. Data {version}, checked through {day_words(newest)}. "
            f"{public_address(request, parts)}/dataset. CC BY 4.0."
        ),
        "data_version": version,
    }
    return reply(request, version, render("about.html", values), HTML)


def _recorded_by_year(parts: Parts, day: date) -> list[tuple[int, list[int]]]:
    """For each year until that of a day, newest first: how much is recorded of each group of happenings."""
    counts = Counter((one.on.first_day.year, one.group) for one in parts.chronicle)
    years = range(day.year, _FIRST_YEAR - 1, -1)
    return [(year, [counts[year, group] for group in GROUP_WORDS]) for year in years]
