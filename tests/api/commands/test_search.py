import json

import pytest

from tests.api.commands.conftest import Facelex


def test_hits_come_best_first(facelex: Facelex) -> None:
    run = facelex("search", "clearview", "ai", "--limit", "3")
    assert run.status == 0
    assert run.out.splitlines()[1].split() == ["organisation/clearview-ai", "Clearview", "AI"]
    assert len(run.out.splitlines()) == 4


def test_kinds_narrow_the_hits(facelex: Facelex) -> None:
    run = facelex("search", "clearview", "--kinds", "proceeding", "--format", "json")
    assert {hit["kind"] for hit in json.loads(run.out)["hits"]} == {"proceeding"}


def test_place_narrows_the_hits_to_what_lies_within_it(facelex: Facelex) -> None:
    run = facelex("search", "police", "--place", "California", "--kinds", "organisation", "--format", "json")
    ids = {hit["id"] for hit in json.loads(run.out)["hits"]}
    assert "organisation/sfpd" in ids
    assert "organisation/nypd" not in ids
    assert facelex("search", "police", "--place", "Atlantis").status == 2


def test_nothing_found_is_a_remark_and_no_output(facelex: Facelex) -> None:
    run = facelex("search", "qqqqqqqq")
    assert (run.status, run.out) == (0, "")
    assert "nothing is called 'qqqqqqqq'" in run.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("x", "--kinds", "laws"), "accepted: jurisdiction"),
        (("x", "--limit", "0"), "from 1 on"),
        ((), "WORDS"),
    ],
)
def test_wrong_use_is_told(facelex: Facelex, words: tuple[str, ...], said: str) -> None:
    run = facelex("search", *words)
    assert run.status == 2
    assert said in run.err
