"""Why a rule binds a question, or why it does not: every condition, in words, whichever rule it is.

The conditions are those of `graph.binding`. A rule whose law is not that of the place or of a place above it
is not even considered there; here it is asked all the same, with that as its first condition.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from graph.answer import NOT_LEGAL_ADVICE, Answer, Bound, Lookup, answer, bound_as_dict, case_of, stale_since
from graph.binding import Case, Condition, conditions
from graph.description import current_id
from graph.engine import iri_term
from graph.places import Place
from graph.queries import load_query
from graph.question import Question
from graph.rules import Rule
from schema.errors import NotFound
from schema.vocabulary import ID, iri_of, short_id

_HOME: Final = load_query("rule_home")
_KIND: Final = "rule/"
_SLUG: Final = re.compile(r"[a-z0-9-]+")
ELSEWHERE: Final = "other-jurisdiction"
"""The code for a rule whose law does not hold at the place at all."""


@dataclass(frozen=True)
class Explanation:
    """What each condition says of a rule and a question, and what the answer to the question is."""

    answer: Answer
    rule: Rule
    conditions: tuple[Condition, ...]

    @property
    def failing(self) -> Condition | None:
        """The first condition that fails: the reason that an answer gives."""
        return next((condition for condition in self.conditions if not condition.holds), None)

    @property
    def binds(self) -> str:
        """Whether the rule binds: full, part or no."""
        if self.failing:
            return "no"
        return "full" if all(condition.full for condition in self.conditions) else "part"


def find_rule(lookup: Lookup, given: str) -> Rule:
    """The rule of an id, a slug or an IRI, also of one that it had before; NotFound when there is none."""
    slug = given.strip().removeprefix(ID).removeprefix(_KIND)
    if _SLUG.fullmatch(slug):
        former = current_id(lookup.engine, iri_of(_KIND + slug))
        if found := _rule(lookup, former or _KIND + slug):
            return found
    raise NotFound("rule", slug)


def explain(lookup: Lookup, rule: Rule, question: Question) -> Explanation:
    """Ask every condition of a rule about a question."""
    home = lookup.places.by_id[rule.jurisdiction]
    is_above = home.id in question.place.chain
    stack = lookup.rules_in(question.place)
    others = [] if is_above else lookup.rules_in(home)
    case = case_of(lookup, question, [*stack, *others])
    found = tuple(conditions(rule, case)) if is_above else tuple(_elsewhere(rule, case, home))
    return Explanation(answer(lookup, question), rule, (_holds_there(home, question.place), *found))


def explanation_as_dict(found: Explanation) -> dict[str, Any]:
    """An explanation as the doors give it."""
    binds, failing, question = found.binds, found.failing, found.answer.question
    partial = tuple(one.text for one in found.conditions if one.holds and not one.full)
    inherited = found.rule.jurisdiction != question.place.id
    bound = Bound(found.rule, binds == "full", partial, inherited, stale_since(found.rule, question.day))
    return {
        "question": found.answer.question_as_dict(),
        "rule": {**bound_as_dict(bound), "binds": binds},
        "binds": binds,
        "decides": found.rule.id in {bound.rule.id for bound in found.answer.deciding},
        "verdict": found.answer.verdict,
        "reason": failing.reason if failing else None,
        "text": _sentence(found),
        "conditions": [
            {
                "condition": condition.name.replace(" ", "-"),
                "holds": "no" if not condition.holds else "full" if condition.full else "part",
                "text": condition.text,
            }
            for condition in found.conditions
        ],
        "data_version": found.answer.data_version,
        "not_legal_advice": NOT_LEGAL_ADVICE,
    }


def _sentence(found: Explanation) -> str:
    if found.failing:
        return f"It does not bind here: {found.failing.text}."
    partial = [condition.text for condition in found.conditions if not condition.full]
    return f"It binds in part: {'; '.join(partial)}." if partial else "It binds in full."


def _holds_there(home: Place, place: Place) -> Condition:
    """The first condition: the rule's law is that of the place, or of a place above it."""
    if home.id == place.id:
        return Condition("jurisdiction", True, True, f"is law of {home.name} itself", ELSEWHERE)
    if home.id in place.chain:
        return Condition(
            "jurisdiction", True, True, f"is law of {home.name}, which {place.name} lies in", ELSEWHERE
        )
    text = f"is law of {home.name}, which {place.name} does not lie in"
    return Condition("jurisdiction", False, False, text, ELSEWHERE)


def _elsewhere(rule: Rule, case: Case, home: Place) -> Iterator[Condition]:
    """The conditions of a rule of another place: its government has no say here, whatever its level."""
    there = Case(
        case.question, case.concepts, {**case.jurisdictions, home.id: home}, case.in_force, case.seen
    )
    for condition in conditions(rule, there):
        if condition.name == "level":
            text = f"{home.name} has no say over {case.question.place.name}"
            condition = Condition("level", False, False, text, condition.reason)
        yield condition


def _rule(lookup: Lookup, id: str) -> Rule | None:
    for row in lookup.engine.select(_HOME, rule=iri_term(iri_of(id))):
        home = lookup.places.by_id[short_id(row["jurisdiction"])]
        for rule in lookup.rules_in(home):
            if rule.id == id:
                return rule
    return None
