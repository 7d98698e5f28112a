import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.planning.constants import filled, pieces_of, split
from graph.tokens import tokens
from tests.graph.planning.random_queries import queries


def test_questions_of_one_form_differ_in_strings_iris_and_comments() -> None:
    one = split("SELECT * { <x:a> ?p 'it''s' } # why?")
    other = split("SELECT * { <x:b-c> ?p 'so''' } # '\"<")
    assert one
    assert other
    assert one[0] == other[0]
    assert other[1] == ["<x:b-c>", "'so'", "''", "# '\"<"]


@pytest.mark.parametrize(
    "text", ["{ <x:a> ?p ?o }", "{ ?s ?p <x:a>, <x:b> }", "{ ?s ?p 'a' }", "{ ?s ?p 1 }"]
)
def test_other_kinds_or_places_of_constants_are_another_form(text: str) -> None:
    one, other = split("{ ?s ?p <x:a> }"), split(text)
    assert one
    assert other
    assert one[0] != other[0]


def test_comparisons_are_no_constants() -> None:
    found = split("{ FILTER(?a < 5 && ?b > 6) }")
    assert found
    assert found[1] == []


def test_an_escape_in_a_name_has_no_form() -> None:
    assert split("{ ?s :it\\'s ?o . ?a :that\\'s ?b }") is None


@given(queries())
def test_constants_are_whole_tokens_and_fill_their_form(text: str) -> None:
    found = split(text)
    assert found
    form, constants = found
    spans = form.spans(constants)
    whole = {(at, at + len(token)) for _, token, at in tokens(text)}
    for span, constant in zip(spans, constants, strict=True):
        assert text[span.start : span.end] == constant
        assert constant.startswith("#") or (span.start, span.end) in whole
    assert filled(tuple(pieces_of(text, spans, 0, len(text))), constants) == text


@given(st.text(alphabet="<>#'\"\\\n ax:?", max_size=40))
def test_any_text_is_put_together_again(text: str) -> None:
    found = split(text)
    if found:
        form, constants = found
        assert filled(tuple(pieces_of(text, form.spans(constants), 0, len(text))), constants) == text
