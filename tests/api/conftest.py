from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.engine import Engine


@pytest.fixture(scope="session")
def client(engine: Engine) -> Iterator[TestClient]:
    """A client of the server over the real data; failures of the server come as responses.

    All tests are one client to the server: on a fast machine they ask more than one client may in a minute.
    """
    app = create_app(Settings(workers=2, rate_limit=1_000_000), engine)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client
