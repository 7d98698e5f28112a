from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import QueryBoolean, QuerySolutions

from graph.datasets import Dataset
from graph.engine import Engine
from graph.planning.planner import LONGEST, Planner
from graph.queries import QUERY_NAMES, load_query
from schema.errors import QueryError, QuerySyntaxError
from tests.graph.planning.random_queries import PROLOGUE, graphs, queries


def rows(engine: Engine, text: str) -> Counter[str]:
    result = engine.run(text)
    return Counter([str(bool(result))] if isinstance(result, QueryBoolean) else map(str, result))


def other_question(text: str) -> str:
    """A question of the same form, with other constants."""
    return (
        text.replace("<http://x/n3>", "<http://x/a-longer-one>").replace('"x"', '""').replace("comment", "#")
    )


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), queries())
def test_planned_text_gives_the_same_rows_or_the_same_refusal(data: str, text: str) -> None:
    engine = Engine.from_text(data)
    planner = Planner(engine, is_eager=True)
    planner.planned(other_question(text))
    planned = planner.planned(text)
    if planned is None:
        return
    try:
        expected = rows(engine, text)
    except QueryError:
        with pytest.raises(QueryError):
            rows(engine, planned)
    else:
        assert rows(engine, planned) == expected


WORLD = """
@prefix : <http://x/> .
:g {
  :city :in :state ; a :City . :town a :City . :state :in :country . :other :in :country ; a :City .
  :law1 :of :city ; :status :force ; :rule :r1 . :r1 :effect :ban .
  :law2 :of :country ; :status :failed ; :rule :r2 . :r2 :effect :ban .
  :law3 :of :other ; :status :force ; :rule :r3 , :r4 . :r3 :effect :limit . :r4 :effect :ban .
  LAWS
}
"""
LAWS = "\n".join(
    f":l{n} :of :far{n} ; :status :force ; :rule :x{n} . :x{n} :effect :limit ." for n in range(60)
)


@pytest.fixture(scope="module")
def world() -> Engine:
    return Engine.from_text(WORLD.replace("LAWS", LAWS))


@pytest.fixture
def planner(world: Engine) -> Planner:
    return Planner(world, is_eager=True)


def words(text: str | None) -> str:
    return " ".join((text or "as it stands").removeprefix(PROLOGUE).split())


CHANGED = {
    "a path from a constant comes first": (
        "ASK { <http://x/city> :in* ?place . ?law :of ?place ; :status :force }",
        "ASK { <http://x/city> :in* ?place LATERAL { ?law :of ?place } LATERAL { ?law :status :force } }",
    ),
    "filters stay, and patterns move across them": (
        "SELECT ?r { ?law :rule ?r FILTER(?r != 1) ?law :of :city . }",
        "SELECT ?r { ?law :of :city LATERAL { ?law :rule ?r } FILTER(?r != 1) }",
    ),
    "patterns that are not joined stay apart": (
        "SELECT * { :city a ?t . ?law :rule ?r . ?a :in ?b . ?law :of :city . ?a :in :state }",
        "SELECT * { { ?law :of :city LATERAL { ?law :rule ?r } } { ?a :in :state LATERAL { ?a :in ?b } }"
        " :city a ?t . }",
    ),
    "unions are looked up row by row": (
        "SELECT * { ?r :effect :ban . ?l :rule ?r . { ?l :of ?c } UNION { ?l :status ?s FILTER(?s) } }",
        "SELECT * { ?r :effect :ban LATERAL { ?l :rule ?r }"
        " LATERAL { { ?l :of ?c } UNION { ?l :status ?s FILTER(?s) } } }",
    ),
    "EXISTS is joined row by row, steps of a sequence too": (
        "SELECT ?c { ?c a :City FILTER NOT EXISTS { ?law :of ?c ; :rule/:effect :ban } }",
        "SELECT ?c { ?c a :City FILTER NOT EXISTS { ?law :of ?c LATERAL { ?law :rule ?_between_1 }"
        " LATERAL { ?_between_1 :effect :ban } } }",
    ),
    "OPTIONAL in EXISTS is looked up row by row": (
        "SELECT ?c { ?c a :City FILTER EXISTS { ?law :of ?c OPTIONAL { ?law :end ?e } FILTER(!BOUND(?e)) } }",
        "SELECT ?c { ?c a :City FILTER EXISTS { ?law :of ?c LATERAL { OPTIONAL { ?law :end ?e } }"
        " FILTER(!BOUND(?e)) } }",
    ),
    "queries within queries are ordered": (
        "SELECT * { ?c a :City MINUS { { SELECT ?c { ?law :rule ?r . ?law :of ?c . ?r :effect :ban } } } }",
        "SELECT * { ?c a :City MINUS { { SELECT ?c { ?r :effect :ban LATERAL { ?law :rule ?r }"
        " LATERAL { ?law :of ?c } } } } }",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CHANGED.values(), ids=CHANGED)
def test_patterns_are_put_in_a_better_order(
    planner: Planner, world: Engine, text: str, expected: str
) -> None:
    planned = planner.planned(PROLOGUE + text)
    assert words(planned) == words(expected)
    assert rows(world, planned or "") == rows(world, PROLOGUE + text)


UNTOUCHED = {
    "one pattern": "SELECT * { ?s ?p ?o }",
    "no pattern": "DESCRIBE <http://x/law1>",
    "a template that is the pattern": "CONSTRUCT WHERE { ?a :of ?b . ?b :in ?c }",
    "blank nodes": "SELECT * { ?a :of [ :in ?c ] . ?a :status ?s }",
    "named graphs": "SELECT * { GRAPH ?g { ?a :of ?b . ?b :in ?c } }",
    "groups that hold more than triples": "SELECT * { ?a :of ?b . ?b :in ?c { ?a :rule ?r BIND(1 AS ?d) } }",
    "filters on what is bound outside": "SELECT * { ?a :of ?b . ?b :in ?c { ?a :rule ?r FILTER(?c = ?r) } }",
    "values after the patterns": "SELECT * { ?a :of ?b . ?b :in ?c } VALUES ?c { :country }",
    "patterns that are not joined": "SELECT * { ?a :of ?b . ?c :in ?d }",
    "paths that count each way": "SELECT * { ?a :of|:rule ?b . ?b :in ?c }",
    "a path that may be nowhere": "SELECT * { VALUES ?a { :nowhere } ?a :in* ?b . ?b :in* ?c }",
    "what the engine loops over or not": "SELECT * { ?c a :City OPTIONAL { ?a :of ?c . ?b :of ?c } }",
    "EXISTS in OPTIONAL": "SELECT * { ?c a :City OPTIONAL { ?a :of ?c FILTER EXISTS { ?a :b ?c , ?f } } }",
    "triple terms": "SELECT * { ?a :of ?b . ?b :in ?c . << ?a :of ?b >> :said ?d }",
    "a base": "BASE <http://y/> SELECT * { ?a :of ?b . ?b :in <c> }",
    "escapes": "SELECT * { ?a :of ?b . ?b :in :a\\,b }",
    "a variable named like ours": "SELECT * { ?a :of ?b . ?b :in ?_between_1 }",
    "an empty element": "SELECT * { ?a :of ?b . ?b :in ?c . . }",
    "a text that is very long": f"SELECT * {{ ?a :of ?b . ?b :in ?c }} # {'x' * LONGEST}",
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED)
def test_what_is_not_sure_is_left_alone(planner: Planner, text: str) -> None:
    assert planner.planned(PROLOGUE + text) is None


def test_an_order_that_saves_nothing_is_left_alone(world: Engine) -> None:
    text = PROLOGUE + "SELECT * { ?law :rule ?r . ?law :of :city }"
    assert Planner(world).planned(text) is None


def test_a_plan_serves_all_questions_of_its_form(planner: Planner) -> None:
    for place, comment in (("city", "one"), ("other", "two } '")):
        pattern = f"?l :rule ?r . # {comment}\n ?l :of <http://x/{place}> FILTER(?r != '{place}')"
        text = f"{PROLOGUE}ASK {{ {pattern} }}"
        assert f"?l :of <http://x/{place}> LATERAL" in (planner.planned(text) or "")
        assert f"FILTER(?r != '{place}')" in (planner.planned(text) or "")
    assert len(planner._known) == 1


def test_predicates_in_full_have_plans_of_their_own(planner: Planner) -> None:
    form = PROLOGUE + "SELECT * {{ ?l <http://x/{}> ?a . ?l <http://x/{}> ?b }}"
    assert "{ ?l <http://x/end> ?b LATERAL" in (planner.planned(form.format("rule", "end")) or "")
    assert "{ ?l <http://x/end> ?a LATERAL" in (planner.planned(form.format("end", "rule")) or "")


def test_errors_speak_of_the_text_as_it_was_asked(planner: Planner) -> None:
    with pytest.raises(QuerySyntaxError) as found:
        planner.run(PROLOGUE + "SELECT * { ?l :rule ?r . ?l :of :city .\n  FILTER(?r = ) }")
    assert (found.value.line, found.value.column) == (3, 18)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a :of ?b . ?b :in ?c BIND(1 AS ?c) }",
        "SELECT ?a (1 AS ?c) { ?a :of ?b . ?b :in ?c }",
        "SELECT ?a { ?a :of ?b . ?b :in ?c } GROUP BY ?b",
        "SELECT * { ?a :of ?b . ?b nothing:in ?c }",
        "SELECT * { ?a :of ?b . ?b A ?c }",
        "SELECT * { ?a :of ?b . ?b :in ?c FILTER(?c) OPTIONAL }",
    ],
)
def test_what_the_engine_refuses_is_refused_as_before(planner: Planner, world: Engine, text: str) -> None:
    with pytest.raises(QueryError) as expected:
        world.run(PROLOGUE + text)
    with pytest.raises(QueryError) as found:
        planner.run(PROLOGUE + text)
    assert found.value.message == expected.value.message


def test_a_query_about_some_graphs_is_left_alone(planner: Planner) -> None:
    text = PROLOGUE + "SELECT ?r { ?law :rule ?r . ?law :of :city }"
    result = planner.run(text, Dataset(default=("http://x/g",)))
    assert isinstance(result, QuerySolutions)
    assert len(list(result)) == 1


@pytest.mark.parametrize("name", QUERY_NAMES)
def test_our_own_queries_give_the_same_rows_when_planned(engine: Engine, name: str) -> None:
    text = load_query(name).text
    planned = Planner(engine).planned(text)
    if planned is not None:
        result = engine.run(planned)
        assert isinstance(result, QuerySolutions)
        assert Counter(map(str, result)) == rows(engine, text)


def test_a_long_chain_is_planned_in_bounded_time(planner: Planner, world: Engine) -> None:
    chain = " . ".join(f"?v{number} :in ?v{number + 1}" for number in range(29))
    text = f"{PROLOGUE}SELECT * {{ {chain} FILTER NOT EXISTS {{ {chain} }} }}"
    planned = planner.planned(text) or ""
    assert planned.count("LATERAL") == 56
    assert rows(world, planned) == Counter()
