import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.headers import CommonHeaders
from api.problems import PROBLEMS, every_problem, install
from schema import errors
from schema.errors import FacelexError


def test_every_error_of_a_question_or_query_has_a_problem_of_its_own() -> None:
    classes = [
        found
        for found in vars(errors).values()
        if isinstance(found, type) and issubclass(found, errors.QuestionError | errors.QueryError)
    ]
    assert set(classes) - {errors.QuestionError} <= set(PROBLEMS)


def test_problems_have_distinct_types() -> None:
    slugs = [slug for _, slug, _ in every_problem()]
    assert len(slugs) == len(set(slugs))


def test_unforeseen_failure_shows_an_id_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()

    @app.get("/fail")
    def fail() -> None:
        raise RuntimeError("the secret is 42")

    install(app)
    app.add_middleware(CommonHeaders)
    with caplog.at_level(logging.ERROR):
        response = TestClient(app).get("/fail")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.json()["id"] in caplog.text
    assert "secret" not in response.text
    assert "secret" in caplog.text


def test_failure_of_the_dataset_is_the_servers_own() -> None:
    app = FastAPI()

    @app.get("/fail")
    def fail() -> None:
        raise errors.StoreError("/srv/data is gone")

    install(app)
    response = TestClient(app).get("/fail")
    assert response.status_code == 500
    assert "/srv" not in response.text


def test_foreseen_error_of_any_class_has_a_problem() -> None:
    class Other(FacelexError):
        pass

    app = FastAPI()

    @app.get("/fail")
    def fail() -> None:
        raise Other("other")

    install(app)
    assert TestClient(app).get("/fail").status_code == 500


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/static/nothing.css", 404),
        ("POST", "/api/search", 405),
        ("DELETE", "/sparql", 405),
        ("GET", "/healthz?x=1", 422),
    ],
)
def test_address_or_method_that_is_not_there_is_a_problem(
    client: TestClient, method: str, address: str, status: int
) -> None:
    response = client.request(method, address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert status != 405 or response.headers["allow"]


@pytest.mark.parametrize(
    ("address", "methods"),
    [
        ("/api/check", "GET, HEAD, OPTIONS, POST"),
        ("/api/search", "GET, HEAD, OPTIONS"),
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/static/facelex.css", "GET, HEAD, OPTIONS"),
    ],
)
def test_methods_of_an_address_are_told(client: TestClient, address: str, methods: str) -> None:
    refused = client.delete(address)
    assert (refused.status_code, refused.headers["allow"]) == (405, methods)
    asked = client.options(address)
    assert (asked.status_code, asked.headers["allow"], asked.content) == (204, methods, b"")


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/nothing", 404, "There is nothing at this address"),
        ("/check?place=Boston&utm_source=x", 422, "unknown parameter"),
        ("/network?place=Portland&kinds=law", 422, 'href="/network?place=us-or-portland&amp;kinds=law"'),
        ("/network?around=law/us-il-bipa", 404, 'href="/network?around=law%2Fus-il-bipa-2008"'),
        ("/id/law/us-il-bipa", 404, 'href="/law/us-il-bipa-2008"'),
        ("/law/us-il-bipa", 404, 'href="/law/us-il-bipa-2008"'),
        ("/network?around=%3Cscript%3E", 404, "&lt;script&gt;"),
    ],
)
def test_problem_is_a_page_for_a_browser(client: TestClient, address: str, status: int, says: str) -> None:
    response = client.get(address, headers={"Accept": BROWSER})
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "Accept" in response.headers["vary"].split(", ")
    assert says in response.text
    assert "<script" not in response.text


@pytest.mark.parametrize("address", ["/api/check", "/sparql?query=ASK", "/api/nothing"])
def test_problem_of_a_door_for_programs_has_one_shape(client: TestClient, address: str) -> None:
    response = client.get(address, headers={"Accept": BROWSER})
    assert response.headers["content-type"] == "application/problem+json"


def test_address_with_a_slash_too_many_leads_to_no_other_host(client: TestClient) -> None:
    response = client.get("/docs/", headers={"Host": "evil.example"})
    assert response.status_code == 404
    assert "evil" not in response.text


@pytest.mark.parametrize(
    "address", ["/", "/api/check", "/sparql", "/nothing", "/docs", "/static/facelex.css", "/id/law/x"]
)
def test_every_response_has_the_security_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "'unsafe-eval'" not in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
