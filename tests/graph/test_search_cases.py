"""What people type, and what they must find: `tests/cases/search/queries.yaml`, over the real data."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.engine import Engine
from graph.search import LabelIndex

FILE = Path(__file__).parents[1] / "cases" / "search" / "queries.yaml"
CASES: list[dict[str, Any]] = [
    case for group in yaml.safe_load(FILE.read_text(encoding="utf-8")).values() for case in group
]


@pytest.fixture(scope="module")
def index(engine: Engine) -> LabelIndex:
    return LabelIndex(engine)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["ask"]))
def test_what_is_looked_for_is_among_the_first_hits(index: LabelIndex, case: dict[str, Any]) -> None:
    wanted = case["find"] if isinstance(case["find"], list) else [case["find"]]
    hits = [hit.id for hit in index.search(str(case["ask"]), limit=case.get("within", 1))]
    assert set(hits) & set(wanted), hits


def test_there_are_many_cases_and_most_ask_for_the_first_hit() -> None:
    assert len(CASES) >= 100
    assert sum("within" not in case for case in CASES) >= 75
