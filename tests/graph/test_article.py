"""The news article that the project began with, asked of the graph: `graph/article/`.

A question is a query there (`.rq`, which runs as it stands) and a file of its name in `tests/cases/article/`,
what it must give (`.yaml`). Keys of the latter: question (as in the query), article (what the article says),
better (what better sources say), rows (all rows, in any order; a variable without a value is left out; IRIs
in their short form, such as `organisation/mijente` or `plaintiff`).
"""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

import graph
from graph.engine import Engine, Row
from graph.queries import load_query, parse_query, query_names
from schema.vocabulary import short_id

CASES: Final = Path(__file__).parents[1] / "cases" / "article"
ARTICLE: Final = Path(graph.__file__).parent / "article"
NAMES: Final = query_names(ARTICLE)
KEYS: Final = {"question", "article", "better", "rows"}
ADDRESS: Final = (
    "https://www.silicon.co.uk/e-regulation/legal/clearview-ai-sued-by-immigrant-groups-387477/amp"
)
CITING: Final = parse_query(
    "citing",
    f"""# Which records have the article as a source, and what does each take from it?
# gives: ?thing ?fact
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX fl: <https://w3id.org/facelex/ns#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?thing ?fact WHERE {{
  GRAPH ?record {{
    ?record foaf:primaryTopic ?thing .
    ?part dct:source ?source .
    ?source schema:url <{ADDRESS}> .
    OPTIONAL {{ ?source fl:supports ?fact . }}
  }}
}}
""",
)


def read_case(name: str) -> dict[str, Any]:
    """What a question must give, with every scalar as text."""
    case = yaml.load((CASES / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(case, dict), f"{name}.yaml must be a mapping"
    assert set(case) == KEYS, f"{name}.yaml must have the keys {sorted(KEYS)}"
    return case


def test_every_query_has_its_rows_and_every_row_file_its_query() -> None:
    assert set(NAMES) == {path.stem for path in CASES.glob("*.yaml")}
    assert {path.suffix for path in CASES.iterdir()} == {".yaml"}


def test_there_are_at_least_fourteen_questions() -> None:
    assert len(NAMES) >= 14


@pytest.mark.parametrize("name", NAMES)
def test_query_asks_of_the_article_in_the_same_words_as_its_rows(name: str) -> None:
    query = load_query(name, ARTICLE)
    case = read_case(name)
    assert query.question == case["question"]
    assert f"<{ADDRESS}>" in query.text, "a question finds its facts by their source: the article"
    assert case["article"], "say what the article says"
    assert case["better"], "say what better sources say, or that there are none"
    unknown = {key for row in case["rows"] for key in row} - set(query.gives)
    assert sorted(unknown) == [], f"{name}.rq does not give them"


@pytest.mark.parametrize("name", NAMES)
def test_graph_answers_the_article_question(engine: Engine, name: str) -> None:
    case = read_case(name)
    found = sorted(_told(_short(row)) for row in engine.select(load_query(name, ARTICLE)))
    expected = sorted(_told(row) for row in case["rows"])
    assert expected, f"{name}.yaml expects no rows"
    story = [
        case["question"],
        *(f"missing: {row}" for row in expected if row not in found),
        *(f"not expected: {row}" for row in found if row not in expected),
    ]
    assert found == expected, "\n".join(story)


def test_every_record_that_cites_the_article_is_reached_by_a_question(engine: Engine) -> None:
    citing = {row["thing"] for row in map(_short, engine.select(CITING))}
    assert citing
    assert sorted(citing - _reached()) == [], "records that no question on the article gives"


def test_every_fact_that_a_record_takes_from_the_article_is_given_by_a_question(engine: Engine) -> None:
    rows = engine.select(CITING)
    silent = [_short(row)["thing"] for row in rows if "fact" not in row]
    assert sorted(silent) == [], "records that cite the article and do not say for what"
    facts = {row["fact"] for row in rows}
    assert sorted(facts - _reached()) == [], "facts of the article that no question gives"


def _reached() -> set[str]:
    return {value for name in NAMES for row in read_case(name)["rows"] for value in row.values()}


def _short(row: Row) -> Row:
    return {name: short_id(value) for name, value in row.items()}


def _told(row: Row) -> str:
    return "; ".join(f"{name} = {row[name]}" for name in sorted(row))
