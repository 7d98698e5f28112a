from datetime import date

import pytest

from graph.answer import Lookup, ask
from graph.compare import clause_of, compare
from graph.engine import Engine
from schema.errors import UnknownConcept, UnknownPlace

DAY = date(2024, 6, 1)


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


def test_each_cell_is_the_answer_to_its_question(lookup: Lookup) -> None:
    found = compare(lookup, ["us-or-portland", "FR"], "police", ["use", "acquire"], on=DAY)
    assert [one.place.slug for one in found] == ["us-or-portland", "fr"]
    for one in found:
        for answer, activity in zip(one.answers, ("use", "acquire"), strict=True):
            assert answer == ask(lookup, one.place.id, "police", activity, on=DAY)


def test_all_activities_are_compared_when_none_is_named(lookup: Lookup) -> None:
    (found,) = compare(lookup, ["fr"], "police", on=DAY)
    asked = [answer.question.activity for answer in found.answers]
    assert asked == [concept.word for concept in lookup.concepts.among("activity")]


def test_place_and_activity_that_are_named_twice_stand_once(lookup: Lookup) -> None:
    (found,) = compare(lookup, ["fr", "France", "FR"], "police", ["use", "Use"], on=DAY)
    assert len(found.answers) == 1


def test_clause_is_the_first_rule_that_decides_and_silence_has_none(lookup: Lookup) -> None:
    clause = clause_of(ask(lookup, "us-ca-san-francisco", "police", on=DAY))
    assert clause is not None
    assert clause.rule.id == "rule/us-ca-san-francisco-19b-2019--ban"
    assert clause_of(ask(lookup, "us-wy", "police", on=DAY)) is None


def test_words_that_mean_nothing_are_errors(lookup: Lookup) -> None:
    with pytest.raises(UnknownPlace):
        compare(lookup, ["fr", "Atlantis"], "police", on=DAY)
    with pytest.raises(UnknownConcept):
        compare(lookup, ["fr"], "police", ["juggling"], on=DAY)
