from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from graph.engine import Engine
from graph.queries import QUERIES, QUERY_NAMES, load_query, parse_query, query_names
from schema.errors import QueryError

GOOD = """# Which laws does a place have?
# Own laws only.
# binds: ?place, ?day
# gives: ?law
SELECT ?place ?day ?law WHERE { ?law ?in ?place }
"""


def test_header_says_question_and_variables() -> None:
    query = parse_query("laws", GOOD)
    assert query.question == "Which laws does a place have? Own laws only."
    assert query.binds == ("place", "day")
    assert query.gives == ("law",)
    assert query.projects == {"place", "day", "law"}
    assert query.text == GOOD


def test_query_may_bind_nothing() -> None:
    assert parse_query("q", "# All?\n# gives: ?x\nSELECT ?x {}").binds == ()
    assert parse_query("q", "# All?\n# binds: none\n# gives: ?x\nSELECT ?x {}").binds == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT ?x {}", "must begin with a comment"),
        ("# gives: ?x\nSELECT ?x {}", "must begin with a comment"),
        ("# Why?\nSELECT ?x {}", "lacks a header line"),
        ("# Why?\n# gives: none\nSELECT ?x {}", "lacks a header line"),
        ("# Why?\n# gives: x\nSELECT ?x {}", "must list variables"),
        ("# Why?\n# gives: ?x\n# gives: ?y\nSELECT ?x {}", "two `# gives:` lines"),
    ],
)
def test_header_that_lacks_something_is_refused(text: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        parse_query("q", text)


def test_unknown_query_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "laws.rq").write_text(GOOD, encoding="utf-8")
    assert query_names(tmp_path) == ("laws",)
    assert load_query("laws", tmp_path).gives == ("law",)
    with pytest.raises(QueryError, match="there are laws"):
        load_query("../laws", tmp_path)


def test_every_file_of_the_folder_is_a_query() -> None:
    assert tuple(sorted(path.stem for path in QUERIES.iterdir() if path.suffix == ".rq")) == QUERY_NAMES


@pytest.mark.parametrize("name", QUERY_NAMES)
def test_query_parses_in_both_engines_and_projects_what_its_header_says(name: str) -> None:
    query = load_query(name)
    projected = {str(variable) for variable in prepareQuery(query.text).algebra["PV"]}
    assert projected == query.projects
    assert Engine.from_text("").select(query) is not None


@pytest.mark.timeout(120)  # most take a tenth of a second
@pytest.mark.parametrize("name", QUERY_NAMES)
def test_query_runs_unbound_on_the_real_data(name: str, engine: Engine) -> None:
    query = load_query(name)
    assert all(row.keys() <= query.projects for row in engine.select(query))
