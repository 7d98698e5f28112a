"""Legal cases that a lawyer can read: `tests/cases/answers/*.yaml`, each entry one situation and its answer.

Keys of an entry. Needed:
    situation, source (why the answer is what it is, from the record's own sources), place, actor, on,
    verdict, deciding (rules with the force of law that carry the verdict; none for no-rule-known)
Allowed:
    activity (default use), setting, policy_verdict, also_binding (rules of any force), not_binding (rule: the
    code of the reason), researched (place: true or false)
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from graph.answer import VERDICTS, Answer, Lookup, ask
from graph.binding import REASONS
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
    text = path.read_text(encoding="utf-8")
    cases = yaml.load(text, Loader=yaml.BaseLoader)
    assert isinstance(cases, list), f"{path.name} must be a list of cases"
    whole = yaml.compose(text, Loader=yaml.BaseLoader)
    assert isinstance(whole, yaml.SequenceNode)
    return [
        pytest.param(case, _twice_in(node), id=f"{path.stem}:{node.start_mark.line + 1}")
        for case, node in zip(cases, whole.value, strict=True)
    ]


def _twice_in(case: yaml.MappingNode) -> set[str]:
    """The keys that a case gives more than once, which YAML readers pass over."""
    keys = [key.value for key, _ in case.value]
    return {key for key in keys if keys.count(key) > 1}


FILES: Final = sorted(CASES.glob("*.yaml"))
ALL: Final = [case for path in FILES for case in _read(path)]


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


@pytest.mark.parametrize(("case", "twice"), ALL)
def test_law_answers_the_case_as_its_sources_say(
    lookup: Lookup, case: dict[str, Any], twice: set[str]
) -> None:
    assert not twice, f"given twice: {', '.join(sorted(twice))}"
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


def test_every_verdict_that_may_surprise_has_cases() -> None:
    assert {"prohibited", "conditional", "no-rule-known"} <= {case.values[0]["verdict"] for case in ALL}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"colour": "red"}, "unknown: colour"),
        ({"verdict": "allowed"}, "allowed is not one of prohibited"),
        ({"policy_verdict": "allowed"}, "allowed is not one of prohibited"),
        ({"deciding": "a-rule"}, "deciding must be a list"),
        ({"not_binding": {"a-rule": "asleep"}}, "asleep is not one of not-enacted"),
        ({"researched": {"us": "yes"}}, "yes is not one of true, false"),
        ({"source": ""}, "source is empty"),
    ],
)
def test_case_that_is_not_in_form_says_what_is_wrong(change: dict[str, Any], fault: str) -> None:
    good = dict.fromkeys(NEEDED, "x") | {"on": "2024-06-01", "verdict": "prohibited", "deciding": []}
    _check_form(good)
    with pytest.raises(AssertionError, match=fault):
        _check_form(good | change)


def test_no_two_cases_tell_the_same_situation() -> None:
    told = [case.values[0]["situation"] for case in ALL]
    assert sorted(told) == sorted(set(told))


def _check_form(case: dict[str, Any]) -> None:
    assert not NEEDED - set(case), f"missing: {', '.join(sorted(NEEDED - set(case)))}"
    assert not set(case) - ALLOWED, f"unknown: {', '.join(sorted(set(case) - ALLOWED))}"
    for key in sorted(NEEDED - {"deciding"}):
        assert case[key], f"{key} is empty"
    for key in ("deciding", "also_binding"):
        assert isinstance(case.get(key, []), list), f"{key} must be a list"
    _check_words([case["verdict"], case.get("policy_verdict", case["verdict"])], VERDICTS)
    _check_words(case.get("not_binding", {}).values(), REASONS)
    _check_words(case.get("researched", {}).values(), ("true", "false"))
    parse_day(case["on"])


def _check_words(given: Iterable[str], accepted: Sequence[str]) -> None:
    for word in given:
        assert word in accepted, f"{word} is not one of {', '.join(accepted)}"


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
