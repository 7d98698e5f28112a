"""Examples of answers in /openapi.json: what this server answers, asked in place, long ones cut."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx
from pydantic import JsonValue
from starlette.types import ASGIApp

from api.linking import HTML, THINGS
from api.media import GRAPHS, plain

MOST_ITEMS: Final = 2
"""Items of a list that an example shows."""
MOST_TEXT: Final = 600
"""Characters of a text that an example shows."""
ASK: Final = "x-ask"
"""In an operation: the parameters whose answer is the example, by the name of a parameter; or by media type,
each with its parameters. It is taken out.
"""

_ENDINGS: Final = {plain(media): form for form, media in GRAPHS.items()}
_HTML: Final = plain(THINGS[HTML])
_PAGE: Final = '<!doctype html>\n<html lang="en">...</html>'
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sample:
    """A request whose answer is an example."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    @property
    def address(self) -> str:
        """Path and query."""
        return self.path + (f"?{urlencode(self.query)}" if self.query else "")


async def add_examples(app: ASGIApp, description: dict[str, Any]) -> bool:
    """Put an example beside each media type of each answer that has none; whether each could be had."""
    is_complete = True
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for path, method, operation in _operations(description):
            asked = operation.pop(ASK, {})
            content = operation["responses"].get("200", {}).get("content", {})
            for media in [one for one in content if "example" not in content[one]]:
                if media == _HTML:
                    content[media]["example"] = _PAGE
                    continue
                example = await _answer(client, sample_of(path, method, operation, media, asked), media)
                await asyncio.sleep(0)  # others are served meanwhile
                if example is None:
                    is_complete = False
                else:
                    content[media]["example"] = example
    return is_complete


def sample_of(
    path: str, method: str, operation: Mapping[str, Any], media: str, asked: Mapping[str, Any]
) -> Sample:
    """The request for an answer of a media type: with the examples of the parameters that must be there, and
    of the day; `asked` as under ASK.
    """
    wanted: Mapping[str, str] = asked.get(media, {}) if any("/" in name for name in asked) else asked
    query: dict[str, str] = {}
    for one in operation.get("parameters", ()):
        name = one["name"]
        value = str(wanted.get(name, one["schema"].get("examples", [""])[0]))
        if one["in"] == "path":
            path = path.replace(f"{{{name}}}", quote(value.replace("{form}", _ENDINGS.get(media, ""))))
        elif one["in"] == "query" and (one["required"] or name == "on" or name in wanted):
            query[name] = value
        elif name == "format" and media == "text/csv":
            query[name] = "csv"
    if method == "get":
        return Sample("GET", path, query, {"Accept": media})
    if wanted:
        headers = {"Accept": media, "Content-Type": _FORM}
        return Sample("POST", path, {}, headers, urlencode(wanted).encode())
    sent = operation.get("requestBody", {}).get("content", {})
    if not sent:
        return Sample("POST", path, query, {"Accept": media})
    given = media if media in sent else next(iter(sent))
    body = sent[given]["example"]
    text = body if isinstance(body, str) else urlencode(body) if given == _FORM else json.dumps(body)
    return Sample("POST", path, query, {"Accept": media, "Content-Type": given}, text.encode())


def _operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post"):
                yield path, method, operation


async def _answer(client: httpx.AsyncClient, sample: Sample, media: str) -> JsonValue:
    response = await client.request(
        sample.method, sample.address, headers=dict(sample.headers), content=sample.body
    )
    if response.status_code != 200 or plain(response.headers.get("content-type", "")) != media:
        return None
    return _shortened(response.json()) if media.endswith("json") else _cut(response.text)


def _shortened(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_shortened(one) for one in value[:MOST_ITEMS]]
    if isinstance(value, dict):
        return {name: _shortened(one) for name, one in value.items()}
    return value


def _cut(text: str) -> str:
    if len(text) <= MOST_TEXT:
        return text
    return text[: text.rfind("\n", 0, MOST_TEXT) + 1 or MOST_TEXT] + "..."
