"""Examples of answers for /openapi.json."""

from typing import Any


def example(content: object) -> dict[int | str, dict[str, Any]]:
    """What an operation's `responses` say of a good answer: an example of its JSON."""
    return {200: {"description": "The answer", "content": {"application/json": {"example": content}}}}


def example_and_csv(content: object) -> dict[int | str, dict[str, Any]]:
    """The same of an operation that also gives CSV."""
    found = example(content)
    found[200]["content"]["text/csv"] = {"schema": {"type": "string"}}
    return found
