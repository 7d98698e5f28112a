"""The peers are asked what facelex is asked: the same questions, with the same answers."""

from itertools import islice

import pytest
from pyoxigraph import QuerySolutions

from benchmarks.law_questions import can_be_sparql, fresh, sparql_of, understood, verdict_of_rows
from graph.answer import Lookup, answer
from graph.build import build_dataset
from graph.engine import Engine
from graph.load import RECORDS
from schema.vocabulary import short_id


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    folder = tmp_path_factory.mktemp("law")
    build_dataset(RECORDS, folder)
    return Lookup(Engine.load(folder / "dataset.nq"))


def test_questions_are_the_same_for_the_same_seed_and_hardly_ever_repeat(lookup: Lookup) -> None:
    asked = list(islice(fresh(lookup, 1), 2000))
    assert asked == list(islice(fresh(lookup, 1), 2000))
    assert len(set(asked)) > 1990
    assert asked[0].path.startswith("/api/check?place=")


def test_sparql_form_gives_the_rules_that_bind_and_the_verdict(lookup: Lookup) -> None:
    compared = 0
    for asked in islice(fresh(lookup, 2), 250):
        question = understood(lookup, asked)
        if not can_be_sparql(lookup, question):
            continue
        assert isinstance(lookup.engine, Engine)
        found = lookup.engine.run(sparql_of(lookup, question))
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        rows = [
            {
                name: term.value
                for name, term in zip(names, row, strict=True)
                if term is not None and hasattr(term, "value") and isinstance(term.value, str)
            }
            for row in found
        ]
        expected = answer(lookup, question)
        assert verdict_of_rows(lookup, rows) == expected.verdict
        assert {(short_id(row["rule"]), row["full"] == "true") for row in rows} == {
            (bound.rule.id, bound.in_full) for bound in expected.bound
        }
        compared += 1
    assert compared > 150
