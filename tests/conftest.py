from pathlib import Path

import pytest

from graph.build import build_dataset
from graph.engine import Engine
from graph.load import RECORDS


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the dataset of the real records, built once for all tests; not to be written to."""
    folder = tmp_path_factory.mktemp("data")
    build_dataset(RECORDS, folder)
    return folder


@pytest.fixture(scope="session")
def engine(data_folder: Path) -> Engine:
    """The engine over the real data; not to be changed."""
    return Engine.load(data_folder / "dataset.nq")
