"""The site's pages, one of every kind: the rules of this folder hold on each of them."""

from dataclasses import dataclass
from typing import Final

from tests.api.test_thing_pages import THINGS

ANY: Final = "main"


@dataclass(frozen=True)
class SitePage:
    """One page: its kind, its address, its status, and what is there once its scripts have drawn."""

    kind: str
    path: str
    status: int = 200
    ready: str = ANY


ANSWERS: Final = {
    "prohibited": "/check?place=us-ca-san-francisco&actor=police&on=2026-06-01",
    "conditional": "/check?place=eu&actor=government&on=2026-06-01",
    "authorised": "/check?place=uy&actor=national-police&activity=store&on=2026-06-01",
    "no-rule-known": "/check?place=us-wy&actor=landlords&on=2019-01-01",
    "not-researched": "/check?place=by&actor=police&on=2026-06-01",
}
"""Verdicts, and a question with that answer."""

PAGES: Final = (
    SitePage("home", "/"),
    SitePage("home with a question", "/?ask=&actor=retailers&activity=use"),
    *(SitePage(f"answer, {verdict}", path) for verdict, path in ANSWERS.items()),
    SitePage("answer with policies", "/check?place=us-ms-jackson&actor=police&on=2026-06-01"),
    SitePage("question of an unclear place", "/check?ask=Can+police+in+Portland+use+it", 422),
    SitePage("question of an unknown place", "/check?place=Atlantis&actor=police", 404),
    SitePage("map", "/map?on=2026-06-01", ready="#map[data-ready='true']"),
    SitePage("timeline", "/timeline"),
    SitePage("timeline of a place", "/timeline?place=us-or-portland&actor=police"),
    *(SitePage(id.split("/")[0], f"/{id}") for id in THINGS),
    SitePage("place on a day", "/jurisdiction/us-la-new-orleans?on=2021-06-01"),
    SitePage("list of laws", "/laws"),
    SitePage("list of sources", "/sources"),
    SitePage("search", "/search?q=SB+2400"),
    SitePage("search without a find", "/search?q=xyzzy"),
    SitePage(
        "network", "/network?around=organisation/clearview-ai&depth=1", ready="html[data-settled='true']"
    ),
    SitePage("compare", "/compare"),
    SitePage("compare places", "/compare?places=us-la-new-orleans,fr,us-ca-san-francisco"),
    SitePage("query", "/query", ready="html[data-editor='ready']"),
    SitePage("about", "/about"),
    SitePage("contribute", "/contribute"),
    SitePage("docs", "/docs"),
    SitePage("docs to try", "/docs#/", ready="#swagger .opblock"),
    SitePage("vocabulary", "/ns"),
    SitePage("record", "/record/law/us-il-bipa-2008"),
    SitePage("nothing", "/nowhere", 404),
)
