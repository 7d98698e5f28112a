"""The dataset described, for programs that look for data, crawl or read: DCAT and VoID, site map, robots."""

from typing import Final

from fastapi import APIRouter, Request, Response

from api.contract import states
from api.linking import THINGS, alternates, link
from api.media import GRAPHS, choose
from api.pages import render
from api.parts import PartsOf
from api.problems import NotAcceptable
from api.public import public_address
from api.replies import reply
from graph.dataset import DATASET, Place, describe_dataset, pages
from schema.errors import NotFound

router = APIRouter(tags=["linked data"])

XML: Final = "application/xml"
TEXT: Final = "text/plain; charset=utf-8"
MARKDOWN: Final = "text/markdown; charset=utf-8"
PAGES: Final = ("/", "/network", "/ns", "/docs")
"""The pages that are about no one thing."""


def _described(request: Request, parts: PartsOf, form: str) -> Response:
    place = Place(public_address(request, parts), parts.day_of_data)
    body = describe_dataset(parts.engine.data_version, parts.figures, place, form)
    addresses = {one: f"/dataset.{one}" for one in GRAPHS}
    links = [link(DATASET, "describes"), *alternates(addresses, THINGS, form)]
    headers = {"Vary": "Accept", "Link": ", ".join(links)}
    return reply(request, parts.engine.data_version, body, GRAPHS[form], headers)


@router.get("/dataset")
@states(dict.fromkeys(GRAPHS.values()), errors=(NotAcceptable,))
def dataset(request: Request, parts: PartsOf) -> Response:
    """The dataset: DCAT and VoID, with version, licence, files, services and figures."""
    form = choose(", ".join(request.headers.getlist("accept")), GRAPHS)[0]
    return _described(request, parts, form)


@router.get("/dataset.{ending}", include_in_schema=False)
def dataset_file(request: Request, parts: PartsOf, ending: str) -> Response:
    """The same in the form of an ending."""
    if ending not in GRAPHS:
        raise NotFound("ending", ending)
    return _described(request, parts, ending)


@router.get("/.well-known/void")
@states({GRAPHS["ttl"]: None})
def void(request: Request, parts: PartsOf) -> Response:
    """The dataset as Turtle, where VoID says that it is looked for."""
    return _described(request, parts, "ttl")


@router.get("/sitemap.xml")
@states({XML: None})
def sitemap(request: Request, parts: PartsOf) -> Response:
    """Every page, for crawlers."""
    values = {
        "address": public_address(request, parts),
        "paths": [*PAGES, *(f"/{id}" for id in pages(parts.engine))],
        "modified": parts.day_of_data,
    }
    return reply(request, parts.engine.data_version, render("sitemap.xml", values), XML)


@router.get("/robots.txt")
@states({TEXT: None})
def robots(request: Request, parts: PartsOf) -> Response:
    """What crawlers may fetch: pages and data; not the doors that work for each question."""
    values = {"address": public_address(request, parts)}
    return reply(request, parts.engine.data_version, render("robots.txt", values), TEXT)


@router.get("/llms.txt")
@states({MARKDOWN: None})
def llms(request: Request, parts: PartsOf) -> Response:
    """What this is and how to ask it, for language models and those who build with them."""
    values = {"address": public_address(request, parts), "data_version": parts.engine.data_version}
    return reply(request, parts.engine.data_version, render("llms.txt", values), MARKDOWN)
