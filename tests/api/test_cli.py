import subprocess
import sys
from importlib import import_module, metadata

import pytest

from api.cli import main
from api.commands import COMMANDS
from graph.engine import Engine
from tests.api.commands.conftest import Facelex, facelex

__all__ = ["facelex"]  # the fixture


def test_help_lists_every_command(facelex: Facelex) -> None:
    run = facelex("--help")
    assert run.status == 0
    assert all(f"    {name} " in run.out for name in COMMANDS)
    assert "Exit status: 0 fine, 1 findings, 2 wrong use or unreadable input." in run.out


@pytest.mark.parametrize("name", COMMANDS)
def test_command_explains_itself(facelex: Facelex, name: str) -> None:
    run = facelex(name, "--help")
    assert run.status == 0
    assert f"usage: facelex {name}" in run.out
    assert "facelex " + name in COMMANDS[name].example
    assert COMMANDS[name].example.splitlines()[0] in run.out


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_a_module_with_its_two_functions(name: str) -> None:
    module = import_module(COMMANDS[name].module)
    assert module.__doc__
    assert module.__doc__.startswith(f"`facelex {name}`")
    assert callable(module.add_arguments)
    assert callable(module.run)


def test_version_is_that_of_the_package(facelex: Facelex) -> None:
    assert facelex("--version").out == f"facelex {metadata.version('facelex')}\n"


@pytest.mark.parametrize("words", [(), ("chek",), ("--chek",), ("--",)])
def test_wrong_words_end_with_status_2_and_name_help(facelex: Facelex, words: tuple[str, ...]) -> None:
    run = facelex(*words)
    assert (run.status, run.out) == (2, "")
    assert "--help" in run.err


def test_help_loads_no_web_server_and_no_engine() -> None:
    code = "import sys, api.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"fastapi", "uvicorn", "pyoxigraph", "rdflib", "networkx", "httpx"} & set(said.stdout.split())


def test_unforeseen_failure_shows_no_traceback_but_keeps_it(
    facelex: Facelex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Engine:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("api.commands.search.opened", fail)
    run = facelex("search", "x")
    assert run.status == 2
    assert "Traceback" not in run.err
    kept = run.err.split()[-1]
    with open(kept, encoding="utf-8") as report:  # noqa: PTH123
        assert "nobody thought of this" in report.read()


def test_interrupt_ends_quietly(facelex: Facelex, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> Engine:
        raise KeyboardInterrupt

    monkeypatch.setattr("api.commands.search.opened", interrupt)
    run = facelex("search", "x")
    assert (run.status, run.out, run.err.strip()) == (130, "", "")


def test_reader_that_leaves_ends_the_writing_quietly(data_folder: object) -> None:
    command = f"{sys.executable} -m api export --data {data_folder} | head -c 100"
    said = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (len(said.stdout), said.stderr) == (100, "")


def test_main_takes_the_words_of_the_process_by_default(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["facelex"])
    assert main() == 2
    assert "commands:" in capsys.readouterr().err
