"""Legal cases that a lawyer can read: `tests/cases/answers/*.yaml`, each entry one situation and its answer.

Keys of an entry. Needed: situation, source (why the answer is what it is, from the record's own sources),
place, actor, on, verdict, deciding. Allowed: activity (default use), setting, policy_verdict, also_binding,
not_binding (rule: reason), researched (place: true or false).
"""

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from graph.answer import VERDICTS, Answer, Lookup, ask
from graph.engine import Engine
from schema.periods import parse_day

CASES: Final = Path(__file__).parents[1] / "cases" / "answers"
NEEDED: Final = {"situation", "source", "place", "actor", "on", "verdict", "deciding"}
ALLOWED: Final = NEEDED | {
    "activity",
    "setting",
    "policy_verdict",
    "also_binding",
    "not_binding",
    "researched",
}


def _read(path: Path) -> list[Any]:
    cases = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(cases, list), f"{path.name} must be a list of cases"
    return [pytest.param(case, id=f"{path.stem}-{number}") for number, case in enumerate(cases, 1)]


FILES: Final = sorted(CASES.glob("*.yaml"))
ALL: Final = [case for path in FILES for case in _read(path)]


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


@pytest.mark.parametrize("case", ALL)
def test_law_answers_the_case_as_its_sources_say(lookup: Lookup, case: dict[str, Any]) -> None:
    _check_form(case)
    found = ask(
        lookup,
        case["place"],
        case["actor"],
        case.get("activity", "use"),
        case.get("setting"),
        on=parse_day(case["on"]),
    )
    story = _story(case, found)
    assert found.verdict == case["verdict"], story
    deciding = {bound.rule.id.removeprefix("rule/") for bound in found.deciding}
    assert set(case["deciding"]) <= deciding, story
    assert bool(case["deciding"]) == (case["verdict"] != "no-rule-known"), story
    if "policy_verdict" in case:
        assert found.policy_verdict == case["policy_verdict"], story
    binding = {bound.rule.id.removeprefix("rule/") for bound in found.bound}
    assert set(case.get("also_binding", ())) <= binding, story
    left_out = {left.rule.id.removeprefix("rule/"): left.reason for left in found.considered}
    for rule, reason in case.get("not_binding", {}).items():
        assert left_out.get(rule) == reason, f"{rule} should be left out as {reason}\n{story}"
    researched = {place.slug: place.researched_through is not None for place in found.coverage}
    for place, expected in case.get("researched", {}).items():
        assert researched.get(place) is (expected == "true"), story


def test_there_are_at_least_a_hundred_cases() -> None:
    assert len(ALL) >= 100


def test_no_two_cases_tell_the_same_situation() -> None:
    told = [case.values[0]["situation"] for case in ALL]
    assert sorted(told) == sorted(set(told))


def _check_form(case: dict[str, Any]) -> None:
    assert not NEEDED - set(case), f"missing: {sorted(NEEDED - set(case))}"
    assert not set(case) - ALLOWED, f"unknown: {sorted(set(case) - ALLOWED)}"
    assert case["verdict"] in VERDICTS, f"{case['verdict']} is not one of {', '.join(VERDICTS)}"
    assert date.min < parse_day(case["on"])


def _story(case: dict[str, Any], found: Answer) -> str:
    bound = [
        f"  {bound.rule.id.removeprefix('rule/')}: {bound.rule.effect}, {bound.rule.force}, "
        f"{'in full' if bound.in_full else 'in part: ' + '; '.join(bound.why)}"
        for bound in found.bound
    ]
    left = [
        f"  {left.rule.id.removeprefix('rule/')}: {left.reason}: {left.text}" for left in found.considered
    ]
    return "\n".join(
        [
            case["situation"],
            f"expected {case['verdict']} by {', '.join(case['deciding']) or 'nothing'}",
            f"found {found.verdict}",
            "binding:",
            *(bound or ["  nothing"]),
            "left out:",
            *left,
        ]
    )
