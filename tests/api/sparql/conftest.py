from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.engine import Engine

TOKEN = "a-token-of-the-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
RECORD = "https://w3id.org/facelex/record/law/x"
RECORDS = f"<x:law> <x:name> 'Law' <{RECORD}> .".replace("'", '"')


MODES = pytest.mark.parametrize("mode", ["union", "own"])
"""For tests that hold with either default graph, or differ with it."""


@pytest.fixture
def mode() -> str:
    """The default graph that the server is set to."""
    return "union"


@pytest.fixture
def writable(tmp_path: Path, mode: str) -> Iterator[TestClient]:
    """A client of a server over one small record, which takes writes, with the token."""
    settings = Settings(data=tmp_path, query_timeout=5, workers=2, write_token=TOKEN, default_graph=mode)
    app = create_app(settings, Engine.from_text(RECORDS))
    with TestClient(app, raise_server_exceptions=False, headers=BEARER) as client:
        yield client
