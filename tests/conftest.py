import os
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from graph.build import DATASET, build_dataset
from graph.engine import Engine
from graph.load import RECORDS
from graph.publish import publish
from graph.remote import RemoteEngine
from graph.sparql_http import SparqlHttp
from tests.engines import oxigraph, virtuoso


def _measure_no_more() -> None:
    """A forked server or worker is killed in the end, and its coverage with it: measuring took as long as its
    work.
    """
    sys.settrace(None)
    threading.settrace(None)


os.register_at_fork(after_in_child=_measure_no_more)


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


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def remote(
    request: pytest.FixtureRequest, data_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RemoteEngine]:
    """Each real engine at another address in turn, with the real data; not to be changed."""
    version = Engine.load(data_folder / DATASET).data_version
    with ExitStack() as stack:
        start = oxigraph if request.param == "oxigraph" else virtuoso
        address = stack.enter_context(start(tmp_path_factory.mktemp(request.param)))
        engine = RemoteEngine(SparqlHttp(address), version)
        stack.callback(engine.close)
        publish(data_folder / DATASET, engine)
        yield engine
