from graph.answer import Lookup
from graph.engine import Engine
from graph.place_words import DISTRICTS, FORCES, NAMESAKES, NICKNAMES, SHARED


def test_every_everyday_name_leads_to_one_place_of_the_data(engine: Engine) -> None:
    places = Lookup(engine).places
    wrong = {name for name in NICKNAMES if len(places.named(name)) != 1}
    assert wrong == set()
    assert all(len(places.named(name.removesuffix(" police"))) == 1 for name in [*FORCES, *DISTRICTS])


def test_no_everyday_name_is_a_name_of_another_place(engine: Engine) -> None:
    places = Lookup(engine).places
    for name, text in NICKNAMES.items():
        for other in text.split("|"):
            assert set(places.named(other)) <= set(places.named(name)), other


def test_shared_names_and_namesakes_are_in_the_data(engine: Engine) -> None:
    places = Lookup(engine).places
    slugs = {place.slug for place in places.by_id.values()}
    assert {slug for meant in SHARED.values() for slug in meant} <= slugs
    assert {name for name in NAMESAKES if not places.named(name)} == set()
