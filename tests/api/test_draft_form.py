from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from api.draft_form import Group, drafted, groups_for, slug_of
from api.routes.contribute import OUTLINES
from graph.forms import Forms, read_forms
from graph.yaml_text import parse


@pytest.fixture(scope="module")
def forms() -> Forms:
    return read_forms()


def outline(kind: str) -> Mapping[str, Any]:
    return parse(OUTLINES[kind], Path("x.yaml"))[0].data


def form(kind: str, forms: Forms) -> tuple[Group, ...]:
    return groups_for(kind, outline(kind), forms)


def no_place(text: str) -> str:
    return text


@pytest.mark.parametrize("kind", OUTLINES)
def test_form_filled_in_as_its_outline_makes_the_outline_but_for_ids(kind: str, forms: Forms) -> None:
    whole = outline(kind)
    groups = form(kind, forms)
    given: dict[str, list[str]] = {"type": [whole["type"]]}
    for group in groups:
        part: Any = whole
        for key in filter(None, group.name.split(".")):
            part = part.get(key, [{}])[0]
        for field in group.fields:
            if (value := part.get(field.key)) is not None:
                given[field.name] = value if isinstance(value, list) else [value]
    assert _without_ids(drafted(kind, groups, given, no_place)) == _without_ids(whole)


def _without_ids(value: Any) -> Any:  # noqa: ANN401  # YAML
    if isinstance(value, Mapping):
        return {key: _without_ids(one) for key, one in value.items() if key != "id"}
    return [_without_ids(one) for one in value] if isinstance(value, list) else value


def test_fields_take_the_words_of_the_schema(forms: Forms) -> None:
    fields = {field.name: field for group in form("law", forms) for field in group.fields}
    assert fields["kind"].shape == "choice"
    assert "ordinance" in fields["kind"].words
    assert fields["rules.actors"].shape == "choices"
    assert "municipal-police" in fields["rules.actors"].words
    assert fields["rules.until"].hint
    assert "rules.exceptions.summary" in fields
    types = {field.name: field for group in form("organisation", forms) for field in group.fields}["type"]
    assert "Vendor" in types.words
    assert "Regulator" not in types.words


@pytest.mark.parametrize("kind", OUTLINES)
def test_every_form_asks_for_a_source_and_for_doubts(kind: str, forms: Forms) -> None:
    names = {field.name for group in form(kind, forms) for field in group.fields}
    assert {"name", "doubts", "verification", "checked", "sources.url", "sources.supports"} <= names


def test_ids_follow_from_names_and_say_what_they_are_parts_of(forms: Forms) -> None:
    given = {
        "name": ["Ordonnance sur l'État"],
        "jurisdiction": ["France"],
        "enacted": ["2026-03"],
        "rules.effect": ["ban"],
        "rules.exceptions.summary": ["missing children"],
        "sources.url": ["https://example.org/a/b?c=1"],
    }
    record = drafted("law", form("law", forms), given, {"France": "jurisdiction/fr"}.__getitem__)
    assert record["id"] == "law/fr-ordonnance-sur-l-etat-2026"
    rule = record["rules"][0]
    assert rule["id"] == "rule/fr-ordonnance-sur-l-etat-2026--ban"
    assert rule["exceptions"][0]["id"] == "exception/fr-ordonnance-sur-l-etat-2026--ban--missing-children"
    assert record["sources"] == [{"url": "https://example.org/a/b?c=1", "id": "source/example-org-a-b-c-1"}]


def test_what_is_left_empty_is_not_written(forms: Forms) -> None:
    given = {"name": [" A \n name "], "summary": ["  "], "sources.title": [""], "vendor": ["Clearview AI"]}
    record = drafted("technology", form("technology", forms), given, no_place)
    assert record == {
        "id": "technology/a-name",
        "type": "Technology",
        "name": "A name",
        "vendor": "organisation/clearview-ai",
    }


def test_slug_has_no_accents_and_is_cut_between_words() -> None:
    assert slug_of("São Tomé: 1.10") == "sao-tome-1-10"
    assert slug_of("one two three", 7) == "one-two"
    assert slug_of("東京") == ""
    assert slug_of("x" * 500) == ""
