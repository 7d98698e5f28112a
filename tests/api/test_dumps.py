import base64
import gzip
import hashlib
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from graph.build import DATASET
from graph.dumps import NAMES
from graph.engine import Engine
from tests.api.servers import served


@pytest.mark.parametrize("name", NAMES)
def test_dump_has_its_length_type_digest_and_licence(client: TestClient, name: str) -> None:
    response = client.get(f"/{name}")
    headers, digest = response.headers, hashlib.sha256(response.content).digest()
    assert response.status_code == 200
    assert headers["content-length"] == str(len(response.content))
    assert headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
    assert headers["etag"].strip('"') in digest.hex()
    assert headers["content-disposition"] == f'attachment; filename="{name}"'
    assert "creativecommons.org" in headers["link"]
    assert "content-encoding" not in headers
    assert headers["content-type"].startswith(
        "application/gzip" if name.endswith(".gz") else ("application/", "text/")
    )


def test_dump_of_quads_is_the_dataset_itself(client: TestClient, data_folder: Path) -> None:
    data = (data_folder / DATASET).read_bytes()
    assert client.get("/dump.nq").content == data
    assert gzip.decompress(client.get("/dump.nq.gz").content) == data


def test_every_form_holds_the_same_triples(client: TestClient, engine: Engine) -> None:
    count = sum(1 for _ in engine.quads())
    for ending in ("trig", "ttl", "nt"):
        assert sum(1 for _ in Engine.from_text(client.get(f"/dump.{ending}").text).quads()) == count


def test_checksums_are_those_of_the_files(client: TestClient) -> None:
    lines = client.get("/dump.sha256").text.splitlines()
    assert [line.split("  ")[1] for line in lines] == list(NAMES)
    for line in lines[:3]:
        digest, name = line.split("  ")
        assert hashlib.sha256(client.get(f"/{name}").content).hexdigest() == digest


def test_client_that_has_the_dump_is_not_sent_it_again(client: TestClient) -> None:
    tag = client.get("/dump.ttl.gz").headers["etag"]
    again = client.get("/dump.ttl.gz", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/dump.nt.gz", headers={"If-None-Match": tag}).status_code == 200


def test_head_has_the_headers_alone(client: TestClient) -> None:
    head, full = client.head("/dump.nq.gz"), client.get("/dump.nq.gz")
    assert (head.status_code, head.content) == (200, b"")
    for one in (head, full):
        del one.headers["x-request-id"], one.headers["ratelimit"]
    assert {**head.headers} == {**full.headers}


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-9", slice(0, 10)), ("bytes=-10", slice(-10, None)), ("bytes=100-", slice(100, None))],
)
def test_broken_download_goes_on(client: TestClient, asked: str, part: slice) -> None:
    full = client.get("/dump.nq.gz")
    response = client.get("/dump.nq.gz", headers={"Range": asked, "If-Range": full.headers["etag"]})
    assert response.status_code == 206
    assert response.content == full.content[part]
    other = client.get("/dump.nq.gz", headers={"Range": asked, "If-Range": '"of another state"'})
    assert (other.status_code, other.content) == (200, full.content)


@pytest.mark.parametrize(
    "asked", ["bytes=1-0", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=", "bytes=-"]
)
def test_range_that_is_not_one_of_bytes_is_ignored(client: TestClient, asked: str) -> None:
    assert client.get("/dump.ttl.gz", headers={"Range": asked}).status_code == 200


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_range_beyond_the_end_is_a_problem(client: TestClient, asked: str) -> None:
    response = client.get("/dump.ttl.gz", headers={"Range": asked})
    assert response.status_code == 416
    assert response.headers["content-range"].startswith("bytes */")
    assert response.json()["type"] == "/docs#problem-range-not-satisfiable"


@pytest.mark.parametrize("name", ["dump.rdf", "dump.nq.bz2", "dump.", "dump.gz", "dump.nq.gz.gz"])
def test_form_that_is_not_offered_names_those_that_are(client: TestClient, name: str) -> None:
    response = client.get(f"/{name}")
    assert response.status_code == 404
    if name != "dump.":
        assert "/dump.nq.gz" in response.text


def test_dump_comes_through_a_real_server_with_its_length(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        response = httpx.get(f"{server.address}/dump.nq.gz")
        assert int(response.headers["content-length"]) == len(response.content)
        assert b"Law" in gzip.decompress(response.content)
        head = httpx.head(f"{server.address}/dump.nq.gz")
        assert head.headers["content-length"] == response.headers["content-length"]
