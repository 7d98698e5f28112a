import pytest

from graph.engine import Engine
from graph.filters import World
from graph.siblings import places_beside, rules_by_place


def test_places_beside_share_class_and_parent_and_have_law(engine: Engine) -> None:
    world = World.read(engine)
    place = world.places.resolve("us-ca-san-francisco")
    beside = places_beside(world, place)
    counted = rules_by_place(world)
    assert beside
    assert place not in beside
    assert all(other.kind == "City" and other.slug.startswith("us-ca-") for other in beside)
    numbers = [counted[other.id] for other in beside]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[-1] > 0


def test_countries_are_beside_each_other(engine: Engine) -> None:
    world = World.read(engine)
    beside = places_beside(world, world.places.resolve("us"))
    assert beside
    assert all(other.kind == "Country" for other in beside)


@pytest.mark.parametrize(
    ("slug", "above"),
    [
        ("us-la-new-orleans", "us"),
        ("us-tx-austin", "us-tx"),
        ("us-ma-boston", "us-ma"),
        ("us-or-portland", "us"),
        ("gb-eng-london", "coe"),
        ("au-nt", "au"),
    ],
)
def test_place_alone_in_its_county_is_beside_those_in_the_next_place_above(
    engine: Engine, slug: str, above: str
) -> None:
    world = World.read(engine)
    place = world.places.resolve(slug)
    beside = places_beside(world, place)
    assert beside
    for other in beside:
        assert other.level == place.level
        assert f"jurisdiction/{above}" in other.chain
        assert other.id not in place.chain
        assert place.id not in other.chain
