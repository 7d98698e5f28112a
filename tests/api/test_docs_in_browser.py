from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from graph.engine import Engine
from tests.api.servers import Served, served
from tests.viz.browser import chromium

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("docs"), engine) as found:
        yield found


def test_page_lists_all_operations_lets_one_try_them_and_asks_nobody_else(
    browser: Browser, server: Served
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(f"{server.address}/docs")
    assert not any("/static/vendor/" in url for url in asked)
    page.get_by_role("button", name="Try the operations here").click()
    page.wait_for_selector("#swagger .opblock", timeout=60_000)
    described = page.evaluate("fetch('/openapi.json').then((found) => found.json())")
    count = sum(len(methods) for methods in described["paths"].values())
    assert page.locator("#swagger .opblock").count() == count
    operation = page.locator("#operations-operation-healthz")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    operation.locator(".live-responses-table .response-col_status").first.wait_for()
    for path in ("/api/check", "/api/laws", "/contribute"):
        page.locator(f'.opblock-summary-path[data-path="{path}"]').first.click()
    page.locator(".opblock.is-open .try-out__btn").nth(2).wait_for()
    for tried in page.locator(".opblock.is-open .try-out__btn", has_text="Try it out").all()[::-1]:
        tried.click()
    fields = "[...document.querySelectorAll('#swagger :is(input, select, textarea)')]"
    assert page.evaluate(f"{fields}.length") > 10
    page.wait_for_function(f"{fields}.every((one) => one.labels?.length || one.ariaLabel)")
    assert "200" in operation.locator(".live-responses-table tbody .response-col_status").first.inner_text()
    assert all(url.startswith((server.address, "data:")) for url in asked), asked
    assert trouble == []
    page.close()
