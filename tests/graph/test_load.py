from pathlib import Path

import pytest

from graph.context import KEYS
from graph.forms import KIND_CLASSES, SAME_PROPERTY, SCHEMES, read_forms
from graph.load import RECORDS, load_records, record_files
from schema.errors import RecordError, RecordErrors
from schema.vocabulary import RECORD_KINDS

FORMS = read_forms()
LAW = Path("law/us-ca/us-ca-oakland-2019.yaml")
PLACES = Path("jurisdiction/us/us-ca.yaml")


def errors_of(folder: Path) -> tuple[RecordError, ...]:
    with pytest.raises(RecordErrors) as caught:
        load_records([folder], forms=FORMS)
    return caught.value.errors


def change(folder: Path, name: Path, old: str, new: str) -> int:
    """Replace text in a record file; the line at which it begins."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_records_come_sorted_with_their_parts_and_lines(records: Path) -> None:
    found = load_records([records], forms=FORMS)
    assert [record.id for record in found] == [
        "jurisdiction/us-ca",
        "jurisdiction/us-ca-oakland",
        "law/us-ca-oakland-2019",
    ]
    law = found[2]
    assert law.kind == "law"
    assert law.path == records / LAW
    assert law.data["rules"][0]["from"] == "2019-07"
    assert law.lines["rules", 0, "from"] == 13
    assert found[1].lines[()] == 5


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            LAW,
            "status: in-force",
            "statsu: in-force",
            "`statsu` is not a key of records; did you mean `status`?",
        ),
        (LAW, "status: in-force", "forum: a court", "`forum` is not a key of a Law (it is one of "),
        (LAW, "    effect: ban", "    status: in-force", "`status` is not a key of a Rule (it is one of "),
        (LAW, "id: law/us-ca-oakland-2019\n", "", "has no `id`"),
        (LAW, "type: Law\n", "", "has no `type`"),
        (LAW, "name: Oakland ban\n", "", "has no `name`"),
        (LAW, "type: Law\n", "type: Lwa\n", "`Lwa` is not a class; did you mean `Law`?"),
        (LAW, "type: Law\n", "type: City\n", "a record of kind law cannot be of type City; accepted: Law"),
        (
            LAW,
            "id: law/us-ca-oakland-2019\n",
            "id: law/other\n",
            "`law/other` stands in a file named us-ca-oak",
        ),
        (
            LAW,
            "id: law/us-ca-oakland-2019\n",
            "id: event/us-ca-oakland-2019\n",
            "does not stand in the folder",
        ),
        (LAW, "id: law/us-ca-oakland-2019\n", "id: us-ca-oakland-2019\n", "is not the id of a record"),
        (LAW, "id: law/us-ca-oakland-2019\n", "id: law/Us_Ca\n", "is not the id of a record"),
        (
            PLACES,
            "id: jurisdiction/us-ca-oakland",
            "id: jurisdiction/us-caracas",
            "does not belong in us-ca.yaml",
        ),
        (LAW, "    actors: [municipal-police]", "    actors: municipal-police", "`actors` is not a list"),
        (LAW, "    effect: ban", "    effect: [ban]", "`effect` is a list"),
        (LAW, "rules:\n  - id", "rules:\n    id", "`rules` is not a list"),
        (LAW, "[municipal-police]", "[municipal-police, municipal-police]", "says 'municipal-police' twice"),
        (LAW, "[municipal-police]", "[municpal-police]", "did you mean `municipal-police`?"),
        (LAW, "    effect: ban", "    effect: statute", "`effect: statute` is not a concept of its scheme"),
        (LAW, "kind: statute", "kind: lawsuit", "`kind: lawsuit` is not a concept of its scheme"),
        (LAW, "from: 2019-07", "from: 2019-13", "2019-13"),
        (LAW, "from: 2019-07", "from: 2019-02-30", "2019-02-30"),
        (LAW, "from: 2019-07", "from: July 2019", "write it as in `from: '2019-07-01'`"),
        (LAW, "checked: '2026-07-31'", "checked: '2026-07'", "`checked: 2026-07` is not a whole day"),
        (LAW, "until: '2021'", "until: '2019'", "`until: 2019` is before `from: 2019-07`"),
        (LAW, "jurisdiction: jurisdiction/us-ca-oakland", "jurisdiction: us-ca-oakland", "accepted form"),
        (
            LAW,
            "jurisdiction: jurisdiction/us-ca-oakland",
            "jurisdiction: jurisdiction/us-ca-okland",
            "refers to nothing; did you mean `jurisdiction/us-ca-oakland`?",
        ),
        (LAW, "url: https://example.org/memo", "url: example.org/memo", "accepted form"),
        (LAW, "url: https://example.org/memo", "url: https://example.org/a b", "accepted form"),
        (
            LAW,
            "url: https://example.org/memo",
            "url: https://example.org/a|b",
            "character that addresses cannot",
        ),
        (LAW, "id: source/oakland-memo", "id: law/oakland-memo", "is not an id of a Source"),
        (LAW, "- id: rule/us-ca-oakland-2019--ban", "- provision: a", "an item of `rules` has no `id`"),
        (PLACES, "lat: '37.8044'", "lat: 37,8", "`lat: 37,8` is not a number"),
        (PLACES, "name: Oakland", "name: [Oakland]", "`name` is a list"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(
    records: Path, name: Path, old: str, new: str, says: str
) -> None:
    line = change(records, name, old, new)
    (error,) = (error for error in errors_of(records) if says in str(error))
    assert error.path == str(records / name)
    assert error.line in range(1, line + 2)


def test_all_errors_come_at_once_sorted_by_file_and_line(records: Path) -> None:
    change(records, LAW, "status: in-force", "status: lost")
    change(records, LAW, "from: 2019-07", "from: soon")
    change(records, PLACES, "lat: '37.8044'", "lat: north")
    (records / "law/us-ca/broken.yaml").write_text("id: [", encoding="utf-8")
    errors = errors_of(records)
    assert len(errors) == 4
    assert [(error.path, error.line) for error in errors] == sorted(
        (error.path, error.line) for error in errors
    )


def test_file_that_looks_like_a_record_is_not_left_out_silently(records: Path) -> None:
    (records / LAW).rename((records / LAW).with_suffix(".yml"))
    (error,) = errors_of(records)
    assert str(error).endswith("is not read as a record; name it us-ca-oakland-2019.yaml")


def test_id_is_given_once_also_to_parts_in_other_files(records: Path) -> None:
    copy = records / "law/us-ca/us-ca-oakland-2020.yaml"
    text = (
        (records / LAW)
        .read_text(encoding="utf-8")
        .replace("law/us-ca-oakland-2019\n", "law/us-ca-oakland-2020\n")
    )
    copy.write_text(text, encoding="utf-8")
    errors = errors_of(records)
    assert [error.problem.split("`")[1] for error in errors] == [
        "rule/us-ca-oakland-2019--ban",
        "exception/us-ca-oakland-2019--warrant",
    ]
    assert f"is taken: {records / LAW}:8" in errors[0].problem


def test_source_may_be_cited_twice_but_has_one_address(records: Path) -> None:
    change(records, LAW, "id: source/oakland-memo", "id: source/oakland-code")
    (error,) = errors_of(records)
    assert "`source/oakland-code` has another address here than in" in error.problem
    change(records, LAW, "https://example.org/memo", "https://example.org/code")
    assert len(load_records([records], forms=FORMS)) == 3


def test_former_id_leads_here_but_is_no_target(records: Path) -> None:
    change(records, PLACES, "name: California\n", "name: California\nformer_ids: [jurisdiction/us-calif]\n")
    assert len(load_records([records], forms=FORMS)) == 3
    change(records, LAW, "jurisdiction: jurisdiction/us-ca-oakland", "jurisdiction: jurisdiction/us-calif")
    assert "refers to nothing" in errors_of(records)[0].problem


def test_former_id_in_use_is_refused(records: Path) -> None:
    change(
        records, PLACES, "name: California\n", "name: California\nformer_ids: [jurisdiction/us-ca-oakland]\n"
    )
    (error,) = errors_of(records)
    assert "is the id of something" in error.problem
    assert error.line == 4


def test_references_are_not_followed_when_only_some_records_are_read(records: Path) -> None:
    with pytest.raises(RecordErrors, match="refers to nothing"):
        load_records([records / LAW], forms=FORMS)
    (law,) = load_records([records / LAW], forms=FORMS, is_whole=False)
    assert law.id == "law/us-ca-oakland-2019"


def test_amendment_is_a_fragment_of_its_law(records: Path) -> None:
    amendment = "amendments:\n  - id: law/us-ca-oakland-2019#amended-2020\n    date: '2020'\nkind: statute"
    change(records, LAW, "kind: statute", amendment)
    assert len(load_records([records], forms=FORMS)) == 3
    change(records, LAW, "law/us-ca-oakland-2019#amended-2020", "law/another#amended-2020")
    assert "is not the id of an amendment of this law" in errors_of(records)[0].problem


def test_every_concept_key_has_a_scheme_and_every_scheme_has_words() -> None:
    assert {key.name for key in KEYS.values() if key.type == "@vocab"} == SCHEMES.keys()
    for scheme in SCHEMES.values():
        for name in [scheme] if isinstance(scheme, str) else scheme.values():
            assert FORMS.words[name]


def test_keys_that_share_a_property_are_told_apart_by_class() -> None:
    assert "actors" in FORMS.keys_for(["Rule"]) - FORMS.keys_for(["Event"])
    assert "organisations" in FORMS.keys_for(["Event"]) - FORMS.keys_for(["Rule"])
    by_property: dict[str, set[str]] = {}
    for key in KEYS.values():
        by_property.setdefault(key.iri, set()).add(key.name)
    shared = {name for names in by_property.values() if len(names) > 1 for name in names}
    assert shared == SAME_PROPERTY.keys()


def test_every_kind_of_record_has_a_class_with_keys() -> None:
    assert tuple(KIND_CLASSES) == RECORD_KINDS
    for name in KIND_CLASSES.values():
        assert {"name", "sources", "verification"} <= FORMS.keys_for([name])


def test_repealed_is_written_as_the_plain_word() -> None:
    assert "repealed" in FORMS.words_for("status", ["Law"])
    assert "status-repealed" not in FORMS.words_for("status", ["Law"])


def test_real_records_hold_together() -> None:
    records = load_records([RECORDS], forms=FORMS)
    assert len(records) >= len(record_files([RECORDS])) > 0
