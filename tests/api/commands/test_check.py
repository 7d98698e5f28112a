import json

import pytest

from tests.api.commands.conftest import Facelex


def test_answer_reads_as_verdict_question_and_proof(facelex: Facelex) -> None:
    run = facelex("check", "San Francisco", "police", "--on", "2024-06-01")
    assert (run.status, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0] == "✕ Prohibited"
    assert lines[1] == "  municipal police, use: San Francisco, 1 June 2024"
    assert lines[2] == "  San Francisco: city in California, United States"
    assert "What decides" in lines
    assert "    provision  S.F. Admin. Code 19B.2(d)" in lines
    assert "    in force   since July 2019" in lines
    assert any(line.startswith("    source     https://") for line in lines)
    assert "Who looked" in lines
    assert "not legal advice" in run.out


def test_json_is_the_answer_of_the_api(facelex: Facelex) -> None:
    run = facelex("check", "us-ca-san-francisco", "police", "--on", "2024-06-01", "--format", "json")
    answer = json.loads(run.out)
    assert answer["verdict"] == "prohibited"
    assert answer["question"]["actor_resolved"] == "municipal-police"
    assert answer["rules"][0]["id"] == "rule/us-ca-san-francisco-19b-2019--ban"


def test_silence_is_never_a_permission(facelex: Facelex) -> None:
    run = facelex("check", "us-wy", "police", "--on", "2024-06-01")
    assert run.out.startswith("? No rule known")
    assert "Silence is not permission" in run.out


def test_left_out_rules_are_counted_and_listed_when_asked(facelex: Facelex) -> None:
    question = ("check", "us-ca", "police", "--activity", "body-worn-camera", "--on", "2023-01-01")
    short, everything = facelex(*question).out, facelex(*question, "--all").out
    assert "Considered and left out" in short
    assert "--all lists them" in short
    assert "- us-ca-ab-1215-2019--body-cams: bound until 1 January 2023" in everything


def test_part_says_why(facelex: Facelex) -> None:
    run = facelex("check", "us-or-portland", "retailers", "--on", "2022-01-01")
    assert run.out.startswith("! Only on conditions")
    assert "in part    holds only in certain settings" in run.out


def test_no_escape_leaves_for_what_is_no_terminal(facelex: Facelex) -> None:
    assert "\x1b" not in facelex("check", "us-ca-san-francisco", "police").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Portland", "police"), "jurisdiction/us-or-portland"),
        (("San Fransisco", "police"), "did you mean San Francisco"),
        (("us-ca", "cops"), "accepted: civilian-departments"),
        (("us-ca", "police", "--activity", "usage"), "there is no activity 'usage'"),
        (("us-ca", "police", "--setting", "moon"), "there is no setting 'moon'"),
        (("us-ca", "police", "--on", "2023-02-30"), "is not in the calendar; write a day as YYYY-MM-DD"),
        (("us-ca",), "ACTOR"),
        (("us-ca", "police", "--format", "xml"), "choose from"),
    ],
)
def test_wrong_word_is_an_error_that_says_what_to_do(
    facelex: Facelex, words: tuple[str, ...], said: str
) -> None:
    run = facelex("check", *words)
    assert (run.status, run.out) == (2, "")
    assert said in run.err
    assert "Traceback" not in run.err
