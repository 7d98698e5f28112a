from pathlib import Path

import pytest

from graph.export import FORMATS
from tests.api.commands.conftest import Facelex


def test_nquads_are_the_dataset_itself(facelex: Facelex, tmp_path: Path, data_folder: Path) -> None:
    path = tmp_path / "facelex.nq"
    assert facelex("export", "-o", str(path)).status == 0
    assert path.read_bytes() == (data_folder / "dataset.nq").read_bytes()


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_written(facelex: Facelex, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"facelex.{format}"
    run = facelex("export", "--format", format, "-o", str(path))
    assert (run.status, run.out) == (0, "")
    assert path.stat().st_size > 1_000_000


def test_unknown_format_is_wrong_use(facelex: Facelex) -> None:
    run = facelex("export", "--format", "xls")
    assert run.status == 2
    assert "choose from" in run.err
