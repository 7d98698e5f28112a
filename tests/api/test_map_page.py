import re
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.engine import Engine

IMAGE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def hostile(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server over the real data in which New Orleans has a name that would be an element."""
    text = (data_folder / "dataset.nq").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("hostile-map") / "dataset.nq"
    path.write_text(text.replace('"New Orleans"@en', f'"{IMAGE}"@en'), encoding="utf-8")
    with TestClient(create_app(Settings(workers=1), Engine.load(path))) as client:
        yield client


def row_of(page: str, id: str) -> str:
    found = re.search(rf'<tr data-id="{id}".*?</tr>', page, re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("on", "verdict", "words"),
    [
        ("2020-12-31", "no-rule-known", "No rule known"),
        ("2021-06-01", "prohibited", "Prohibited"),
        ("2023-01-01", "conditional", "Only on conditions"),
    ],
)
def test_page_without_scripts_tells_the_verdict_of_the_day_in_map_and_table(
    client: TestClient, on: str, verdict: str, words: str
) -> None:
    page = client.get("/map", params={"on": on}).text
    row = row_of(page, "jurisdiction/us-la-new-orleans")
    assert f'data-verdict="{verdict}"' in row
    assert words in row
    spot = re.search(r'<a class="spot is-([a-z-]+)" href="/jurisdiction/us-la-new-orleans"', page)
    assert spot
    assert spot[1] == verdict


def test_places_without_research_are_told_from_those_without_a_rule(client: TestClient) -> None:
    page = client.get("/map", params={"on": "2024-06-01"}).text
    assert "is-not-researched" in page
    assert "is-no-rule-known" in page
    assert 'id="hatch"' in page
    counts = dict(re.findall(r'data-count="([a-z-]+)">(\d+)<', page))
    rows = re.findall(r'<tr data-id="[^"]+"', page)
    assert sum(map(int, counts.values())) == len(rows)


def test_empty_fields_of_the_form_are_left_out(client: TestClient) -> None:
    assert client.get("/map", params={"actor": "", "activity": "", "on": ""}).status_code == 200


@pytest.mark.parametrize("on", ["0001-01-01", "2007-12-31", "9999-12-31"])
def test_day_beyond_the_map_is_said_to_be_so(client: TestClient, on: str) -> None:
    page = client.get("/map", params={"on": on}).text
    assert "is not among them" in page


@pytest.mark.parametrize("params", [{"actor": "dragons"}, {"activity": "flying"}, {"on": "2021-02-30"}])
def test_unknown_word_or_day_is_told_on_a_page(client: TestClient, params: dict[str, str]) -> None:
    answer = client.get("/map", params=params)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_table_is_sorted_as_asked(client: TestClient) -> None:
    page = client.get("/map", params={"sort": "verdict", "on": "2024-06-01"}).text
    verdicts = re.findall(r'<tr data-id="[^"]+".*?data-verdict="([a-z-]+)"', page)
    order = ["prohibited", "conditional", "authorised", "no-rule-known", "not-researched"]
    assert set(verdicts) >= {"prohibited", "conditional", "no-rule-known", "not-researched"}
    assert verdicts == sorted(verdicts, key=order.index)
    assert client.get("/map", params={"sort": "size"}).status_code == 422


@pytest.mark.parametrize(
    "path",
    ["/map", "/timeline?place=us-la-new-orleans&from=2020&to=2022", "/api/map?actor=police&format=csv"],
)
def test_name_that_would_be_an_element_is_text(hostile: TestClient, path: str) -> None:
    answer = hostile.get(path)
    assert answer.status_code == 200
    is_page = answer.headers["content-type"].startswith("text/html")
    assert (IMAGE in answer.text) != is_page
    assert ("&lt;img src=x onerror=alert(1)&gt;" in answer.text) == is_page
    assert is_page == (not path.startswith("/api/"))


def test_pages_allow_no_inline_script_and_no_other_host(client: TestClient) -> None:
    for path in ("/map", "/timeline"):
        answer = client.get(path)
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert not re.search(r"<script(?![^>]*src=)", answer.text)
        assert not re.search(r'\sstyle="', answer.text)
        assert not re.search(r'(src|xlink:href)="https?:', answer.text)


def test_places_that_no_map_draws_are_named_at_the_table(client: TestClient) -> None:
    page = client.get("/map").text
    alone = re.search(r"In the table alone.*?</p>", page)
    assert alone
    named = set(re.findall(r'href="/(jurisdiction/[\w-]+)"', alone[0]))
    drawn = set(re.findall(r'<a class="spot[^>]* data-id="([^"]+)"', page))
    in_table = set(re.findall(r'<tr data-id="([^"]+)"', page))
    assert "jurisdiction/eu" in named
    assert named == in_table - drawn


@pytest.mark.parametrize(
    ("path", "made_by"),
    [
        ("/map?on=2021-03-04", "api.routes.map_page.map_view"),
        ("/map.svg?on=2021-03-04", "api.routes.map_page.map_view"),
        ("/api/map?actor=schools", "api.routes.map_data.map_as_dict"),
        ("/timeline?from=2021", "api.routes.timeline_page.tide"),
    ],
)
def test_what_takes_long_is_not_made_where_others_wait_to_be_answered(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, made_by: str
) -> None:
    module, _, name = made_by.rpartition(".")
    made = getattr(import_module(module), name)
    threads: list[str] = []

    def watched(*given: object) -> object:
        threads.append(threading.current_thread().name)
        return made(*given)

    monkeypatch.setattr(made_by, watched)
    assert client.get(path).status_code == 200
    assert threads
    assert all(name.startswith("AnyIO worker") for name in threads)
