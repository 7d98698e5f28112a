"""A dataset in which every name, title and sentence is markup that would run: pages show it as text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.build import DATASET
from graph.engine import Engine
from graph.kinds import TABLE
from tests.api.test_thing_pages import THINGS

HOSTILE = "<img src=x onerror=alert(1)>"
_SAID = re.compile(
    r"(/(?:core#prefLabel|core#altLabel|terms/title|terms/description|terms/publisher|ns#\w*[dD]oubt|"
    r'ns#citation|ns#provision|ns#billNumber|ns#docket|ns#forum|ns#limitedTo|ns#supports)>) "(?:[^"\\]|\\.)*"'
)


@pytest.fixture(scope="module")
def hostile(data_folder: Path) -> Iterator[TestClient]:
    text = (data_folder / DATASET).read_text(encoding="utf-8")
    changed, count = _SAID.subn(lambda found: f'{found[1]} "{HOSTILE}"', text)
    assert count > 5000
    app = create_app(Settings(workers=1), Engine.from_text(changed))
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        *THINGS,
        *(kind.plural for kind in TABLE),
        "about",
        "search?q=onerror",
        "compare?places=us-la-new-orleans,fr",
        "contribute?record=law/us-il-bipa-2008",
        "jurisdiction/fr?on=2026-01-01",
    ],
)
def test_markup_in_labels_shows_as_text(hostile: TestClient, path: str) -> None:
    response = hostile.get(f"/{path}")
    assert response.status_code == 200
    page = re.sub(r'<script type="application/ld\+json">.*?</script>', "", response.text, flags=re.DOTALL)
    assert "<img" not in page.lower()
    if not path.startswith("contribute"):  # a record's file is not of this dataset
        assert "&lt;img src=x onerror=alert(1)&gt;" in page
    for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.text, re.DOTALL):
        assert "<" not in data
