import inspect
import re

import pytest

from schema import errors
from schema.errors import (
    AmbiguousPlace,
    BadDay,
    Candidate,
    FacelexError,
    NotFound,
    QueryBusy,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    RecordError,
    RecordErrors,
    UnknownConcept,
    UnknownPlace,
)

PORTLANDS = [
    Candidate("jurisdiction/us-or-portland", "Portland", "Oregon"),
    Candidate("jurisdiction/us-me-portland", "Portland", "Maine"),
]


def drawn_tree() -> dict[str, str]:
    """Each class of the docstring's tree and the one that it hangs on."""
    parents, above = {}, [""]
    for line in inspect.getdoc(errors).splitlines():  # type: ignore[union-attr]
        found = re.match(r"( {4}|(?:[│ ] {3})*(?:[├└]── ))?(\w+)(?: {2,}\S.*)?$", line.removeprefix("    "))
        if not line.startswith("    ") or not found:
            continue
        depth = len(found[1] or "") // 4 + 1
        parents[found[2]] = above[depth - 1]
        above = [*above[:depth], found[2]]
    return parents


def test_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    real = {
        name: "" if kind is FacelexError else kind.__bases__[0].__name__
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, FacelexError)
    }
    assert drawn_tree() == real
    assert len(real) > 10


@pytest.mark.parametrize("name", sorted(drawn_tree()))
def test_class_says_in_a_sentence_what_it_is_for(name: str) -> None:
    sentence = getattr(errors, name).__doc__
    assert sentence.endswith(".")
    assert sentence[0].isupper()


@pytest.mark.parametrize(
    ("error", "wrong", "next_step"),
    [
        (
            RecordError("law/us/x.yaml", 7, "`kind: act` is no kind", "did you mean `statute`?"),
            "law/us/x.yaml:7: `kind: act` is no kind",
            "did you mean `statute`?",
        ),
        (
            UnknownPlace("Atlantis"),
            "'Atlantis'",
            "give a name (San Francisco), an ISO code (US-CA) or a slug",
        ),
        (
            UnknownPlace("Portlnd", PORTLANDS),
            "'Portlnd'",
            "did you mean Portland (Oregon): jurisdiction/us-or-portland or Portland (Maine): ",
        ),
        (
            AmbiguousPlace("Portland", PORTLANDS),
            "'Portland' may be one of several places",
            "ask again with one of these ids: Portland (Oregon): jurisdiction/us-or-portland; Portland",
        ),
        (
            UnknownConcept("actor", "polis", ["everyone", "police"]),
            "no actor 'polis'",
            "accepted: everyone, police",
        ),
        (
            UnknownConcept("actor", "polis", ["everyone", "police"], ["police"]),
            "no actor 'polis'",
            "did you mean police? accepted: everyone, police",
        ),
        (BadDay("June"), "'June' is not a day", "write a day as YYYY-MM-DD, for example 2024-06-01"),
        (QueryTimeout(2.5), "did not end within 2.5 s", "ask for fewer rows with LIMIT"),
        (QueryTimeout(10.0), "did not end within 10 s", "name a place or a class first"),
        (QueryBusy(), "too many queries are waiting", "try again in 1 s"),
        (QueryBusy(30), "too many queries are waiting", "try again in 30 s"),
        (NotFound("law", "bippa"), "there is no law 'bippa'", "search for it by its name"),
        (
            NotFound("law", "bippa", [Candidate("law/us-il-bipa", "BIPA")]),
            "there is no law 'bippa'",
            "did you mean BIPA: law/us-il-bipa?",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, FacelexError) else "",
)
def test_message_says_what_is_wrong_and_what_to_do_next(
    error: FacelexError, wrong: str, next_step: str
) -> None:
    assert wrong in error.message
    assert next_step in error.message.partition(wrong)[2]
    assert str(error) == error.message


def test_unknown_place_is_never_taken_for_a_place_without_law() -> None:
    assert "says nothing about its law" in UnknownPlace("Atlantis").message


def test_candidates_are_carried_for_doors_to_show() -> None:
    assert (
        UnknownPlace("Portland", PORTLANDS).near
        == AmbiguousPlace("P", PORTLANDS).candidates
        == tuple(PORTLANDS)
    )
    assert NotFound("law", "x", PORTLANDS).near == tuple(PORTLANDS)


def test_errors_of_records_are_sorted_by_file_and_line() -> None:
    one, two, three = (
        RecordError("b", 1, "p", "r"),
        RecordError("a", 12, "p", "r"),
        RecordError("a", 2, "p", "r"),
    )
    both = RecordErrors([one, two, three])
    assert both.errors == (three, two, one)
    assert both.message == "a:2: p; r\na:12: p; r\nb:1: p; r"


@pytest.mark.parametrize("kind", [QuerySyntaxError, QueryRefused])
def test_error_in_a_query_tells_its_place(kind: type[QuerySyntaxError | QueryRefused]) -> None:
    error = kind("`SERVICE` reaches out", 3, 5)
    assert isinstance(error, QueryError)
    assert (error.message, error.line, error.column) == ("`SERVICE` reaches out", 3, 5)


def test_refusal_of_a_whole_query_stands_at_its_beginning() -> None:
    error = QueryRefused("an update")
    assert (error.line, error.column) == (1, 1)
