"""Figures of the data: how much there is, how it was checked, what was researched, bans over the years."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from graph.catalogue import Entry
from graph.filters import World, periods
from graph.kinds import TABLE
from graph.rows import link_to

_WITH_STATUS: Final = ("law", "proceeding")
_LAW: Final = "law"


def figures(world: World, day: date, newest: date) -> dict[str, Any]:
    """All figures. `day` is the day for what is in force; years go on to the one of the `newest` data."""
    every = {kind.key: world.catalogue.of(kind.key) for kind in TABLE}
    in_force = [rule for rule in every["rule"] if _binds(world, rule, day)]
    bans = [rule for rule in every["rule"] if _is_ban(world, rule)]
    return {
        "things": {kind.plural: len(every[kind.key]) for kind in TABLE},
        "verification": {
            kind.plural: counted(every[kind.key], "verification")
            for kind in TABLE
            if "verification" in kind.fields
        },
        "status": {
            kind.plural: counted(every[kind.key], "status") for kind in TABLE if kind.key in _WITH_STATUS
        },
        "laws_by_kind": counted(every["law"], "kind"),
        "rules_in_force": {
            "all": len(in_force),
            "by_effect": counted(in_force, "effect"),
            "by_force": counted(in_force, "force"),
        },
        "places": _places(every["jurisdiction"]),
        "bans_by_year": _by_year(world, bans, newest),
        "coverage": _coverage(world, in_force),
    }


def counted(entries: Iterable[Entry], field: str) -> dict[str, int]:
    """How many entries have each value of a field, most first; "none" for those without."""
    found = Counter(entry.first(field) or "none" for entry in entries)
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _places(places: list[Entry]) -> dict[str, Any]:
    """Places by class, and by how deeply their own law was researched."""
    return {
        "by_type": counted(places, "type"),
        "researched": sum(place.first("researched_through") is not None for place in places),
        "by_research_depth": counted(places, "research_depth"),
    }


def _by_year(world: World, bans: list[Entry], newest: date) -> list[dict[str, Any]]:
    """For each year, the prohibitions with the force of law that were in force on one of its days and those
    on its last, and the places whose law the former are.
    """
    begun = [
        period.start.first_day.year
        for ban in bans
        for period in periods(world.catalogue, ban)
        if period.start
    ]
    years = []
    for year in range(min(begun, default=newest.year), newest.year + 1):
        there = [ban for ban in bans if _in_year(world, ban, year)]
        places = {ban.first("jurisdiction") for ban in there}
        full = sum(ban.first("reach") == "full" for ban in there)
        at_end = sum(_binds(world, ban, date(year, 12, 31)) for ban in there)
        years.append(
            {"year": year, "bans": len(there), "at_end": at_end, "full": full, "places": len(places)}
        )
    return years


def _in_year(world: World, ban: Entry, year: int) -> bool:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return any(
        period.has_begun(last) and not period.has_ended(first) for period in periods(world.catalogue, ban)
    )


def _coverage(world: World, in_force: list[Entry]) -> list[dict[str, Any]]:
    """For each country and supranational body: the places within it and how many were researched, their laws,
    and their rules and bans in force.
    """
    tops = [place for place in world.places.by_id.values() if place.level in ("national", "supranational")]
    of: dict[str, Counter[str]] = defaultdict(Counter)
    for place in world.places.by_id.values():
        for above in place.chain:
            of[above]["places"] += 1
            of[above]["researched"] += place.researched_through is not None
    for name, entries in (
        ("laws", world.catalogue.of("law")),
        ("rules_in_force", in_force),
        ("bans_in_force", [rule for rule in in_force if _is_ban(world, rule)]),
    ):
        for entry in entries:
            for above in world.places.by_id[entry.first("jurisdiction") or ""].chain:
                of[above][name] += 1
    names = ("places", "researched", "laws", "rules_in_force", "bans_in_force")
    return [
        {
            **link_to(world.catalogue, top.id),
            "researched_through": str(top.researched_through) if top.researched_through else None,
            **{name: of[top.id][name] for name in names},
        }
        for top in sorted(tops, key=lambda top: top.id)
    ]


def _binds(world: World, rule: Entry, day: date) -> bool:
    return any(period.contains(day) for period in periods(world.catalogue, rule))


def _is_ban(world: World, rule: Entry) -> bool:
    """Whether a rule forbids with the force of law."""
    prohibitions = {"prohibition", *world.concepts.narrower("prohibition")}
    return rule.first("effect") in prohibitions and rule.first("force") == _LAW
