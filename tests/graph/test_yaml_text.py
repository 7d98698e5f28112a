from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.load import RECORDS, record_files
from graph.yaml_text import canonical_text, is_canonical, parse, read_documents, write_canonical
from schema.errors import RecordError

PATH = Path("law/xx/a.yaml")


def data_of(text: str) -> dict[str, Any]:
    (document,) = parse(text, PATH)
    return document.data


@pytest.mark.parametrize(
    "value",
    ["NO", "no", "1.10", "012", "2019-07-01", "0x1F", "1e3", "true", "~", "null", "12:30", "1_000", "="],
)
def test_every_scalar_is_text(value: str) -> None:
    assert data_of(f"name: {value}\nalso_known_as: [{value}]") == {"name": value, "also_known_as": [value]}


def test_each_key_and_item_has_its_line() -> None:
    (document,) = parse(
        "id: law/a\nrules:\n  - id: rule/b\n    actors:\n      - police\n      - schools\n", PATH
    )
    assert document.lines[()] == 1
    assert document.lines["rules",] == 2
    assert document.lines["rules", 0] == 3
    assert document.lines["rules", 0, "actors", 1] == 6


def test_file_may_hold_several_documents() -> None:
    first, second = parse("id: a\n---\nid: b\n", PATH)
    assert (first.data, second.data) == ({"id": "a"}, {"id": "b"})
    assert second.lines["id",] == 3


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"", 1, "is empty"),
        (b"# only a remark\n", 1, "is empty"),
        (b"id: a\nname: b\nid: c\n", 3, "`id` twice (first on line 1)"),
        (b"id: a\nname: &x b\n", 2, "anchor"),
        (b"id: a\nname: &x b\nother: *x\n", 2, "anchor"),
        (b"id: a\nname: *x\n", 2, "anchor (&) or alias"),
        (b"- a\n", 1, "is not a record"),
        (b"just text\n", 1, "is not a record"),
        (b"id: a\n---\n", 3, "is not a record"),
        (b"id: a\nname: !!str b\n", 2, "has a tag"),
        (b"id: a\nname: !!python/object/apply:os.system [ls]\n", 2, "has a tag"),
        (b"%YAML 1.1\n---\nid: a\n", 1, "directive"),
        (b"id: a\nname: caf\xe9\n", 2, "is not UTF-8"),
        (b"id: a\nrules:\n\t- id: b\n", 3, "has a tab"),
        (b"id: a\r\nname: b\r\n", 1, "carriage return"),
        (b"\xef\xbb\xbfid: a\n", 1, "byte order mark"),
        (b"id: a\nname: b\x00c\n", 2, "control character U+0000"),
        (b"id: a\nname:\n", 2, "`name` has no value"),
        (b"id: a\nwithin: [x, '']\n", 2, "`within` has no value"),
        (b"id: a\nwithin: []\n", 2, "`within` is an empty list"),
        (b"id: a\nwithin: {}\n", 2, "empty mapping"),
        (b"id: a\n? [b]\n: c\n", 2, "key that is not a word"),
        (b"id: a\nname: [b\n", 3, "is not YAML"),
        (b"id: a\nname: 'b\n", 3, "is not YAML"),
        (b"id: a\nname: b: c\n", 2, "is not YAML"),
        (b"id: a\nx: " + b"[" * 50 + b"a" + b"]" * 50, 2, "nested more than 10 deep"),
        (b"id: a\nx: " + b"[" * 50_000, 2, "maximum nesting depth"),
    ],
)
def test_what_cannot_be_read_is_located(content: bytes, line: int, says: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse(content, PATH)
    assert caught.value.line == line
    assert says in caught.value.problem
    assert str(caught.value).startswith(f"{PATH}:{line}: ")


def test_billion_laughs_are_refused() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(RecordError, match="anchor"):
        parse(bomb, PATH)


def test_missing_file_is_an_error_of_the_record(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be read"):
        read_documents(tmp_path / "none.yaml")


def test_canonical_form_orders_quotes_and_folds() -> None:
    data = {
        "zeal": "not a key of ours",
        "summary": "Nobody may use it: " + "and that is all there is to say about it " * 4 + "here.",
        "sources": [{"url": "https://example.org/a?b=c#d", "id": "source/a"}],
        "also_known_as": ["1.10", "NO", "Île-de-France", "it's", "a: b"],
        "within": ["jurisdiction/no", "jurisdiction/fr"],
        "name": "Law no. 5 (new)",
        "type": ["Law"],
        "id": "law/a",
    }
    assert canonical_text(data) == (
        "id: law/a\n"
        "type:\n"
        "  - Law\n"
        "name: Law no. 5 (new)\n"
        "also_known_as:\n"
        "  - '1.10'\n"
        "  - 'NO'\n"
        "  - Île-de-France\n"
        "  - it's\n"
        "  - 'a: b'\n"
        "within:\n"
        "  - jurisdiction/no\n"
        "  - jurisdiction/fr\n"
        "summary: >-\n"
        "  Nobody may use it: and that is all there is to say about it and that is all there is to say about"
        " it and\n  that is all there is to say about it and that is all there is to say about it here.\n"
        "sources:\n"
        "  - id: source/a\n"
        "    url: https://example.org/a?b=c#d\n"
        "zeal: not a key of ours\n"
    )


AWKWARD = r"""NO|1.10|012|2019-07-01|2019-07|- a|a: b|a #b|a:|'|"| a|a  b|# a|?|-|...|---|<<|%|y|12:30"""
LONG = ["word " * 40, "word  " * 40, "it's: " * 40 + "end", "x" * 200, "\n", "\t"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(
    AWKWARD.split("|") + LONG
)
VALUES = TEXTS | st.lists(TEXTS, min_size=1) | st.lists(st.dictionaries(TEXTS, TEXTS, min_size=1), min_size=1)


@settings(deadline=None, database=None)  # speed is not the point, and no files are left
@given(st.dictionaries(TEXTS, VALUES, min_size=1))
def test_canonical_text_says_the_same_to_us_and_to_plain_loaders(data: dict[str, Any]) -> None:
    text = canonical_text(data)
    assert data_of(text) == data
    assert yaml.safe_load(text) == data
    assert canonical_text(data_of(text)) == text


def test_write_canonical_rewrites_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("name: NO\nid: jurisdiction/no\n---\nid: b\n", encoding="utf-8")
    assert not is_canonical(path.read_bytes(), path)
    assert write_canonical([path]) == [path]
    assert path.read_text(encoding="utf-8") == "id: jurisdiction/no\nname: 'NO'\n---\nid: b\n"
    assert is_canonical(path.read_bytes(), path)
    assert write_canonical([path]) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [("# why\nname: b\nid: a\n", 1), ("name: b # why\nid: a\n", 1), ("name: b\nid: a\n# why", 3)],
)
def test_write_canonical_does_not_lose_a_comment(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError, match="comment") as caught:
        write_canonical([path])
    assert caught.value.line == line
    assert path.read_text(encoding="utf-8") == text


def test_number_sign_inside_text_is_no_comment(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("name: 'a # b'\nsummary: >-\n  c # d\nid: e#f\n", encoding="utf-8")
    assert write_canonical([path]) == [path]


def test_every_record_file_is_in_canonical_form() -> None:
    wrong = [str(path) for path in record_files([RECORDS]) if not is_canonical(path.read_bytes(), path)]
    assert not wrong, f"run `facelex validate --fix`: not in canonical form: {', '.join(wrong)}"
