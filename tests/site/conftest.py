from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser

from graph.engine import Engine
from tests.api.servers import Served, served
from tests.viz.browser import chromium


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Iterator[Served]:
    """One server over the real data for all tests of this folder."""
    with served(tmp_path_factory.mktemp("site"), engine, rate_limit="0", workers="1") as found:
        yield found


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this folder."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="package")
def client(site: Served) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=site.address, timeout=60) as found:
        yield found
