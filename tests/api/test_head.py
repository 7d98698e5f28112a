"""What every page says of itself to browsers and to those who show a preview of it."""

import re

import pytest
from fastapi.testclient import TestClient

PAGES = ("/", "/law/us-il-bipa-2008", "/network?around=organisation/clearview-ai", "/docs", "/laws")


@pytest.mark.parametrize("address", PAGES)
def test_page_has_an_icon_of_ours_that_its_policy_lets_in(client: TestClient, address: str) -> None:
    response = client.get(address)
    icon = re.search(
        r'<link rel="icon" type="image/svg\+xml" href="(/static/facelex\.svg[^"]*)"', response.text
    )
    assert icon is not None
    found = client.get(icon[1])
    assert found.status_code == 200
    assert found.headers["content-type"].startswith("image/svg+xml")
    assert re.search(r"img-src [^;]*'self'", response.headers["content-security-policy"])


@pytest.mark.parametrize("address", PAGES)
def test_preview_has_the_title_of_the_page_and_names_no_other_host(client: TestClient, address: str) -> None:
    page = client.get(address).text
    title = re.search(r"<title>([^<]*)</title>", page)
    preview = re.search(r'<meta property="og:title" content="([^"]*)">', page)
    assert title is not None
    assert preview is not None
    assert preview[1] == title[1]
    assert not re.search(r'<meta [^>]*content="https?:', page)
