"""Places to compare a place with: those beside it that have law of their own."""

from collections import Counter
from collections.abc import Iterator

from graph.filters import World
from graph.places import Place


def rules_by_place(world: World) -> Counter[str]:
    """How many rules the law of each place has, by its id."""
    return Counter(rule.first("jurisdiction") or "" for rule in world.catalogue.of("rule"))


def places_beside(world: World, place: Place, most: int = 8) -> list[Place]:
    """Places of the same class within the same direct parent that have rules of their own, most rules first.

    Where none is there, those in the next place above that has any: of the same class, or else of the same
    level of government. A place with no parent is beside the others of its class that have none.
    """
    counted = rules_by_place(world)
    others = [
        other
        for other in world.places.by_id.values()
        if counted[other.id] and other.id not in place.chain and place.id not in other.chain
    ]
    groups = _groups(world, place, others)
    beside = next((group for group in groups if group), [])
    return sorted(beside, key=lambda other: (-counted[other.id], other.id))[:most]


def _groups(world: World, place: Place, others: list[Place]) -> Iterator[list[Place]]:
    """Those that may be compared, the likeliest first."""
    alike = [other for other in others if other.kind == place.kind]
    parents = _parents(world, place)
    yield [other for other in alike if parents & _parents(world, other) or not (parents or other.chain[1:])]
    for above in place.chain[1:]:
        yield [other for other in alike if above in other.chain]
        yield [other for other in others if other.level == place.level and above in other.chain]


def _parents(world: World, place: Place) -> set[str]:
    entry = world.catalogue.get(place.id)
    return set(entry.values.get("within", ())) if entry else set()
