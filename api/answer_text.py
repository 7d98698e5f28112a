"""The answer and its proof as text for a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from api.terminal import Paper
from api.words import CHECKED, VERDICTS
from graph.answer import NOT_LEGAL_ADVICE, Answer, Bound
from graph.concepts import Concepts
from graph.places import Place
from schema.periods import day_words

_STYLES: Final = {
    "prohibited": "red",
    "conditional": "yellow",
    "authorised": "green",
    "no-rule-known": "blue",
}
_BESIDE: Final = (("policy", "Policies"), ("guidance", "Guidance"))


def write_answer(paper: Paper, answer: Answer, concepts: Concepts, everything: bool = False) -> None:
    """Write an answer: in full what decides it, in short what else binds.

    With `everything`, all of it in full, and each rule that was left out, with the reason.
    """
    _write_verdict(paper, answer, concepts)
    deciding = answer.deciding
    others = [bound for bound in answer.with_force("law") if bound not in deciding]
    writer = _RuleWriter(paper, concepts, {place.id: place.name for place in answer.coverage})
    writer.write("What decides", deciding)
    writer.write("Also binding", others, in_full=everything)
    for force, heading in _BESIDE:
        heading += ", beside the verdict: without the force of law"
        writer.write(heading, answer.with_force(force), in_full=everything)
    _write_left_out(paper, answer, everything)
    _write_coverage(paper, answer.coverage)
    paper.line()
    paper.wrap(f"{NOT_LEGAL_ADVICE} Data: {answer.data_version}.", style="dim")


def period_words(start: str | None, end: str | None, end_kind: str | None) -> str:
    """A period in words; the end is the first day on which the rule no longer binds."""
    since = f"since {day_words(start)}" if start else "since a day that is not known"
    if end:
        return f"{since}, until {day_words(end)} (that day not included)"
    return f"{since}; it may have ended" if end_kind == "unknown" else since


def _write_verdict(paper: Paper, answer: Answer, concepts: Concepts) -> None:
    question = answer.question
    sign, word, sentence = VERDICTS[answer.verdict]
    asked = [concepts.labels[question.actor], concepts.labels[question.activity]]
    if question.setting:
        asked.append(concepts.labels[question.setting])
    paper.wrap(word, lead=f"{sign} ", style=_STYLES[answer.verdict])
    paper.wrap(
        f"{', '.join(asked)}: {question.place.name}, {day_words(question.day)}", indent=2, style="bold"
    )
    paper.wrap(f"{question.place.name}: {answer.place_context}", indent=2, style="dim")
    if question.actor != question.actor_asked:
        meant = f'"{question.actor_asked}" means {concepts.labels[question.actor]} there.'
        paper.wrap(meant, indent=2, style="dim")
    if answer.verdict == "no-rule-known":
        place = question.place
        through = place.researched_through
        looked = f"was researched through {day_words(through)}" if through else "itself was not researched"
        sentence = f"{sentence} The law of {place.name} {looked}."
    paper.wrap(sentence, indent=2)
    if answer.policy_verdict != answer.verdict:
        paper.wrap(
            f"With the body's own policy counted: {VERDICTS[answer.policy_verdict][1].lower()}.", indent=2
        )


class _RuleWriter:
    """Writes rules that bind; `names` are those of the places."""

    def __init__(self, paper: Paper, concepts: Concepts, names: Mapping[str, str]) -> None:
        self._paper = paper
        self._concepts = concepts
        self._names = names

    def write(self, heading: str, found: Sequence[Bound], in_full: bool = True) -> None:
        """Write rules under a heading; if not in full, without what their records rest on."""
        if not found:
            return
        self._paper.heading(heading)
        for bound in found:
            binds = "binds in full" if bound.in_full else "binds in part"
            title = f"{self._concepts.labels[bound.rule.effect]}, {binds}"
            facts = self._law(bound) + (self._proof(bound) if in_full else [])
            self._paper.entry(title, bound.rule.summary, [*facts, ("rule", bound.rule.id)])

    def _law(self, bound: Bound) -> list[tuple[str, str | None]]:
        rule = bound.rule
        law = ", ".join(filter(None, (rule.law.name, rule.law.citation)))
        period = period_words(_text(rule.period.start), _text(rule.period.end), rule.end_kind)
        return [
            ("in part", "; ".join(bound.why)),
            ("law", f"{law} ({self._names[rule.jurisdiction]})"),
            ("provision", rule.provision),
            ("text", rule.law.url),
            ("in force", period),
            ("stale", f"not confirmed since {day_words(bound.stale_since)}" if bound.stale_since else None),
            *(("except", exception.summary) for exception in rule.exceptions),
        ]

    def _proof(self, bound: Bound) -> list[tuple[str, str | None]]:
        rule = bound.rule
        checked = CHECKED[rule.verification]
        if rule.verified_on:
            checked += f", last confirmed {day_words(rule.verified_on)}"
        return [
            ("checked", checked),
            *(("doubt", doubt) for doubt in rule.doubts),
            *(("source", source.url) for source in rule.sources),
        ]


def _write_left_out(paper: Paper, answer: Answer, everything: bool) -> None:
    if not answer.considered:
        return
    count = len(answer.considered)
    paper.heading(f"Considered and left out: {count} rule{'' if count == 1 else 's'}")
    if not everything:
        paper.wrap("--all lists them, with the reason for each", indent=2, style="dim")
        return
    for left in answer.considered:
        paper.wrap(f"{left.rule.id.partition('/')[2]}: {left.text}", indent=2, lead="- ")


def _write_coverage(paper: Paper, places: Iterable[Place]) -> None:
    paper.heading("Who looked")
    for place in places:
        through = place.researched_through
        looked = f"researched through {day_words(through)}" if through else "not researched"
        note = f" ({place.research_note})" if place.research_note else ""
        paper.wrap(f"{place.name}: {looked}{note}", indent=2, lead="- ")


def _text(value: object) -> str | None:
    return None if value is None else str(value)
