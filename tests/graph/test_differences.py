from graph.differences import FieldChange, differences
from graph.engine import Engine
from schema.vocabulary import ID, NS, PREFIXES, RECORD

PREFIX = f"""\
@prefix : <{ID}law/> . @prefix fl: <{NS}> . @prefix skos: <{PREFIXES["skos"]}> .
@prefix dct: <{PREFIXES["dct"]}> .
"""


def data(text: str) -> Engine:
    return Engine.from_text(f"{PREFIX} <{RECORD}law/x> {{ {text} }}")


def test_same_data_differs_in_nothing() -> None:
    assert differences(data(':a skos:prefLabel "A" .'), data(':a skos:prefLabel "A" .')) == []


def test_things_are_added_and_removed_by_name() -> None:
    old, new = data(':a skos:prefLabel "A" .'), data(':b dct:description "B" .')
    assert [(one.id, one.name, one.change) for one in differences(old, new)] == [
        ("law/a", "A", "removed"),
        ("law/b", "B", "added"),
    ]


def test_thing_that_took_the_place_of_another_is_told() -> None:
    old, new = data(':a skos:prefLabel "A" .'), data(":b fl:formerId :a .")
    assert [one.now for one in differences(old, new)] == ["law/b", None]


def test_changed_field_shows_what_went_and_what_came_by_name() -> None:
    names = (
        'fl:ban skos:prefLabel "ban" . fl:moratorium skos:prefLabel "moratorium" . :c skos:prefLabel "C" .'
    )
    old = data(f'{names} :a skos:prefLabel "A" ; fl:effect fl:ban ; fl:amends :c ; fl:vote "7-4" .')
    new = data(f'{names} :a skos:prefLabel "A" ; fl:effect fl:moratorium ; fl:vote "7-4" .')
    (found,) = differences(old, new)
    assert found.fields == (
        FieldChange("amends", ("C (law/c)",), ()),
        FieldChange("effect", ("ban",), ("moratorium",)),
    )


def test_new_check_alone_is_told_from_a_change() -> None:
    old, new = data(':a fl:checkedOn "2026-01-01" .'), data(':a fl:checkedOn "2026-02-01" .')
    assert [one.is_check_alone for one in differences(old, new)] == [True]
    newer = data(':a fl:checkedOn "2026-02-01" ; fl:vote "7-4" .')
    assert [one.is_check_alone for one in differences(old, newer)] == [False]


def test_what_is_derived_is_left_out() -> None:
    old = data(':a fl:from "2019" ; fl:fromDay "2019-01-01" .')
    new = data(':a fl:from "2020" ; fl:fromDay "2020-01-01" .')
    (found,) = differences(old, new)
    assert [field.property for field in found.fields] == ["from"]
