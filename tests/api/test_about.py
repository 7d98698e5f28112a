from fastapi.testclient import TestClient


def test_page_has_the_figures_of_the_api_downloads_and_a_citation(client: TestClient) -> None:
    page = client.get("/about?on=2026-11-25").text
    stats = client.get("/api/stats?on=2026-11-25").json()
    assert all(f"<b>{count:,}</b>" in page for count in stats["things"].values())
    assert f"{stats['rules_in_force']['all']} rules in force" in page
    assert f"{stats['places']['researched']} of {stats['things']['jurisdictions']} places" in page
    for part in ("/dump.nq.gz", "/dump.sha256", "CC BY 4.0", "/contribute", "/api/corrections.atom"):
        assert part in page
    assert f"Data {stats['data_version']}" in page
    assert "not researched" in page or "Not researched" in page


def test_bad_day_is_refused(client: TestClient) -> None:
    assert client.get("/about?on=soon").status_code == 422
