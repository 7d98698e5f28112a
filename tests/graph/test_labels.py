import pytest

from graph.engine import Engine
from graph.labels import FOUND_KINDS, initials_of, labels_of, read_labels


def texts(thing: str, *found: tuple[str, str]) -> set[tuple[str, str]]:
    return {(label.role, label.text) for label in labels_of(thing, found)}


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Department of Justice", {"doj"}),
        ("Biometric Information Privacy Act", {"bipa"}),
        ("Information Commissioner's Office", {"ico"}),
        ("Commission nationale de l'informatique et des libertés (CNIL)", set()),
        ("Facebook", set()),
        ("Riksdag of 1 2 3", set()),
        ("", set()),
    ],
)
def test_initials_are_of_all_words_and_of_large_ones(name: str, initials: set[str]) -> None:
    assert initials_of(name) >= initials
    assert all(3 <= len(one) <= 6 for one in initials_of(name))


def test_what_stands_in_brackets_is_a_label_of_its_own() -> None:
    found = texts("regulator/fr-cnil", ("prefLabel", "Commission des libertés (CNIL)"))
    assert ("short name", "CNIL") in found
    assert ("name", "Commission des libertés (CNIL)") in found


def test_place_in_brackets_is_no_short_name() -> None:
    assert ("in brackets", "Georgia") in texts("regulator/ge", ("prefLabel", "Data Service (Georgia)"))


def test_each_of_several_numbers_is_a_label() -> None:
    found = texts("proceeding/x", ("prefLabel", "A v. B"), ("docket", "18-15982; 932 F.3d 1264, 1270"))
    assert {("docket", "18-15982"), ("docket", "932 F.3d 1264"), ("docket", "1270")} <= found
    assert ("id", "x") in found


def test_summary_is_found_with_words_of_the_name() -> None:
    (summary,) = [
        label
        for label in labels_of("law/x", [("prefLabel", "Portland ban"), ("description", "Shops too.")])
        if label.role == "summary"
    ]
    assert summary.words == ("portland", "ban", "shops", "too")
    assert summary.text == "Shops too."


def test_event_weighs_less_than_the_thing_it_befell() -> None:
    law, event = (
        next(labels_of(thing, [("prefLabel", "AB 1215")])) for thing in ("law/ab-1215", "event/ab-1215")
    )
    assert law.weight > event.weight


def test_kinds_that_are_found_are_those_that_have_labels(engine: Engine) -> None:
    assert {label.thing.partition("/")[0] for label in read_labels(engine)} == set(FOUND_KINDS)
