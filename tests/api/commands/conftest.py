from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli import main


@dataclass(frozen=True)
class Run:
    """What one call of the command line gave."""

    status: int
    out: str
    err: str


Facelex = Callable[..., Run]


@pytest.fixture
def facelex(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Facelex:
    """Calls the command line over the real data: `facelex("check", "US-CA", "police")`."""
    monkeypatch.setenv("FACELEX_DATA", str(data_folder))

    def run(*words: str) -> Run:
        capsys.readouterr()
        try:
            status = main(words)
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = capsys.readouterr()
        return Run(status, said.out, said.err)

    return run
