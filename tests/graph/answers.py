"""Small rules and places for tests of the answer: what a test does not name is the simplest thing."""

from datetime import date
from typing import Any, Final

from graph.binding import Case
from graph.concepts import Concepts
from graph.places import Place
from graph.question import Question
from graph.rules import LawCited, Rule
from schema.periods import PartialDate, Period

UNION: Final = Place("jurisdiction/eu", "Union", "Supranational", chain=("jurisdiction/eu",))
NATION: Final = Place(
    "jurisdiction/xx", "Nation", "Country", "XX", chain=("jurisdiction/xx", "jurisdiction/eu")
)
STATE: Final = Place(
    "jurisdiction/xx-a", "State A", "State", "XX-A", chain=("jurisdiction/xx-a", *NATION.chain)
)
COUNTY: Final = Place(
    "jurisdiction/xx-a-county", "County", "County", chain=("jurisdiction/xx-a-county", *STATE.chain)
)
CITY: Final = Place("jurisdiction/xx-a-city", "City", "City", chain=("jurisdiction/xx-a-city", *COUNTY.chain))
PLACES: Final = {place.id: place for place in (UNION, NATION, STATE, COUNTY, CITY)}
DAY: Final = date(2024, 6, 1)


def make_rule(**given: Any) -> Rule:  # noqa: ANN401  # any field of a rule, in its simplest form
    """A rule: a city's ban on police use in force since 2020, but for what is given."""
    start, end = given.pop("start", "2020-01-01"), given.pop("end", None)
    status = given.pop("status", "in-force")
    slug = given.pop("slug", "law--ban")
    effect = given.pop("effect", "ban")
    group = {"ban": "prohibition", "moratorium": "prohibition", "authorisation": "permission"}
    words: dict[str, Any] = {
        name: frozenset(given.pop(name, default))
        for name, default in (("actors", ["police"]), ("activities", ["use"]), ("settings", []))
    }
    links: dict[str, Any] = {name: frozenset(given.pop(name, ())) for name in ("opens", "preempts")}
    return Rule(
        id=f"rule/{slug}",
        law=LawCited(f"law/{slug.partition('--')[0]}", "Law", status),
        jurisdiction=given.pop("home", CITY).id,
        effect=effect,
        effect_group=group.get(effect, "condition"),
        force=given.pop("force", "law"),
        summary="Says so.",
        period=Period(PartialDate(start) if start else None, PartialDate(end) if end else None),
        **words,
        **links,
        **given,
    )


def make_case(
    concepts: Concepts,
    place: Place = CITY,
    actor: str = "municipal-police",
    activity: str = "use",
    setting: str | None = None,
    day: date = DAY,
    in_force: tuple[Rule, ...] = (),
) -> Case:
    """A question at a place, in the simplest form but for what is given."""
    question = Question(place, actor, actor, activity, setting, day)
    return Case(question, concepts, {above: PLACES[above] for above in place.chain}, in_force)
