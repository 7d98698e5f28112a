"""Does this rule bind here? Each condition is one function below, and says in words why it holds or fails.

A rule binds a question when every condition holds: *in full* when each holds in full, else *in part*.
The conditions, in the order in which a rule that is left out is told its reason:

    enacted      its text is law: not a bill that is pending, failed or vetoed          not-enacted
    actor        it governs the actor asked about (full), or some of them (part)        other-actor
    level        its government may bind a body of that level                           other-level
    activity     it governs the activity asked about (full), or some of it (part)       other-activity
    setting      it holds in the setting asked about (full), or in some places (part)   other-setting
    begun        from its first day on                                                  not-yet-in-force
    not ended    until the day before its end                                           ended
    pre-emption  no higher rule in force sets it aside                                  pre-empted
    reach        a limited prohibition or permission binds in part
    opening      a prohibition that a law in force opens binds in part
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from graph.concepts import Concepts
from graph.places import Place
from graph.question import Question
from graph.rules import Rule

GOVERNMENT: Final = "government"
PRIVATE: Final = "private-sector"
EVERYONE: Final = "everyone"

_LEVEL_OF_ACTOR: Final = {
    "municipal-police": "local",
    "local-government": "local",
    "civilian-departments": "local",
    "state-police": "state",
    "state-government": "state",
    "national-police": "national",
    "union-bodies": "supranational",
    "national-government": "national",
}
_ABOVE: Final = {"state": ("national", "supranational"), "national": ("supranational",)}
"""The levels whose bodies the law of a state or a country cannot bind."""

REASONS: Final = (
    "not-enacted",
    "other-actor",
    "other-level",
    "other-activity",
    "other-setting",
    "not-yet-in-force",
    "ended",
    "pre-empted",
)
"""The codes for why a rule is left out, in the order in which they are told."""

_NOT_LAW: Final = {
    "pending": "is not law: it is pending",
    "failed": "never became law: it failed",
    "vetoed": "never became law: it was vetoed",
}


@dataclass(frozen=True)
class Condition:
    """One condition of a rule's binding: whether it holds, whether in full, and why, in a sentence."""

    name: str
    holds: bool
    full: bool
    text: str
    reason: str = ""
    """The code for a rule that is left out because of this condition."""


Seen: TypeAlias = dict[tuple[str, frozenset[str], str | None], Condition]
"""Conditions made before, by name, by what a rule names, and by what was asked: they depend on nothing else,
and there are only as many as rules that differ there times the words of a scheme.
"""


@dataclass(frozen=True)
class Case:
    """A question together with what decides it beside the single rule.

    `jurisdictions` are the place and those above it by id; `in_force` are the considered rules in force that
    day which open or pre-empt others. `seen` may be shared by cases with the same concepts.
    """

    question: Question
    concepts: Concepts
    jurisdictions: Mapping[str, Place]
    in_force: tuple[Rule, ...] = field(default=())
    seen: Seen = field(default_factory=dict, compare=False, repr=False)

    def once(
        self, name: str, words: frozenset[str], asked: str | None, make: Callable[[], Condition]
    ) -> Condition:
        """A condition made before, or made now."""
        key = (name, words, asked)
        found = self.seen.get(key)
        if found is None:
            found = self.seen[key] = make()
        return found


_ENACTED: Final = Condition("enacted", True, True, "is law", "not-enacted")
_EVERYONE: Final = Condition("level", True, True, "reaches everyone in its territory", "other-level")
_EVERYWHERE: Final = Condition("setting", True, True, "holds everywhere", "other-setting")
_NO_END: Final = Condition("not ended", True, True, "no end is known", "ended")
_NOT_SET_ASIDE: Final = Condition("pre-emption", True, True, "no rule above sets it aside", "pre-empted")
_REACHES_ALL: Final = Condition("reach", True, True, "reaches all that it names")
_NOT_OPENED: Final = Condition("opening", True, True, "no rule in force opens it")


def conditions(rule: Rule, case: Case) -> Iterator[Condition]:
    """The conditions of a rule's binding in the order above; made one by one, so that a caller may stop."""
    yield from lasting_conditions(rule, case)
    yield has_begun(rule, case.question.day)
    yield has_not_ended(rule, case.question.day)
    yield is_not_preempted(rule, case)
    yield reaches_in_full(rule)
    yield is_not_opened(rule, case)


def lasting_conditions(rule: Rule, case: Case) -> Iterator[Condition]:
    """Those of them that are the same on every day; they come first."""
    yield enacted(rule)
    yield governs_actor(rule, case)
    yield level_reaches(rule, case)
    yield governs_activity(rule, case)
    yield holds_in_setting(rule, case)


def may_bind(rule: Rule, case: Case) -> bool:
    """Whether the rule may bind the question on some day, if not on the question's own."""
    return all(condition.holds for condition in lasting_conditions(rule, case))


def enacted(rule: Rule) -> Condition:
    """A text that never became law binds nobody."""
    if rule.is_enacted():
        return _ENACTED
    return Condition("enacted", False, True, _NOT_LAW[rule.law.status], "not-enacted")


def governs_actor(rule: Rule, case: Case) -> Condition:
    """The actor asked about, or a broader one: in full. A narrower one only: in part.

    A body that is either public or private, matched through one side only, is bound in part.
    """
    actors, asked = rule.actors, case.question.actor
    return case.once("actor", actors, asked, lambda: _governs_actor(actors, asked, case.concepts))


def _governs_actor(actors: frozenset[str], asked: str, concepts: Concepts) -> Condition:
    hits = actors & (concepts.broader(asked) | {asked})
    if hits:
        side = _one_side(asked, hits, concepts)
        if side:
            return Condition(
                "actor", True, False, f"binds only {side} {concepts.labels[asked]}", "other-actor"
            )
        return Condition("actor", True, True, f"binds {concepts.listed(hits)}", "other-actor")
    narrower = actors & concepts.narrower(asked)
    if narrower:
        return Condition("actor", True, False, f"binds only {concepts.listed(narrower)}", "other-actor")
    text = f"binds {concepts.listed(actors)}; the question is about {concepts.labels[asked]}"
    return Condition("actor", False, False, text, "other-actor")


def level_reaches(rule: Rule, case: Case) -> Condition:
    """A public body is bound by its own government's law and by state, national and supranational law above.

    The law of a city or county binds only its own bodies, a county's not those of the cities in it; the law
    of a state does not bind national bodies, that of a country not those of a union of states. Law on private
    actors reaches everyone in its territory.
    """
    question, concepts = case.question, case.concepts
    asked = question.actor
    if not _may_be_public(rule, asked, concepts):
        return _EVERYONE
    home = case.jurisdictions[rule.jurisdiction]
    obstacle = home_obstacle(home, question, concepts.labels[asked])
    if not obstacle:
        text = f"the law of {home.name} can bind {concepts.labels[asked]} there"
        return Condition("level", True, True, text, "other-level")
    if asked in concepts.public_or_private and rule.actors & {asked, EVERYONE, PRIVATE}:
        text = f"binds only private {concepts.labels[asked]}: {obstacle}"
        return Condition("level", True, False, text, "other-level")
    return Condition("level", False, False, obstacle, "other-level")


def governs_activity(rule: Rule, case: Case) -> Condition:
    """The activity asked about, or a broader one: in full. A narrower one only: in part."""
    activities, asked = rule.activities, case.question.activity
    return case.once(
        "activity", activities, asked, lambda: _governs_activity(activities, asked, case.concepts)
    )


def _governs_activity(activities: frozenset[str], asked: str, concepts: Concepts) -> Condition:
    hits = activities & (concepts.broader(asked) | {asked})
    if hits:
        return Condition("activity", True, True, f"covers {concepts.listed(hits)}", "other-activity")
    narrower = activities & concepts.narrower(asked)
    if narrower:
        text = f"covers only {concepts.listed(narrower)}"
        return Condition("activity", True, False, text, "other-activity")
    text = f"covers {concepts.listed(activities)}; the question is about {concepts.labels[asked]}"
    return Condition("activity", False, False, text, "other-activity")


def holds_in_setting(rule: Rule, case: Case) -> Condition:
    """A rule without a setting holds everywhere; one with settings, asked without one, holds in part."""
    settings, asked = rule.settings, case.question.setting
    if not settings:
        return _EVERYWHERE
    return case.once("setting", settings, asked, lambda: _holds_in_setting(settings, asked, case.concepts))


def _holds_in_setting(settings: frozenset[str], asked: str | None, concepts: Concepts) -> Condition:
    if asked is None:
        text = f"holds only in certain settings: {concepts.listed(settings)}"
        return Condition("setting", True, False, text, "other-setting")
    hits = settings & (concepts.broader(asked) | {asked})
    if hits:
        return Condition("setting", True, True, f"holds in {concepts.listed(hits)}", "other-setting")
    narrower = settings & concepts.narrower(asked)
    if narrower:
        text = f"holds only in part of that setting: {concepts.listed(narrower)}"
        return Condition("setting", True, False, text, "other-setting")
    text = f"holds in {concepts.listed(settings)}; the question is about {concepts.labels[asked]}"
    return Condition("setting", False, False, text, "other-setting")


def has_begun(rule: Rule, day: date) -> Condition:
    """From its first day on; a rule whose first day is not known has begun."""
    start = rule.period.start
    if start is None:
        text = "has begun on a day that is not known"
    elif rule.period.has_begun(day):
        text = f"binds since {start.words}"
    else:
        text = f"binds from {start.words} on"
    return Condition("begun", rule.period.has_begun(day), True, text, "not-yet-in-force")


def has_not_ended(rule: Rule, day: date) -> Condition:
    """Until the day before its end: the end is the first day on which it no longer binds."""
    end = rule.period.end
    if end is None:
        return _NO_END
    ended = rule.period.has_ended(day)
    text = f"{'bound' if ended else 'binds'} until {end.words}"
    return Condition("not ended", not ended, True, text, "ended")


def is_not_preempted(rule: Rule, case: Case) -> Condition:
    """A rule, or its whole law, that a higher rule in force sets aside is not applied."""
    above = next((other for other in case.in_force if other.preempts & {rule.id, rule.law.id}), None)
    if above is None:
        return _NOT_SET_ASIDE
    return Condition("pre-emption", False, True, f"set aside by {above.law.name} ({above.id})", "pre-empted")


def reaches_in_full(rule: Rule) -> Condition:
    """A prohibition or permission of limited reach binds in part."""
    if rule.reach != "limited":
        return _REACHES_ALL
    return Condition("reach", True, False, f"limited to: {rule.limited_to}")


def is_not_opened(rule: Rule, case: Case) -> Condition:
    """A rule that another rule in force opens binds in part."""
    opener = next((other for other in case.in_force if rule.id in other.opens), None)
    if opener is None:
        return _NOT_OPENED
    return Condition("opening", True, False, f"opened in part by {opener.law.name} ({opener.id})")


def _one_side(asked: str, hits: frozenset[str], concepts: Concepts) -> str:
    """ "public" or "private" when only that side of an either-public-or-private body is reached, else ""."""
    if asked not in concepts.public_or_private or hits & {asked, EVERYONE}:
        return ""
    public, private = GOVERNMENT in hits, PRIVATE in hits
    return "" if public and private else "public" if public else "private"


def _may_be_public(rule: Rule, asked: str, concepts: Concepts) -> bool:
    """Whether the rule would bind the actor asked about as a public body."""
    if asked in concepts.public_or_private:
        return bool(rule.actors & {asked, EVERYONE, GOVERNMENT})
    return asked == GOVERNMENT or GOVERNMENT in concepts.broader(asked)


def _level_of(question: Question) -> str:
    return _LEVEL_OF_ACTOR.get(question.actor, question.place.level)


def home_obstacle(home: Place, question: Question, asked: str) -> str:
    """Why the law of `home` cannot bind the public body asked about (its label); "" when it can."""
    level = _level_of(question)
    if home.level == "local":
        if level != "local":
            return (
                f"binds the own bodies of {home.name}; the law of a {home.kind.lower()} cannot bind {asked}"
            )
        if home.id != question.place.id:
            return (
                f"the law of {home.name} on public bodies binds its own, not those of {question.place.name}"
            )
    if home.level in ("state", "national") and level in _ABOVE[home.level]:
        return f"binds bodies of {home.name} and below; its law cannot bind {asked}"
    return ""
