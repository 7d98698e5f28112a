import pytest

from graph.catalogue import Catalogue
from graph.concepts import Concepts
from graph.draft import MOST_FINDINGS, Known, check_draft, file_of
from graph.engine import Engine
from graph.forms import read_forms
from graph.load import RECORDS, load_records
from graph.shacl import read_shapes
from schema.errors import RecordError
from schema.vocabulary import FILES

TECHNOLOGY = """\
id: technology/example-search
type: Technology
name: Example Search
kind: face-search-engine
vendor: organisation/clearview-ai
summary: An example.
verification: unverified
checked: '2026-11-23'
"""


@pytest.fixture(scope="module")
def known(engine: Engine) -> Known:
    catalogue = Catalogue.read(engine, Concepts.read(engine))
    return Known(catalogue.by_id, read_forms(), read_shapes(FILES["shapes"]))


def test_record_without_error_passes_both_stages(known: Known) -> None:
    found = check_draft(TECHNOLOGY, known)
    assert found.findings == ()
    assert found.stages == ("read", "shapes")
    assert found.file == "graph/records/technology/example-search.yaml"
    assert not found.is_known


@pytest.mark.parametrize(
    "path",
    [
        "law/us-la/us-la-new-orleans-147-2020",
        "law/eu/eu-ai-act-2024",
        "event/amazon-moratorium-2020",
        "organisation/banjo",
        "regulator/il/il-knesset",
    ],
)
def test_real_record_is_found_in_order_and_in_its_file(known: Known, path: str) -> None:
    found = check_draft((RECORDS / f"{path}.yaml").read_text(encoding="utf-8"), known)
    assert found.errors == 0
    assert found.is_known
    assert found.file == f"graph/records/{path}.yaml"


def test_every_real_record_of_a_kind_with_folders_stands_where_a_draft_is_sent() -> None:
    for record in load_records():
        assert file_of(record.id, record.data).endswith(str(record.path.relative_to(RECORDS))), record.id


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("kind: face-search-engine", "kind: magic", 4, "is not a concept"),
        ("vendor: organisation/clearview-ai", "vendor: organisation/nobody", 5, "refers to nothing"),
        ("vendor: organisation/clearview-ai", "vendor: law/us-il-bipa-2008", 5, "organisation"),
        ("summary: An example.", "sumary: An example.", 6, "is not a key"),
        ("checked: '2026-11-23'", "checked: '2026-11-31'", 8, "no date"),
        ("verification: unverified\n", "", 1, "checked"),
    ],
)
def test_error_is_told_with_its_line(known: Known, old: str, new: str, line: int, says: str) -> None:
    found = check_draft(TECHNOLOGY.replace(old, new), known)
    assert found.errors
    assert any(one.line == line and says in one.message.lower() + one.remedy for one in found.findings), found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &a [x]\nb: [*a, *a]\n", "anchor"),
        ("a: " + "[" * 30_000, "not YAML"),
        ("a: " + "[" * 20 + "]" * 20, "nested"),
        ("a: !!python/object:os.system x\n", "tag"),
        ("a: \x00\n", "control character"),
        ("", "empty"),
        ("- a\n- b\n", "not a record"),
        ("id: a\nid: b\n", "twice"),
    ],
)
def test_hostile_text_is_refused_with_its_line(known: Known, text: str, says: str) -> None:
    with pytest.raises(RecordError, match=says) as caught:
        check_draft(text, known)
    assert caught.value.line >= 1


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"k{number}: v\n" for number in range(6000)),
        "id: event/x\ntype: Event\nname: x\nplaces:\n"
        + "".join(f"  - jurisdiction/a{number}\n" for number in range(900)),
        "id: law/x\ntype: Law\nname: x\nrules:\n"
        + "".join(f"  - id: rule/x--{number}\n" for number in range(3000)),
        "id: law/x\ntype: Law\nname: x\nofficial_url: 'http://" + "a" * 60_000 + " b'\n",
        "id: law/" + "a-" * 30_000 + "\n",
    ],
)
def test_large_text_gives_a_bounded_number_of_short_findings(known: Known, text: str) -> None:
    found = check_draft(text, known)
    assert 0 < len(found.findings) <= MOST_FINDINGS
    assert all(len(one.message) <= 600 for one in found.findings)


def test_id_that_stands_twice_and_a_second_record_are_errors(known: Known) -> None:
    messages = [one.message for one in check_draft(TECHNOLOGY + "---\n" + TECHNOLOGY, known).findings]
    assert "begins a second record" in messages
    twice = "id: law/x\ntype: Law\nname: x\nrules:\n  - id: rule/x--a\n  - id: rule/x--a\n"
    assert any("stands here twice" in one.message for one in check_draft(twice, known).findings)
