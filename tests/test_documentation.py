"""Documentation is asserted: what there is appears in it, and its commands do what it shows."""

import argparse
import re
import shlex
from importlib import import_module
from itertools import takewhile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.commands import COMMANDS
from api.problems import every_problem
from api.settings import Settings
from tests.api.commands.conftest import Facelex, facelex
from tests.api.conftest import client

__all__ = ["client", "facelex"]  # the fixtures

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", REFERENCE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def section_of_lists() -> str:
    """What lists take beside their own filters."""
    found = re.search(r"^### Lists and records\n(.*?)(?=^##)", REFERENCE, re.MULTILINE | re.DOTALL)
    assert found
    return "\n".join(line for line in found[1].splitlines() if not line.startswith("| `"))


def shown_commands() -> list[tuple[str, list[str]]]:
    """Each `$ facelex ...` of the README and the lines that it is said to print, "..." for some."""
    lines = [line[4:] if line.startswith("    ") else line for line in README.splitlines()]
    shown = []
    for at, line in enumerate(lines):
        if line.startswith("$ facelex "):
            more = [text[2:] for text in takewhile(lambda text: text.startswith("> "), lines[at + 1 :])]
            start = at + 1 + len(more)
            end = lines.index("...", start)
            shown.append(("\n".join([line[2:], *more]), lines[start:end]))
    return shown


def test_readme_is_short_and_names_the_two_commands() -> None:
    assert len(README.splitlines()) < 100
    assert "    $ make serve\n" in README
    assert "    $ make test\n" in README


@pytest.mark.parametrize(("command", "expected"), shown_commands())
def test_readme_command_prints_what_is_shown(facelex: Facelex, command: str, expected: list[str]) -> None:
    run = facelex(*shlex.split(command)[1:])
    assert run.status == 0
    assert run.out.splitlines()[: len(expected)] == expected
    assert expected


def test_every_command_is_in_readme_and_reference_with_its_options() -> None:
    listed = section("Commands")
    for name, command in COMMANDS.items():
        assert f"`{name}`" in README or f"facelex {name} " in README
        (row,) = [line for line in listed.splitlines() if line.startswith(f"| `facelex {name}")]
        parser = argparse.ArgumentParser()
        import_module(command.module).add_arguments(parser)
        options = re.findall(r"--[a-z-]+", parser.format_usage())
        assert all(option in row for option in options if option != "--help"), (name, options)


def test_every_setting_is_in_the_reference() -> None:
    listed = section("Settings")
    for name in Settings.__dataclass_fields__:
        assert f"| `FACELEX_{name.upper()}` |" in listed


def test_every_address_is_in_the_reference_with_its_parameters(client: TestClient) -> None:
    listed = section("Addresses")
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        assert re.search(rf"`{re.escape(path)}[`?]", listed), path
        given = [one for method in methods.values() for one in method.get("parameters", ())]
        parameters = [one["name"] for one in given if one["in"] == "query"]
        rows = [line for line in listed.splitlines() if re.search(rf"`{re.escape(path)}[`?]", line)]
        told = "\n".join(rows) + (section_of_lists() if path.startswith("/api/") else "")
        missing = [name for name in parameters if not re.search(rf"[?&`]{name}=", told)]
        assert not missing, (path, missing)


def test_every_problem_is_in_the_reference_with_its_status() -> None:
    listed = section("Problems")
    problems = {(str(status), slug) for status, slug, _ in every_problem()}
    assert set(re.findall(r"^\| (\d+) \| `([a-z-]+)` \|", listed, re.MULTILINE)) == problems


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")], ids=lambda path: path.name
)
def test_every_file_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:schema|graph|viz|api|tests|docs|tools)/[\w./-]*)`", text))
    missing = [name for name in named if not (ROOT / name).exists() and "your-file" not in name]
    assert not missing
