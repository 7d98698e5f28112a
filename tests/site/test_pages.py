import httpx
import pytest

from schema.vocabulary import KINDS
from tests.site.pages import ANSWERS, PAGES


@pytest.mark.parametrize(("verdict", "path"), ANSWERS.items())
def test_answer_of_the_table_has_its_verdict(client: httpx.Client, verdict: str, path: str) -> None:
    answer = client.get(f"/api{path}").json()
    if verdict == "not-researched":
        assert answer["verdict"] == "no-rule-known"
        assert answer["coverage"][0]["researched_through"] is None
    else:
        assert answer["verdict"] == verdict
        assert answer["coverage"][0]["researched_through"]


def test_table_has_a_thing_of_every_kind_and_every_entry_of_the_navigation(client: httpx.Client) -> None:
    paths = [page.path for page in PAGES]
    assert {path.split("/")[1] for path in paths} >= set(KINDS)
    navigation = client.get("/").text.split('<nav aria-label="Site">')[1].split("</nav>")[0]
    entries = {part.split('"')[0] for part in navigation.split('href="')[1:]}
    assert entries <= {path.split("?")[0] for path in paths}
