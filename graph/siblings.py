"""Places to compare a place with: those beside it that have law of their own."""

from collections import Counter

from graph.filters import World
from graph.places import Place


def rules_by_place(world: World) -> Counter[str]:
    """How many rules the law of each place has, by its id."""
    return Counter(rule.first("jurisdiction") or "" for rule in world.catalogue.of("rule"))


def places_beside(world: World, place: Place, most: int = 8) -> list[Place]:
    """Places of the same class within the same direct parent that have rules of their own, most rules first.

    A place with no parent is beside the others of its class that have none.
    """
    counted = rules_by_place(world)
    parents = _parents(world, place)
    beside = [
        other
        for other in world.places.by_id.values()
        if other.id != place.id
        and other.kind == place.kind
        and counted[other.id]
        and (parents & _parents(world, other) or (not parents and not _parents(world, other)))
    ]
    return sorted(beside, key=lambda other: (-counted[other.id], other.id))[:most]


def _parents(world: World, place: Place) -> set[str]:
    entry = world.catalogue.get(place.id)
    return set(entry.values.get("within", ())) if entry else set()
