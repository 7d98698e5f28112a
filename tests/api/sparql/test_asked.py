import pytest

from api.problems import BadRequest
from api.sparql.asked import fields_of, text_of


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        (b"", []),
        (b"a=1&b=2&a=3", [("a", "1"), ("b", "2"), ("a", "3")]),
        (b"a=x+y%20z%2B&default&b=", [("a", "x y z+"), ("default", ""), ("b", "")]),
        (b"q=%C3%A9", [("q", "é")]),
        (b"q=a;b", [("q", "a;b")]),
    ],
)
def test_fields_are_read_as_forms_are_written(raw: bytes, fields: list[tuple[str, str]]) -> None:
    assert fields_of(raw) == fields


@pytest.mark.parametrize(
    "raw", [b"q=%FF", b"q=%ED%A0%80", b"q=\xc3\xa9", b"q=%C3", b"&".join([b"a=1"] * 101)]
)
def test_fields_that_are_not_utf_8_or_too_many_are_refused(raw: bytes) -> None:
    with pytest.raises(BadRequest):
        fields_of(raw)


def test_text_is_utf_8() -> None:
    assert text_of("é".encode()) == "é"
    with pytest.raises(BadRequest, match="UTF-8"):
        text_of("é".encode("latin-1"))
