"""The same application on other engines: what is asked of the embedded engine is asked of two others, too.

The answers of the embedded engine are held to the legal cases and to the article elsewhere; here it is enough
that the others say the same.
"""

import json
from collections import Counter
from datetime import date
from typing import Any, Final

import pytest

from graph.answer import Lookup, ask
from graph.bans import bans, rules
from graph.catalogue import Catalogue
from graph.description import facts_in, facts_of, mentions_of, rdf_in, rdf_of
from graph.engine import Engine, Row, date_term, iri_term, text_term
from graph.queries import QUERY_NAMES, Query, load_query
from graph.remote import RemoteEngine
from graph.search import LabelIndex
from schema.errors import QueryError
from schema.periods import parse_day
from schema.vocabulary import ID, NS, RECORD, SCHEMA_GRAPH, short_id
from tests.graph.test_article import ARTICLE
from tests.graph.test_article import NAMES as ARTICLE_NAMES
from tests.graph.test_legal_cases import ALL
from viz.page import network_page

EVERYTHING: Final = {"graph_facts", "thing_facts"}
"""Queries that unbound give all that an engine holds, whoever put it there."""

CALIFORNIA: Final = iri_term(ID + "jurisdiction/us-ca")
SAN_FRANCISCO: Final = iri_term(ID + "jurisdiction/us-ca-san-francisco")
AI_ACT: Final = iri_term(ID + "law/eu-ai-act-2024")
BOUND: Final[list[tuple[str, dict[str, Any]]]] = [
    ("bans_in_force", {"place": SAN_FRANCISCO, "day": date_term("2024-06-01")}),
    ("bans_in_force", {"place": SAN_FRANCISCO}),
    ("bans_in_force", {"day": date_term("2020-06-01")}),
    ("rules_of_jurisdiction", {"jurisdiction": CALIFORNIA}),
    ("rule_scopes", {"jurisdiction": CALIFORNIA}),
    ("rule_exceptions", {"jurisdiction": CALIFORNIA}),
    ("rule_sources", {"jurisdiction": CALIFORNIA}),
    ("rule_doubts", {"jurisdiction": CALIFORNIA}),
    ("rule_links", {"jurisdiction": iri_term(ID + "jurisdiction/de")}),
    ("places", {"place": CALIFORNIA}),
    ("place_names", {"place": iri_term(ID + "jurisdiction/us")}),
    ("place_parents", {"place": SAN_FRANCISCO}),
    ("place_points", {"place": SAN_FRANCISCO}),
    ("events_of_place", {"place": CALIFORNIA}),
    ("proceedings_of_place", {"place": CALIFORNIA}),
    ("outcomes_of_place", {"place": CALIFORNIA}),
    ("is_said", {"thing": iri_term(ID + "law/us-il-bipa-2008")}),
    ("rule_home", {"rule": iri_term(ID + "rule/us-ca-san-francisco-19b-2019--ban")}),
    ("thing_facts", {"thing": AI_ACT}),
    ("thing_mentions", {"thing": CALIFORNIA}),
    ("graph_facts", {"graph": iri_term(RECORD + "law/eu-ai-act-2024")}),
    ("entries", {"class": iri_term(NS + "Technology")}),
    ("thing_sources", {"thing": AI_ACT}),
    ("link_records", {"start": SAN_FRANCISCO, "end": CALIFORNIA}),
    ("link_records", {"start": AI_ACT}),
    ("thing_of_former_id", {"former": iri_term(ID + "law/nope")}),
]
ECHO: Final = Query(
    "echo",
    "What was said?",
    ("said",),
    ("same",),
    "SELECT ?said ?same WHERE { BIND(?said AS ?same) }",
)


@pytest.fixture(scope="module")
def lookup(engine: Engine) -> Lookup:
    return Lookup(engine)


@pytest.fixture(scope="module")
def remote_lookup(remote: RemoteEngine) -> Lookup:
    return Lookup(remote)


def counted(rows: list[Row]) -> Counter[str]:
    return Counter(json.dumps(row, sort_keys=True) for row in rows)


def answers(lookup: Lookup) -> dict[str, dict[str, Any]]:
    """The whole answer to each legal case, by its situation."""
    return {
        case["situation"]: ask(
            lookup,
            case["place"],
            case["actor"],
            case.get("activity", "use"),
            case.get("setting"),
            on=parse_day(case["on"]),
        ).as_dict()
        for case in (parameters.values[0] for parameters in ALL)
        if isinstance(case, dict)
    }


def test_all_legal_cases_have_the_same_answers(lookup: Lookup, remote_lookup: Lookup) -> None:
    expected, found = answers(lookup), answers(remote_lookup)
    assert len(expected) == len(ALL)
    assert [situation for situation in expected if found[situation] != expected[situation]] == []


@pytest.mark.parametrize("name", [name for name in QUERY_NAMES if name not in EVERYTHING])
def test_query_gives_the_same_rows(engine: Engine, remote: RemoteEngine, name: str) -> None:
    expected = engine.select(load_query(name))
    assert expected
    assert counted(remote.select(load_query(name))) == counted(expected)


@pytest.mark.parametrize(
    ("name", "bindings"), BOUND, ids=lambda value: value if isinstance(value, str) else ""
)
def test_bound_query_gives_the_same_rows(
    engine: Engine, remote: RemoteEngine, name: str, bindings: dict[str, Any]
) -> None:
    expected = counted(engine.select(load_query(name), **bindings))
    assert counted(remote.select(load_query(name), **bindings)) == expected


def test_every_query_that_binds_is_tried_bound() -> None:
    assert {name for name in QUERY_NAMES if load_query(name).binds} == {name for name, _ in BOUND}


@pytest.mark.parametrize("name", ARTICLE_NAMES)
def test_article_query_gives_the_same_rows(engine: Engine, remote: RemoteEngine, name: str) -> None:
    query = load_query(name, ARTICLE)
    assert counted(remote.select(query)) == counted(engine.select(query))


@pytest.mark.parametrize(
    ("place", "day"),
    [("us-ma-boston", date(2024, 6, 1)), ("us-or-portland", date(2021, 1, 1)), ("fr", date(2026, 1, 1))],
)
def test_lists_of_law_are_the_same(lookup: Lookup, remote_lookup: Lookup, place: str, day: date) -> None:
    assert bans(remote_lookup, place, on=day, inherited=True) == bans(lookup, place, on=day, inherited=True)
    assert rules(remote_lookup, place, on=day) == rules(lookup, place, on=day)


def test_entries_of_lists_are_the_same(lookup: Lookup, remote_lookup: Lookup) -> None:
    expected = Catalogue.read(lookup.engine, lookup.concepts)
    found = Catalogue.read(remote_lookup.engine, remote_lookup.concepts)
    assert found.by_id == expected.by_id
    assert list(found.by_id) == list(expected.by_id)


def test_search_finds_the_same(engine: Engine, remote: RemoteEngine) -> None:
    expected, found = LabelIndex(engine), LabelIndex(remote)
    for words in ("bipa", "San Farncisco", "clearview", "law", "ville de Québec"):
        assert found.search(words) == expected.search(words), words


@pytest.mark.parametrize(
    "thing", ["law/eu-ai-act-2024", "jurisdiction/us", "organisation/clearview-ai", "law/nope"]
)
def test_thing_is_described_alike(engine: Engine, remote: RemoteEngine, thing: str) -> None:
    assert facts_of(remote, ID + thing) == facts_of(engine, ID + thing)
    assert mentions_of(remote, ID + thing) == mentions_of(engine, ID + thing)
    expected = rdf_of(engine, ID + thing, "nt").splitlines()
    assert set(rdf_of(remote, ID + thing, "nt").splitlines()) == set(expected)


@pytest.mark.parametrize("graph", [RECORD + "law/us-il-bipa-2008", SCHEMA_GRAPH])
def test_named_graph_is_written_alike(engine: Engine, remote: RemoteEngine, graph: str) -> None:
    assert counted_facts(remote, graph) == counted_facts(engine, graph)
    expected = rdf_in(engine, graph, "nt").splitlines()
    assert sorted(rdf_in(remote, graph, "nt").splitlines()) == sorted(expected)
    assert rdf_in(remote, graph, "jsonld").startswith(b"[")


def counted_facts(engine: Engine | RemoteEngine, graph: str) -> Counter[str]:
    return Counter(map(str, facts_in(engine, graph)))


def test_network_page_is_the_same_byte_for_byte(engine: Engine, remote: RemoteEngine) -> None:
    assert network_page(remote) == network_page(engine)


def test_default_graph_is_the_merge_of_all_records(engine: Engine, remote: RemoteEngine) -> None:
    query = Query(
        "count",
        "How many statements are there about things of ours?",
        (),
        ("n",),
        f"""SELECT (COUNT(*) AS ?n) WHERE {{
          {{ SELECT DISTINCT ?s ?p ?o WHERE {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{ID}")) }} }}
        }}""",
    )
    assert remote.select(query) == engine.select(query)


@pytest.mark.parametrize(
    "text",
    ['one") } ; DROP ALL #', '"', "\\", "a\nb\tc\rd", "?thing", "}", "é 漢字 😀", "'''", "\\u0022", ""],
)
def test_hostile_text_is_only_a_value(remote: RemoteEngine, text: str) -> None:
    assert remote.select(ECHO, said=text_term(text)) == [{"said": text, "same": text}]


def test_binding_that_the_header_does_not_declare_is_refused(remote: RemoteEngine) -> None:
    with pytest.raises(QueryError, match="does not bind day; it binds place"):
        remote.select(load_query("places"), day=date_term("2024-06-01"))


def test_result_is_written_in_the_formats_that_suit_it(remote: RemoteEngine) -> None:
    places = load_query("places")
    rows = remote.write(places, "csv", place=CALIFORNIA).decode().splitlines()
    assert len(rows) == 2
    assert short_id(rows[1].split(",")[0]) == "jurisdiction/us-ca"
    for format in ("xml", "tsv", "json"):
        assert b"California" in remote.write(places, format, place=CALIFORNIA)
    with pytest.raises(QueryError, match="cannot be written as ttl"):
        remote.write(places, "ttl")
