import hashlib

from fastapi.testclient import TestClient
from markupsafe import escape

from api.pages import STATIC
from api.problems import every_problem
from api.routes.docs import SWAGGER

VENDOR = STATIC / "vendor"


def test_vendored_files_are_the_published_ones() -> None:
    lines = (VENDOR / "SHA256SUMS.txt").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    shipped = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name not in ("README.md", "SHA256SUMS.txt")
    }
    assert shipped == listed
    assert f"swagger-ui-bundle-{SWAGGER}.js" in (VENDOR / "README.md").read_text()
    assert f'"{SWAGGER}"' in (VENDOR / f"swagger-ui-bundle-{SWAGGER}.js").read_text(encoding="utf-8")


def test_page_names_files_that_are_served_here(client: TestClient) -> None:
    assert f'data-version="{SWAGGER}"' in client.get("/docs").text
    for name in (f"swagger-ui-bundle-{SWAGGER}.js", f"swagger-ui-{SWAGGER}.css"):
        assert client.get(f"/static/vendor/{name}").status_code == 200


def test_page_lists_every_operation_without_scripts(client: TestClient) -> None:
    page = client.get("/docs").text.split("<main")[1].split('id="problems"')[0]
    paths = client.get("/openapi.json").json()["paths"]
    described = [
        (method.upper(), path, one) for path, methods in paths.items() for method, one in methods.items()
    ]
    for method, path, one in described:
        row = f"{method}</span></td><td><code>{path}</code></td><td>{escape(one['summary'])}"
        assert row in page, row
    assert page.count("<code>") == len(described)


def test_every_problem_has_its_place_on_the_page(client: TestClient) -> None:
    page = client.get("/docs").text
    assert all(f'id="problem-{slug}"' in page for _, slug, _ in every_problem())


def test_every_door_is_summed_up_in_words(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert paths["/api/check"]["get"]["summary"] == "The answer with its proof"
    assert all(method["summary"] for methods in paths.values() for method in methods.values())


def test_every_door_is_described(client: TestClient) -> None:
    paths = set(client.get("/openapi.json").json()["paths"])
    assert {"/api/check", "/sparql", "/api/search", "/network", "/healthz", "/readyz", "/ns", "/"} <= paths
