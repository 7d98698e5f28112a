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
        ("POST", "/api/check", 405),
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
    "address", ["/", "/api/check", "/sparql", "/nothing", "/docs", "/static/facelex.css", "/id/law/x"]
)
def test_every_response_has_the_security_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "'unsafe-eval'" not in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
