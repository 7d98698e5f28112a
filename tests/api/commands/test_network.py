from pathlib import Path

import pytest

from tests.api.commands.conftest import Facelex


def test_page_goes_to_a_file_or_to_stdout(facelex: Facelex, tmp_path: Path) -> None:
    path = tmp_path / "clearview.html"
    question = ("network", "--around", "organisation/clearview-ai", "--on", "2021-03-01")
    to_file, to_stdout = facelex(*question, "-o", str(path)), facelex(*question, "-o", "-")
    assert (to_file.status, to_file.out) == (0, "")
    assert "open it in a browser" in to_file.err
    assert path.read_text(encoding="utf-8") == to_stdout.out
    assert "Around Clearview AI on 1 March 2021" in to_stdout.out


def test_place_may_be_a_name(facelex: Facelex) -> None:
    run = facelex("network", "--place", "San Francisco", "--kinds", "law,rule")
    assert "San Francisco and its law" in run.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--around", "organisation/clearvew"), "did you mean Clearview AI"),
        (("--place", "Portland"), "jurisdiction/us-me-portland"),
        (("--kinds", "laws"), "accepted: jurisdiction, law"),
        (("--depth", "9"), "choose from"),
        (("--on", "yesterday"), "YYYY-MM-DD"),
        (("-o", "/proc/nowhere/x.html"), "name another file with -o"),
    ],
)
def test_wrong_use_is_told(facelex: Facelex, words: tuple[str, ...], said: str) -> None:
    run = facelex("network", *words)
    assert (run.status, run.out) == (2, "")
    assert said in run.err


def test_terminal_gets_advice_instead_of_a_page(facelex: Facelex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    run = facelex("network")
    assert (run.status, run.out) == (2, "")
    assert "-o network.html" in run.err
