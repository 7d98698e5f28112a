import pytest
from hypothesis import given as given_
from hypothesis import strategies as st

from api.media import DATASETS, GRAPHS, TABLES, Range, choose, parse_accept, plain
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


RANGES = st.sampled_from(
    [*map(plain, (*GRAPHS.values(), *TABLES.values())), "*/*", "text/*", "application/*", "image/png"]
)
WEIGHTS = st.sampled_from(["", ";q=0", ";q=0.1", "; Q=0.5", ";q=1", ";level=1;q=0.7"])


@given_(st.lists(st.tuples(RANGES, WEIGHTS), max_size=6), st.sampled_from([GRAPHS, TABLES, DATASETS]))
def test_choice_follows_the_closest_range(given: list[tuple[str, str]], offered: dict[str, str]) -> None:
    """Against the rules of RFC 9110, 12.5.1, written down again, for headers without aliases."""
    header = ", ".join(media + weight for media, weight in given)

    def weight_of(media: str) -> float:
        for wanted in (media, media.partition("/")[0] + "/*", "*/*"):
            for found, weight in given:
                if found == wanted:
                    return float(weight.lower().partition("q=")[2] or 1)
        return 0.0 if given else 1.0

    weights = {name: weight_of(plain(media)) for name, media in offered.items()}
    expected = sorted((name for name in offered if weights[name]), key=lambda name: -weights[name])
    if expected:
        assert choose(header, offered) == expected
    else:
        with pytest.raises(NotAcceptable):
            choose(header, offered)
