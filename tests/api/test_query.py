import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.media import NAMED
from api.pages import STATIC
from api.routes.query import EDITOR, VIEWS
from api.settings import Settings
from graph.engine import Engine
from graph.workbench import examples

ROOT = Path(__file__).parents[2]

_OPTIONS = (r'<option value="(\w+)"', r'<option value="(\w+)" selected')


def test_page_works_as_a_plain_form(client: TestClient) -> None:
    page = client.get("/query").text
    assert '<form id="query-form" action="/sparql" method="get"' in page
    assert '<textarea id="query" name="query"' in page
    choice = page.split("<noscript>")[1].split("</noscript>")[0]
    assert set(re.findall(r'<option value="(\w+)"', choice)) <= set(NAMED)
    assert '<select id="format" name="format">' in choice


@pytest.fixture
def patient(engine: Engine) -> Iterator[TestClient]:
    """A client of a server of its own, whose queries may take long: some write out all there is."""
    app = create_app(Settings(query_timeout=300, workers=2, rate_limit=1_000_000), engine)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_plain_form_asks_for_each_example_in_a_format_that_it_has(patient: TestClient) -> None:
    chosen = set()
    for example in (one for group in examples().values() for one in group):
        page = patient.get("/query", params={"example": example.name}).text
        choice = page.split("<noscript>")[1].split("</noscript>")[0]
        every, selected = (re.findall(pattern, choice) for pattern in _OPTIONS)
        format = (selected or every)[0]
        answer = patient.get("/sparql", params={"query": example.text, "format": format})
        assert answer.status_code == 200, (example.name, answer.text)
        chosen.add(format)
    assert chosen == {"csv", "ttl"}


def test_policy_lets_nothing_inline_run(client: TestClient) -> None:
    policy = client.get("/query").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_every_query_of_the_project_is_an_example(client: TestClient) -> None:
    page = client.get("/query").text
    names = [one.name for group in examples().values() for one in group]
    assert len(names) == len(set(names)) > 60
    assert all(f"<code>{name}.rq</code>" in page for name in names)


def test_texts_of_examples_come_apart_from_the_page(client: TestClient) -> None:
    told = client.get("/query/examples.json").json()["examples"]
    assert told == {one.name: one.text for group in examples().values() for one in group}
    others = [text for name, text in told.items() if name != "places-with-bans"]
    page = html.unescape(client.get("/query").text)
    assert not any(text in page for text in others)


def test_example_of_the_address_is_in_the_field(client: TestClient) -> None:
    page = client.get("/query", params={"example": "rules-by-year"}).text
    assert "SUBSTR(STR(?from), 1, 4)" in page.split("<textarea")[1].split("</textarea>")[0]


def test_unknown_example_and_view_list_what_there_is(client: TestClient) -> None:
    example = client.get("/query", params={"example": "<img src=x onerror=alert(1)>"})
    assert (example.status_code, "rules-by-year" in example.json()["accepted"]) == (422, True)
    view = client.get("/query", params={"view": "hologram"})
    assert (view.status_code, view.json()["accepted"]) == (422, list(VIEWS))


def test_words_name_classes_properties_and_concepts(client: TestClient) -> None:
    told = client.get("/query/words.json").json()
    kinds = {word["name"]: word["kind"] for word in told["words"]}
    assert (kinds["fl:Law"], kinds["fl:enactedBy"], kinds["fl:ban"]) == ("class", "property", "concept")
    assert told["prefixes"]["fl"] == "https://w3id.org/facelex/ns#"


def test_world_is_a_small_drawing(client: TestClient) -> None:
    answer = client.get("/query/world.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert 20_000 < len(answer.content) < 200_000


def test_editor_is_vendored_under_its_version() -> None:
    file = STATIC / "vendor" / f"codemirror-{EDITOR}.js"
    assert file.stat().st_size < 400_000
    lock = json.loads((ROOT / "tools" / "codemirror" / "package-lock.json").read_text())
    assert lock["packages"]["node_modules/@codemirror/view"]["version"] == EDITOR
    assert file.name in (STATIC / "vendor" / "README.md").read_text()
