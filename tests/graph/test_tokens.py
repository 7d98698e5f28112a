import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.tokens import TOKEN, tokens


def test_tokens_have_kind_text_and_place() -> None:
    text = "SELECT ?s # all\n{ ?s x:p.q 'a}'@en , 1.5e3, _:b <x:y>}"
    assert list(tokens(text)) == [
        ("name", "SELECT", 0),
        ("variable", "?s", 7),
        ("mark", "{", 16),
        ("variable", "?s", 18),
        ("name", "x", 21),
        ("local", ":p.q", 22),
        ("string", "'a}'", 27),
        ("language", "@en", 31),
        ("mark", ",", 35),
        ("number", "1.5e3", 37),
        ("mark", ",", 42),
        ("blank", "_:b", 44),
        ("iri", "<x:y>", 48),
        ("mark", "}", 53),
    ]


@pytest.mark.parametrize("text", ["'open", "<x:a b>", '"""a""', "\u00a0", "`"])
def test_tokens_end_where_none_begins(text: str) -> None:
    read = [found for _, found, _ in tokens(f"ASK {text}")]
    assert read[0] == "ASK"
    assert text not in read


@given(st.text(alphabet="<>\"'{}()?:._-+*/@#\\ \nabC1é", max_size=40))
def test_tokens_and_space_make_up_the_text(text: str) -> None:
    at = 0
    for _, token, start in tokens(text):
        assert text[start : start + len(token)] == token
        between = TOKEN.match(text, at) if start > at else None
        assert start == at or (between and between.lastgroup == "space" and between.end() == start)
        at = start + len(token)
