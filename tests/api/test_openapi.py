import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.live_examples import sample_of
from api.openapi import EVERYWHERE, IMPLIED
from api.problem_samples import SAMPLES, problem_examples
from api.problems import PROBLEMS, describe, every_problem
from schema.errors import FacelexError

Operation = tuple[str, str, dict[str, Any]]
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
BY_PROTOCOL = {"default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"}
"""Parameters that the SPARQL protocol names."""


@pytest.fixture(scope="module")
def description(client: TestClient) -> dict[str, Any]:
    response = client.get("/openapi.json")
    assert response.headers["content-type"] == "application/json"
    assert response.headers["etag"]
    found: dict[str, Any] = response.json()
    return found


@pytest.fixture(scope="module")
def operations(description: dict[str, Any]) -> list[Operation]:
    return [
        (path, method, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]


def parameters(operations: list[Operation]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, _, operation in operations:
        for parameter in operation.get("parameters", ()):
            yield path, parameter


def schemas(value: object) -> Iterator[dict[str, Any]]:
    """Every schema with properties, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("properties"), dict):
            yield value
        for one in value.values():
            yield from schemas(one)
    elif isinstance(value, list):
        for one in value:
            yield from schemas(one)


def test_head_names_version_licence_server_and_tags(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    assert description["info"]["license"]["name"]
    assert "Silence is not permission" in description["info"]["description"]
    assert description["servers"] == [{"url": "/", "description": "This server"}]
    tags = {tag["name"] for tag in description["tags"]}
    assert {
        tag for methods in description["paths"].values() for one in methods.values() for tag in one["tags"]
    }
    used = {
        tag for methods in description["paths"].values() for one in methods.values() for tag in one["tags"]
    }
    assert used <= tags


def test_every_operation_has_a_stable_name_of_its_own(operations: list[Operation]) -> None:
    names = [operation["operationId"] for _, _, operation in operations]
    assert len(names) == len(set(names))
    assert all(SNAKE.fullmatch(name) for name in names)


def test_every_operation_is_summed_up_and_described(operations: list[Operation]) -> None:
    for path, method, operation in operations:
        assert operation["summary"], (path, method)
        assert len(operation["description"]) > 10, (path, method)


def test_every_operation_has_an_example_of_each_answer(operations: list[Operation]) -> None:
    for path, method, operation in operations:
        fine = [response for status, response in operation["responses"].items() if status < "300"]
        assert fine, (path, method)
        for response in fine:
            for media, content in response.get("content", {}).items():
                assert content.get("example"), (path, method, media)
                assert "schema" in content, (path, method, media)


def test_every_operation_with_a_body_has_an_example_of_it(operations: list[Operation]) -> None:
    for path, method, operation in operations:
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            assert "example" in content, (path, method, media)


def test_every_operation_states_its_errors(operations: list[Operation]) -> None:
    for path, method, operation in operations:
        responses = operation["responses"]
        assert "default" not in responses, (path, method)
        told = {
            slug
            for status, response in responses.items()
            if status >= "400"
            for slug in response["content"]["application/problem+json"]["examples"]
        }
        expected = {describe(SAMPLES[kind])[1] for kind in EVERYWHERE}
        for one in operation.get("parameters", ()):
            expected |= {describe(SAMPLES[kind])[1] for kind in IMPLIED.get(one["name"], ())}
        assert expected <= told, (path, method, expected - told)


def test_every_problem_has_an_example(description: dict[str, Any]) -> None:
    examples = description["components"]["examples"]
    assert examples == problem_examples()
    assert {slug for _, slug, _ in every_problem()} == set(examples)
    for slug, example in examples.items():
        assert example["value"]["type"] == f"/docs#problem-{slug}"


def test_every_class_of_problems_has_a_sample() -> None:
    assert set(PROBLEMS) == set(SAMPLES)
    assert all(isinstance(sample, FacelexError) for sample in SAMPLES.values())


def test_every_parameter_has_words_an_example_and_a_schema(operations: list[Operation]) -> None:
    assert len(list(parameters(operations))) > 20
    for path, parameter in parameters(operations):
        assert parameter["description"], (path, parameter["name"])
        schema = parameter["schema"]
        assert schema.get("examples"), (path, parameter["name"])
        narrowed = {"enum", "pattern", "format", "minimum", "anyOf", "maxLength"} & set(schema) or schema[
            "type"
        ] != "string"
        assert narrowed, (path, parameter["name"])


def test_parameter_of_one_name_means_the_same_everywhere(operations: list[Operation]) -> None:
    for _, parameter in parameters(operations):
        schema = parameter["schema"]
        if parameter["name"] == "on":
            assert schema.get("format") == "date" or {"const": ""} in schema["anyOf"]
        if parameter["name"] in ("actor", "activity", "setting"):
            assert len(schema["enum"]) > 5


def test_lists_may_be_as_long_as_the_server_takes_them(
    client: TestClient, operations: list[Operation]
) -> None:
    lists = [(path, one) for path, one in parameters(operations) if one["name"] == "places"]
    assert [path for path, _ in lists] == ["/api/compare", "/compare"]
    for path, parameter in lists:
        most = parameter["schema"]["maxLength"]
        taken, refused = (client.get(path, params={"places": "x" * length}) for length in (most, most + 1))
        assert f"longer than {most}" in refused.text, path
        assert "longer than" not in taken.text, path


def test_names_are_written_alike_everywhere(description: dict[str, Any], operations: list[Operation]) -> None:
    for path, parameter in parameters(operations):
        assert SNAKE.fullmatch(parameter["name"]) or parameter["name"] in BY_PROTOCOL, path
    for schema in schemas(description):
        keys = [key for name in schema["properties"] for key in name.split(".")]  # "rules.effect" in forms
        assert all(map(SNAKE.fullmatch, keys)), schema


def test_words_of_a_question_are_listed(operations: list[Operation]) -> None:
    (check,) = [
        operation for path, method, operation in operations if (path, method) == ("/api/check", "get")
    ]
    given = {one["name"]: one for one in check["parameters"]}
    assert "police" in given["actor"]["schema"]["enum"]
    assert [name for name, one in given.items() if one["required"]] == ["place", "actor"]
    assert check["responses"]["200"]["content"]["application/json"]["example"]["verdict"] == "prohibited"


def test_links_lead_to_operations_and_parameters_that_there_are(operations: list[Operation]) -> None:
    known = {
        operation["operationId"]: {one["name"] for one in operation.get("parameters", ())}
        for _, _, operation in operations
    }
    links = [
        link
        for _, _, operation in operations
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    ]
    assert links
    for link in links:
        assert set(link["parameters"]) <= known[link["operationId"]]


def test_example_is_what_the_server_answers(client: TestClient, operations: list[Operation]) -> None:
    (found,) = [operation for path, _, operation in operations if path == "/api/search"]
    sample = sample_of("/api/search", "get", found, "application/json", {})
    assert sample.address == "/api/search?q=bipa"
    answer = client.get(sample.address).json()
    example = found["responses"]["200"]["content"]["application/json"]["example"]
    assert example["hits"] == answer["hits"][:2]


def test_description_is_made_once(client: TestClient) -> None:
    first, second = client.get("/openapi.json"), client.get("/openapi.json")
    assert first.content == second.content
    tag = first.headers["etag"]
    assert client.get("/openapi.json", headers={"If-None-Match": tag}).status_code == 304
    assert json.loads(first.content)
