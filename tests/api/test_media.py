import pytest

from api.media import GRAPHS, TABLES, Range, choose, parse_accept
from api.problems import NotAcceptable


def test_ranges_have_weights() -> None:
    assert parse_accept("text/csv;q=0.5, Text/*") == [Range("text/csv", 0.5), Range("text/*", 1.0)]


@pytest.mark.parametrize("header", [None, "", "nonsense", ";;,,"])
def test_unreadable_accept_takes_anything(header: str | None) -> None:
    assert parse_accept(header) == [Range("*/*", 1.0)]


@pytest.mark.parametrize(
    ("accept", "first"),
    [
        (None, "json"),
        ("text/csv", "csv"),
        ("text/csv;q=0.1, */*;q=0.2", "json"),
        ("text/*", "csv"),
        ("text/csv;q=0, text/*", "tsv"),
        ("application/json, */*;q=0.1", "json"),
        ("text/xml, */*;q=0.1", "xml"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("application/json", "json"),
        ("text/tab-separated-values;q=1.0, text/csv;q=0.9", "tsv"),
        ("text/csv;q=abc, text/tab-separated-values", "tsv"),
    ],
)
def test_best_accepted_table_format_is_first(accept: str | None, first: str) -> None:
    assert choose(accept, TABLES)[0] == first


def test_only_accepted_formats_are_chosen() -> None:
    assert choose("application/rdf+xml, text/turtle;q=0.5", GRAPHS) == ["rdf", "ttl"]


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "*/*;q=0"])
def test_nothing_accepted_is_an_error_with_the_offer(accept: str) -> None:
    with pytest.raises(NotAcceptable, match="text/turtle"):
        choose(accept, GRAPHS)
