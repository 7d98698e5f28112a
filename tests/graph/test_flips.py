from datetime import date
from pathlib import Path

import pytest

from graph.answer import Lookup, ask
from graph.engine import Engine
from graph.flips import Flip, Flips, flips
from graph.revisions import of_records

TODAY = date(2020, 6, 1)
LAW = Path("law") / "us-ca" / "us-ca-oakland-2019.yaml"


@pytest.fixture(autouse=True)
def _told(records: Path) -> None:
    """The small rule with a summary, which answers need."""
    law = records / LAW
    text = law.read_text(encoding="utf-8")
    law.write_text(text.replace("    end_kind:", "    summary: None.\n    end_kind:"), encoding="utf-8")


def edited(records: Path, *pairs: tuple[str, str], path: Path = LAW) -> Lookup:
    """The small records with some text in place of other text."""
    file = records / path
    before = file.read_text(encoding="utf-8")
    text = before
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    engine = of_records(records)
    file.write_text(before, encoding="utf-8")
    return Lookup(engine)


def of(found: Flips, actor: str, activity: str = "use") -> list[Flip]:
    return [flip for flip in found.flips if (flip.actor, flip.activity) == (actor, activity)]


def every_answer(old: Lookup, new: Lookup, days: list[date]) -> set[tuple[str, str, str, date]]:
    """The long way round: every question of both datasets, by the answer itself."""
    return {
        (place, actor.word, activity.word, day)
        for place in old.places.by_id.keys() & new.places.by_id.keys()
        for actor in old.concepts.among("actor")
        for activity in old.concepts.among("activity")
        for day in days
        if ask(old, place, actor.word, activity.word, on=day).verdict
        != ask(new, place, actor.word, activity.word, on=day).verdict
    }


def test_same_data_flips_nothing_and_asks_nothing(records: Path) -> None:
    same = edited(records)
    found = flips(same, same, TODAY)
    assert (found.flips, found.questions, found.places) == ((), 0, 0)


def test_longer_ban_flips_the_days_that_it_gained(records: Path) -> None:
    old, new = edited(records), edited(records, ("until: '2021'", "until: '2022'"))
    (flip,) = of(flips(old, new, TODAY), "municipal-police")
    assert (flip.start, flip.end) == (date(2021, 1, 1), date(2022, 1, 1))
    assert (flip.before, flip.after, flip.of) == ("no-rule-known", "prohibited", "law")
    assert (flip.rules_before, flip.rules_after) == ((), ("rule/us-ca-oakland-2019--ban",))
    assert not flip.holds_on(TODAY)
    assert flip.holds_on(date(2021, 1, 1))
    assert not flip.holds_on(date(2022, 1, 1))


def test_first_day_that_is_no_longer_known_flips_ever_since(records: Path) -> None:
    old, new = edited(records), edited(records, ("    from: 2019-07\n", ""))
    (flip,) = of(flips(old, new, TODAY), "municipal-police")
    assert (flip.start, flip.end) == (None, date(2019, 7, 1))


def test_policy_flips_only_what_follows_from_policies(records: Path) -> None:
    old, new = (
        edited(records, ("kind: statute", "kind: policy")),
        edited(records, ("kind: statute", "kind: policy"), ("effect: ban", "effect: restriction")),
    )
    (flip,) = of(flips(old, new, TODAY), "municipal-police")
    assert (flip.before, flip.after, flip.of) == ("prohibited", "conditional", "policy")


@pytest.mark.parametrize(
    "pairs",
    [
        [("until: '2021'", "until: '2022'")],
        [("from: 2019-07", "from: '2020-02-03'")],
        [("effect: ban", "effect: warrant-required")],
        [("[municipal-police]", "[local-government]")],
        [("[municipal-police]", "[private-sector, state-police]")],
        [("[use]", "[real-time-identification, store]")],
        [("reach: full", "reach: limited\n    limited_to: Some.")],
        [("status: in-force", "status: failed")],
        [("jurisdiction/us-ca-oakland", "jurisdiction/us-ca")],
    ],
)
def test_flips_are_those_that_asking_everything_finds(records: Path, pairs: list[tuple[str, str]]) -> None:
    old, new = edited(records), edited(records, *pairs)
    days = [date.min, date(2019, 7, 1), TODAY, date(2020, 12, 31), date(2021, 1, 1), date(2022, 1, 1)]
    found = flips(old, new, TODAY)
    told = {
        (flip.place.id, flip.actor, flip.activity, day)
        for flip in found.flips
        for day in days
        if flip.of == "law" and flip.holds_on(day)
    }
    expected = every_answer(old, new, days)
    assert expected
    assert told == {
        one for one in expected if one[1] != "police"
    }  # "police" means other police, asked anyway
    for flip in found.flips:
        day = flip.start or date.min
        question = (flip.place.id, flip.actor, flip.activity)
        assert ask(old, *question, on=day).verdict == flip.before
        assert ask(new, *question, on=day).verdict == flip.after


PREEMPTING = """\
id: law/us-ca-act-2020
type: Law
name: State act
jurisdiction: jurisdiction/us-ca
kind: statute
status: in-force
rules:
  - id: rule/us-ca-act-2020--only
    effect: notice-required
    reach: full
    actors: [retailers]
    activities: [store]
    from: '2020-03-01'
    until: '2020-09-01'
    end_kind: end-date
    preempts: [rule/us-ca-oakland-2019--ban]
    summary: None.
    sources:
      - id: source/act
        url: https://example.org/act
verification: verified-text
checked: '2026-07-31'
sources:
  - id: source/act
    url: https://example.org/act
"""


@pytest.mark.parametrize("link", ["preempts", "opens"])
def test_rule_that_acts_on_another_flips_what_that_one_decides(records: Path, link: str) -> None:
    old = edited(records)
    act = records / "law" / "us-ca" / "us-ca-act-2020.yaml"
    act.write_text(PREEMPTING.replace("preempts", link), encoding="utf-8")
    new = edited(records)
    days = [date(2020, 2, 29), date(2020, 3, 1), TODAY, date(2020, 8, 31), date(2020, 9, 1)]
    told = {
        (flip.place.id, flip.actor, flip.activity, day)
        for flip in flips(old, new, TODAY).flips
        for day in days
        if flip.of == "law" and flip.holds_on(day)
    }
    assert told == {one for one in every_answer(old, new, days) if one[1] != "police"}
    (flip,) = of(flips(old, new, TODAY), "municipal-police")
    assert (flip.start, flip.end) == (date(2020, 3, 1), date(2020, 9, 1))
    assert flip.after == ("no-rule-known" if link == "preempts" else "conditional")


def test_place_in_another_state_is_asked_about(records: Path) -> None:
    old = edited(records, ("jurisdiction/us-ca-oakland", "jurisdiction/us-ca"))
    path = Path("jurisdiction/us/us-ca.yaml")
    law = records / LAW
    law.write_text(
        law.read_text(encoding="utf-8").replace("jurisdiction/us-ca-oakland", "jurisdiction/us-ca")
    )
    new = edited(records, ("within: [jurisdiction/us-ca]\n", ""), path=path)
    found = flips(old, new, TODAY)
    assert {flip.place.id for flip in found.flips} == {"jurisdiction/us-ca-oakland"}
    assert {flip.after for flip in found.flips} == {"no-rule-known"}


def test_places_that_are_gone_or_new_are_told(records: Path, engine: Engine) -> None:
    small, real = edited(records), Lookup(engine)
    assert {
        place.id for place in flips(real, small, TODAY).gone
    } == real.places.by_id.keys() - small.places.by_id.keys()
    assert flips(small, real, TODAY).gone == ()
    assert len(flips(small, real, TODAY).new) == len(real.places.by_id) - 2
