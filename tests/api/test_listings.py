import csv
import io
import re

import pytest
from fastapi.testclient import TestClient

from graph.kinds import TABLE


@pytest.mark.parametrize("plural", [kind.plural for kind in TABLE])
def test_list_has_a_labelled_form_rows_csv_and_next_page(client: TestClient, plural: str) -> None:
    page = client.get(f"/{plural}").text
    total = client.get(f"/api/{plural}?limit=1").json()["total"]
    assert f"{total:,} in all" in page
    controls = set(re.findall(r'<(?:input|select) id="(f-\w+)"', page))
    assert controls
    assert all(f'<label for="{control}">' in page for control in controls)
    (table,) = re.findall(r'href="(/api/[^"]+format=csv)"', page)
    rows = list(csv.DictReader(io.StringIO(client.get(table.replace("&amp;", "&")).text)))
    assert len({row["id"] for row in rows}) == total
    if total > 50:
        (following,) = re.findall(r'<a rel="next" href="([^"]+)"', page)
        assert client.get(following.replace("&amp;", "&")).status_code == 200


def test_filters_and_order_are_those_of_the_api(client: TestClient) -> None:
    query = "place=us-ca&status=in-force&sort=-enacted"
    page = client.get(f"/laws?{query}&kind=&from=").text
    items = client.get(f"/api/laws?{query}").json()["items"]
    assert re.findall(r'<tr><td><a href="/([^"]+)"', page) == [one["id"] for one in items]


def test_unknown_filter_or_word_is_refused(client: TestClient) -> None:
    assert client.get("/laws?colour=red").status_code == 422
    assert client.get("/laws?status=alive").status_code == 422
    assert client.get("/laws?place=Atlantis").status_code == 404


def test_no_rows_are_not_told_as_no_law(client: TestClient) -> None:
    page = client.get("/laws?place=us-wy&status=vetoed").text
    assert "does not mean that there is nothing" in page
