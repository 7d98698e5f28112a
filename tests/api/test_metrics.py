import re

from fastapi.testclient import TestClient

LINE = re.compile(r'(facelex_[a-z_]+)(?:\{[a-z]+="([^"\n]*)"\})? ([0-9.]+)')


def figures(client: TestClient) -> dict[str, float]:
    response = client.get("/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    read = {}
    for line in response.text.splitlines():
        if not line.startswith("#"):
            found = LINE.fullmatch(line)
            assert found, line
            read[found[1] + (f" {found[2]}" if found[2] else "")] = float(found[3])
    return read


def test_each_figure_is_explained_and_typed(client: TestClient) -> None:
    lines = client.get("/metrics").text.splitlines()
    names = {line.partition("{")[0].split()[0] for line in lines if not line.startswith("#")}
    for word in ("HELP", "TYPE"):
        assert {line.split()[2] for line in lines if line.startswith(f"# {word} ")} == names
    assert all(name.endswith("_total") for name in names if f"# TYPE {name} counter" in lines)


def test_figures_count_what_happened(client: TestClient) -> None:
    before = figures(client)
    for text in ("ASK { <urn:of> <urn:the> 'metrics' }", "ASK { <urn:of> <urn:the> 'metrics' }", "ASK"):
        client.get("/sparql", params={"query": text})
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    client.get("/sparql", params={"query": slow, "timeout": "0.1"})
    after = figures(client)
    changed = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert changed == {
        "facelex_queries_total answered": 1,
        "facelex_queries_total failed": 1,
        "facelex_queries_total timed-out": 1,
        "facelex_answers_kept_hits_total": 1,
        "facelex_answers_kept_misses_total": 3,
        "facelex_workers_ended_total": 1,
    }


def test_state_of_the_data_is_named(client: TestClient) -> None:
    version = client.get("/readyz").json()["data_version"]
    assert f"facelex_data_info {version}" in figures(client)
