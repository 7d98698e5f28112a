from datetime import date

import pytest

from graph.answer import Lookup, ask
from graph.engine import Engine
from graph.many import ANSWERED, ask_many, summary_of
from schema.errors import AmbiguousPlace, BadDay, BadQuestion, QuestionError, UnknownConcept, UnknownPlace

DAY = date(2024, 6, 1)
GOOD = {"place": "San Francisco", "actor": "police"}


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


def test_each_question_has_its_own_outcome_in_order(lookup: Lookup) -> None:
    wrong: list[tuple[dict[str, object], type[QuestionError]]] = [
        ({**GOOD, "place": "Portland"}, AmbiguousPlace),
        ({**GOOD, "place": "Atlantis"}, UnknownPlace),
        ({**GOOD, "actor": "wizards"}, UnknownConcept),
        ({**GOOD, "on": "2024-02-30"}, BadDay),
        ({**GOOD, "place": None}, BadQuestion),
        ({**GOOD, "setting": 5}, BadQuestion),
        ({**GOOD, "place": "x" * 501}, BadQuestion),
        ({}, BadQuestion),
    ]
    questions = [one for question, _ in wrong for one in (question, GOOD)]
    found = list(ask_many(lookup, questions, DAY))
    assert [type(one.error) for one in found[::2]] == [error for _, error in wrong]
    right = ask(lookup, "San Francisco", "police", on=DAY)
    assert all(one.answer == right and one.error is None for one in found[1::2])


def test_part_that_is_empty_is_left_out_and_a_day_of_its_own_counts(lookup: Lookup) -> None:
    empty, old = ask_many(
        lookup, [{**GOOD, "activity": " ", "setting": "", "on": None}, {**GOOD, "on": "2010-01-01"}], DAY
    )
    assert empty.answer == ask(lookup, "San Francisco", "police", on=DAY)
    assert old.answer == ask(lookup, "San Francisco", "police", on=date(2010, 1, 1))


def test_summary_names_the_deciding_rule_and_those_that_decide_too(lookup: Lookup) -> None:
    answer = ask(lookup, "us-ca-san-francisco", "police", on=DAY)
    found = summary_of(answer)
    assert tuple(found) == ANSWERED
    assert found["rule"] == "rule/us-ca-san-francisco-19b-2019--ban"
    assert (found["law"], found["provision"]) == (
        "law/us-ca-san-francisco-19b-2019",
        "S.F. Admin. Code 19B.2(d)",
    )
    several = ask(lookup, "fr", "police", on=DAY)
    summary = summary_of(several)
    assert [summary["rule"], *summary["other_rules"]] == [bound.rule.id for bound in several.deciding]  # type: ignore[misc]


def test_silence_has_no_rule(lookup: Lookup) -> None:
    found = summary_of(ask(lookup, "us-wy", "police", on=DAY))
    assert (found["verdict"], found["rule"], found["other_rules"]) == ("no-rule-known", None, [])
