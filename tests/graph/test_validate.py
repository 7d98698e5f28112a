from pathlib import Path

import pytest

from graph.engine import Engine
from graph.load import Record
from graph.queries import parse_query
from graph.validate import (
    Check,
    Finding,
    Places,
    check_findings,
    load_checks,
    shape_findings,
    validate,
    validate_records,
)
from schema.errors import QueryError
from schema.vocabulary import FILES, ID, NS, RECORD

PLACE = """\
id: jurisdiction/xx
type: Country
name: Xland
researched_through: '2026-01-01'
research_depth: depth-national
verification: verified-secondary
checked: '2026-01-01'
sources:
  - id: source/xx-1
    url: https://example.org/1
    title: One
    publisher: Xland
    supports: everything
"""
LAW = """\
id: law/xx-act
type: Law
name: Act
jurisdiction: jurisdiction/xx
kind: statute
citation: Act 1
status: in-force
enacted: '2020-01-01'
rules:
  - id: rule/xx-act--ban
    effect: ban
    reach: full
    actors:
      - police
    activities:
      - use
    from: '2020-01-01'
    until: '2020-01-01'
    end_kind: end-date
    provision: s. 1
    verified_on: '2026-01-01'
    summary: Police may not use it.
summary: An act.
verification: verified-secondary
checked: '2026-01-01'
sources:
  - id: source/xx-2
    url: https://example.org/2
    title: Two
    publisher: Xland
    supports: everything
"""


@pytest.fixture
def records_dir(tmp_path: Path) -> Path:
    for name, text in (("jurisdiction/xx.yaml", PLACE), ("law/xx/xx-act.yaml", LAW)):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return tmp_path


def line_with(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_finding_names_file_line_reason_and_remedy(records_dir: Path) -> None:
    (finding,) = [each for each in validate(None, records_dir) if each.severity == "error"]
    assert finding.path == str(records_dir / "law/xx/xx-act.yaml")
    assert finding.line == line_with(LAW, "id: rule/")
    assert finding.message == (
        "A rule must bind for at least a day: it binds from 2020-01-01 until 2020-01-01"
    )
    assert "until" in finding.remedy
    assert finding.focus == ID + "rule/xx-act--ban"
    assert str(finding) == f"{finding.path}:{finding.line}: error: {finding.message}; {finding.remedy}"


def test_paths_choose_findings_but_not_what_references_resolve_against(records_dir: Path) -> None:
    law, place = records_dir / "law", records_dir / "jurisdiction/xx.yaml"
    assert any(finding.severity == "error" for finding in validate([law], records_dir))
    assert not any(finding.severity == "error" for finding in validate([place], records_dir))


def test_file_that_cannot_be_loaded_is_a_finding(records_dir: Path) -> None:
    path = records_dir / "law/xx/xx-act.yaml"
    path.write_text(LAW.replace("jurisdiction: jurisdiction/xx", "jurisdiction: jurisdiction/yy"))
    for paths in (None, [path], [records_dir / "jurisdiction"]):
        (finding,) = validate(paths, records_dir)
        assert (finding.path, finding.line) == (str(path), line_with(LAW, "jurisdiction: "))
        assert "jurisdiction/yy" in finding.message


def test_shape_finding_stands_at_the_line_of_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix fl: <{NS}> .
        fl:S a sh:NodeShape ; sh:targetClass fl:Law ; sh:property fl:P . fl:P sh:path fl:citation ;
        sh:maxLength 2 ; sh:message "Too long" ."""
    )
    monkeypatch.setitem(FILES, "shapes", shapes)
    record = Record(
        "law/a", "law", Path("a.yaml"), {"id": "law/a", "citation": "123"}, {(): 1, ("citation",): 7}
    )
    engine = Engine.from_text(f'<{ID}law/a> a <{NS}Law> ; <{NS}citation> "123" .')
    assert list(shape_findings(engine, Places([record]))) == [
        Finding("a.yaml", 7, "error", "Too long (`citation: 123`)", "correct `citation`", ID + "law/a")
    ]


def test_missing_key_is_to_be_added(records_dir: Path) -> None:
    path = records_dir / "law/xx/xx-act.yaml"
    path.write_text(LAW.replace("summary: An act.\n", ""))
    findings = [each for each in validate([path], records_dir) if "summary" in each.remedy]
    assert [(each.line, each.severity, each.remedy) for each in findings] == [
        (1, "error", "add or correct `summary`")
    ]
    assert not any("summary" in each.remedy for each in validate([records_dir / "jurisdiction"], records_dir))


def test_things_are_found_in_the_record_that_holds_them() -> None:
    data = {"id": "law/a", "rules": [{"id": "rule/a--b"}]}
    lines = {(): 1, ("id",): 1, ("rules",): 2, ("rules", 0): 3, ("rules", 0, "id"): 3}
    places = Places([Record("law/a", "law", Path("a.yaml"), data, lines)])

    def line(focus: str) -> tuple[str, int]:
        finding = places.finding(focus, "", "error", "m", "r")
        return finding.path, finding.line

    assert line(ID + "law/a") == ("a.yaml", 1)
    assert line(RECORD + "law/a") == ("a.yaml", 1)
    assert line(ID + "law/a#amended-2020") == ("a.yaml", 1)
    assert line(ID + "rule/a--b") == ("a.yaml", 3)
    assert line(NS + "ban") == ("schema", 1)


def test_check_findings_tell_reason_and_detail() -> None:
    text = (
        '# A law has a name\n# gives: ?focus ?detail\nSELECT ?focus ("has none" AS ?detail) { ?focus ?p ?o }'
    )
    check = Check(parse_query("named", text), "warning", "name it")
    (finding,) = check_findings(Engine.from_text("<x:a> <x:b> 1 ."), Places([]), [check])
    assert (finding.severity, finding.remedy) == ("warning", "name it")
    assert finding.message == "x:a: A law has a name: it has none"


@pytest.mark.parametrize(
    "header",
    [
        "# gives: ?focus ?detail\n# severity: error",
        "# gives: ?focus ?detail\n# severity: fatal\n# remedy: r",
        "# gives: ?focus\n# severity: error\n# remedy: r",
    ],
)
def test_check_without_a_full_header_is_refused(tmp_path: Path, header: str) -> None:
    (tmp_path / "bad.rq").write_text(f"# Why\n{header}\nSELECT * {{}}")
    with pytest.raises(QueryError, match=r"bad\.rq"):
        load_checks(tmp_path)


def test_no_records_have_no_findings() -> None:
    assert validate_records([]) == []


def test_real_records_have_no_errors() -> None:
    errors = [str(finding) for finding in validate() if finding.severity == "error"]
    assert errors == []
