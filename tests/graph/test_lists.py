from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from graph.answer import Lookup, ask
from graph.catalogue import Catalogue, Entry
from graph.engine import Engine, date_term
from graph.filters import World, periods
from graph.kinds import BY_KEY, TABLE, Match
from graph.lists import Page, Wanted, entries_of, page_of
from graph.queries import load_query
from schema.errors import AmbiguousPlace, BadDay, UnknownConcept, UnknownPlace, UnusableValue
from schema.vocabulary import short_id


@pytest.fixture(scope="module")
def world(engine: Engine) -> World:
    lookup = Lookup(engine)
    return World(Catalogue.read(engine, lookup.concepts), lookup.places, lookup.concepts)


def ids(world: World, kind: str, direct: bool = False, **filters: str) -> set[str]:
    given = {name.removesuffix("_"): text for name, text in filters.items()}
    return {entry.id for entry in entries_of(world, BY_KEY[kind], Wanted(given, direct))}


def some(world: World, kind: str, holds: Callable[[Entry], bool]) -> set[str]:
    return {entry.id for entry in world.catalogue.of(kind) if holds(entry)}


def page(world: World, kind: str = "law", **wanted: object) -> Page:
    return page_of(world, BY_KEY[kind], Wanted(**wanted), "v1")  # type: ignore[arg-type]


def test_place_includes_what_lies_within_it(world: World) -> None:
    everywhere, itself = ids(world, "law", place="us-ca"), ids(world, "law", place="US-CA", direct=True)
    assert "law/us-ca-san-francisco-19b-2019" in everywhere - itself
    assert itself == some(world, "law", lambda law: law.first("jurisdiction") == "jurisdiction/us-ca")
    assert not ids(world, "law", place="us-ca") & ids(world, "law", place="Oregon")


def test_places_of_a_place_are_itself_and_all_within_or_only_those_directly_within(world: World) -> None:
    assert {"jurisdiction/us-ca", "jurisdiction/us-ca-oakland"} <= ids(world, "jurisdiction", place="us-ca")
    direct = ids(world, "jurisdiction", direct=True, place="us")
    assert "jurisdiction/us-ca" in direct
    assert "jurisdiction/us-ca-oakland" not in direct
    assert "jurisdiction/us" not in direct


def test_broad_effect_includes_narrower_ones(world: World) -> None:
    prohibitions = ids(world, "rule", effect="prohibition")
    assert prohibitions == ids(world, "rule", effect="ban,moratorium")
    assert prohibitions >= ids(world, "rule", effect="ban")


def test_law_for_everyone_is_not_hidden_from_who_asks_for_one_actor(world: World) -> None:
    retailers = ids(world, "rule", actor="retailers")
    wider = {"private-sector", "everyone", "retailers"}
    assert retailers >= some(world, "rule", lambda rule: not wider.isdisjoint(rule.values["actors"]))
    assert not retailers & some(world, "rule", lambda rule: rule.values["actors"] == ("municipal-police",))


@pytest.mark.parametrize("actor", ["police", "retailers", "employers", "schools", "local-government"])
@pytest.mark.parametrize("activity", ["use", "real-time-identification", "collect-biometrics"])
def test_list_hides_no_rule_that_binds(engine: Engine, world: World, actor: str, activity: str) -> None:
    lookup = Lookup(engine)
    listed = ids(world, "rule", actor=actor, activity=activity, setting="retail", on="2024-06-01")
    for place in ("us-ca-san-francisco", "us-il", "us-or-portland", "fr", "us-ma-boston"):
        answer = ask(lookup, place, actor, activity, "retail", on=date(2024, 6, 1)).as_dict()
        binding = {rule["id"] for name in ("rules", "policies", "guidance") for rule in answer[name]}
        assert binding <= listed


def test_rule_without_a_setting_holds_in_each(world: World) -> None:
    assert ids(world, "rule", setting="retail") >= some(
        world, "rule", lambda rule: "settings" not in rule.values
    )


def test_day_in_force_is_that_of_the_period(world: World) -> None:
    bans = ids(world, "rule", on="2021-06-01", place="us-ca", effect="ban")
    assert "rule/us-ca-ab-1215-2019--ban" in bans or any("ab-1215" in ban for ban in bans)
    assert not any(
        "ab-1215" in ban for ban in ids(world, "rule", on="2023-06-01", place="us-ca", effect="ban")
    )
    pending = some(world, "law", lambda law: law.first("status") in ("pending", "failed", "vetoed"))
    assert pending
    assert not ids(world, "law", on="2026-01-01") & pending


@pytest.mark.parametrize(
    "day", ["2015-01-01", "2020-03-01", "2021-06-30", "2023-01-01", "2026-11-25", "2028-01-01"]
)
def test_bans_of_a_day_are_those_of_the_query_for_bans(engine: Engine, world: World, day: str) -> None:
    rows = engine.select(load_query("bans_in_force"), day=date_term(day))
    expected = {short_id(row["rule"]) for row in rows}
    assert expected
    assert ids(world, "rule", effect="prohibition", on=day) == expected


def test_rules_between_two_days_were_in_force_on_one_of_them(world: World) -> None:
    begin, end = date(2021, 1, 1), date(2021, 12, 31)
    expected = some(
        world,
        "rule",
        lambda rule: any(
            period.has_begun(end) and not period.has_ended(begin) for period in periods(world.catalogue, rule)
        ),
    )
    assert ids(world, "rule", from_="2021-01-01", to="2021-12-31") == expected
    assert ids(world, "rule", on="2021-07-01") < expected


def test_dated_things_between_two_days_are_those_of_these_days(world: World) -> None:
    events = ids(world, "event", from_="2020-01-01", to="2020-12-31")
    assert events >= some(world, "event", lambda event: (event.first("date") or "").startswith("2020-"))
    filed = ids(world, "proceeding", from_="2020-05-01", to="2020-05-31")
    assert "proceeding/aclu-v-clearview" in filed


def test_things_are_found_by_what_they_point_to(world: World) -> None:
    assert "proceeding/aclu-v-clearview" in ids(world, "proceeding", party="clearview-ai")
    assert "proceeding/aclu-v-clearview" in ids(world, "proceeding", defendant="organisation/clearview-ai")
    assert "proceeding/aclu-v-clearview" not in ids(world, "proceeding", plaintiff="clearview-ai")
    assert "proceeding/aclu-v-clearview" in ids(
        world, "proceeding", law="https://w3id.org/facelex/id/law/us-il-bipa-2008"
    )
    assert "technology/clearview-app" in ids(world, "technology", vendor="clearview-ai")
    assert "law/us-ca-san-francisco-19b-2019" in ids(
        world, "law", regulator="san-francisco-board-of-supervisors"
    )


def test_law_may_say_nothing_about_suits_of_persons(world: World) -> None:
    by_truth = [ids(world, "law", private_right_of_action=said) for said in ("true", "false", "unknown")]
    assert set().union(*by_truth) == ids(world, "law")
    assert all(by_truth)


def test_texts_are_found_by_words_in_a_row(world: World) -> None:
    assert "source/ipvm-com-reports-sf-ban" in ids(world, "source", publisher="ipvm")
    assert "source/ipvm-com-reports-sf-ban" in ids(world, "source", url="ipvm.com/reports")
    assert "source/ipvm-com-reports-sf-ban" not in ids(world, "source", url="reports ipvm")


def test_type_is_forgiving_in_case(world: World) -> None:
    assert "jurisdiction/us-ca-oakland" in ids(world, "jurisdiction", type="city")
    assert "organisation/clearview-ai" in ids(world, "organisation", type="vendor, platform")


@pytest.mark.parametrize(
    ("kind", "filters", "error", "said"),
    [
        ("law", {"place": "Atlantis"}, UnknownPlace, "Atlantis"),
        ("law", {"place": "Portland"}, AmbiguousPlace, "Portland"),
        ("law", {"status": "in force-ish"}, UnknownConcept, "did you mean in-force"),
        ("rule", {"actor": "robots"}, UnknownConcept, r"accepted: .*employers"),
        ("rule", {"on": "tomorrow"}, BadDay, "YYYY-MM-DD"),
        ("rule", {"from": "2022-01-01", "to": "2021-01-01"}, UnusableValue, "is before"),
        ("rule", {"law": "us-il-bipa"}, UnusableValue, "did you mean"),
        ("rule", {"law": "regulator/us-ftc"}, UnusableValue, "no law"),
        ("law", {"private_right_of_action": "maybe"}, UnusableValue, "unknown"),
        ("jurisdiction", {"type": "village"}, UnusableValue, "City"),
    ],
)
def test_filter_that_cannot_be_used_is_told(
    world: World, kind: str, filters: dict[str, str], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        entries_of(world, BY_KEY[kind], Wanted(filters))


def test_direct_without_a_place_means_nothing(world: World) -> None:
    with pytest.raises(UnusableValue, match="direct"):
        entries_of(world, BY_KEY["law"], Wanted(direct=True))


@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.key)
def test_every_filter_and_sort_looks_at_a_field_of_its_kind(kind: object) -> None:
    found = next(one for one in TABLE if one is kind)
    assert set(found.columns) | set(found.sorts) <= set(found.fields)
    assert {field for one in found.filters for field in one.fields} <= set(found.fields)
    assert {"id", "name"} <= set(found.columns)
    assert all(one.match is not Match.THING or one.accepts for one in found.filters)


def test_pages_make_the_whole_list_once(world: World) -> None:
    whole = [row["id"] for row in page(world, limit=1000).rows]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        found = page(world, limit=77, cursor=cursor)
        assert found.total == len(whole)
        seen += [row["id"] for row in found.rows]
        if not (cursor := found.next_cursor):
            break
    assert seen == whole
    assert len(set(whole)) == len(whole) == len(world.catalogue.of("law"))


def test_cursor_holds_for_its_own_list_only(world: World) -> None:
    cursor = page(world, limit=10).next_cursor
    assert page(world, limit=20, cursor=cursor, fields="id").rows
    with pytest.raises(UnusableValue, match="another list"):
        page(world, cursor=cursor, sort="-enacted")
    with pytest.raises(UnusableValue, match="another list"):
        page(world, cursor=cursor, filters={"place": "us"})
    with pytest.raises(UnusableValue, match="another list"):
        page(world, "rule", cursor=cursor)


def test_sort_descends_with_a_hyphen_and_what_has_no_value_comes_last(world: World) -> None:
    for sort, is_ordered in (("enacted", list.__le__), ("-enacted", list.__ge__)):
        days = [row["enacted"] for row in page(world, sort=sort, limit=1000).rows]
        known = [day for day in days if day]
        assert days == known + [None] * (len(days) - len(known))
        assert all(is_ordered([a], [b]) for a, b in pairwise(known))


def test_second_field_orders_what_the_first_leaves_equal(world: World) -> None:
    rows = page(world, "law", sort="status,-enacted", fields="status,enacted", limit=1000).rows
    in_force = [row["enacted"] for row in rows if row["status"] == "in-force" and row["enacted"]]
    assert in_force == sorted(in_force, reverse=True)
    assert [row["status"] for row in rows] == sorted(row["status"] for row in rows)


def test_rows_have_the_fields_that_are_asked_and_names_of_links(world: World) -> None:
    row = page(world, "rule", filters={"law": "us-il-bipa-2008"}, fields="law,actors,until").rows[0]
    assert list(row) == ["law", "actors", "until"]
    assert row["law"] == {"id": "law/us-il-bipa-2008", "name": "Biometric Information Privacy Act"}
    assert row["until"] is None


@pytest.mark.parametrize(("name", "text"), [("fields", "id,colour"), ("sort", "colour"), ("sort", "-doubts")])
def test_unknown_field_is_told_with_those_there_are(world: World, name: str, text: str) -> None:
    with pytest.raises(UnusableValue, match="accepted: id, name"):
        page(world, **{name: text})
