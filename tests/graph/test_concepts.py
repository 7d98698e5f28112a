import pytest

from graph.concepts import Concepts
from graph.engine import Engine
from schema.errors import UnknownConcept


@pytest.fixture(scope="module")
def concepts(engine: Engine) -> Concepts:
    return Concepts.read(engine)


def test_municipal_police_is_narrower_than_police_and_local_government(concepts: Concepts) -> None:
    assert concepts.broader("municipal-police") == {"police", "local-government", "government", "everyone"}


def test_use_is_broader_than_its_ways_and_narrower_than_any(concepts: Concepts) -> None:
    assert {"real-time-identification", "drone", "sole-basis-for-arrest"} <= concepts.narrower("use")
    assert concepts.broader("use") == {"any"}


def test_other_technology_stands_outside_any(concepts: Concepts) -> None:
    assert concepts.broader("other-technology") == frozenset()


def test_schools_and_transit_are_either_public_or_private(concepts: Concepts) -> None:
    assert concepts.public_or_private == {"schools", "transit"}


@pytest.mark.parametrize(
    "given", ["municipal-police", "Municipal Police", "municipal_police", " fl:municipal-police "]
)
def test_word_is_understood_in_any_case_and_spelling(concepts: Concepts, given: str) -> None:
    assert concepts.word("actor", given) == "municipal-police"


def test_unknown_word_names_the_accepted_and_the_near_ones(concepts: Concepts) -> None:
    with pytest.raises(UnknownConcept) as caught:
        concepts.word("actor", "polis")
    assert "municipal-police" in caught.value.accepted
    assert caught.value.near == ("police",)
    assert "did you mean police?" in str(caught.value)


def test_word_of_one_scheme_is_unknown_in_another(concepts: Concepts) -> None:
    with pytest.raises(UnknownConcept):
        concepts.word("setting", "police")


def test_label_of_a_word_is_for_people(concepts: Concepts) -> None:
    assert concepts.labels["verification-1to1"] == "one-to-one verification"
    assert concepts.listed(["schools", "municipal-police"]) == "municipal police, schools"
