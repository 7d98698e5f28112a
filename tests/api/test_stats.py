from fastapi.testclient import TestClient

from graph.kinds import TABLE


def test_figures_are_those_of_the_lists(client: TestClient) -> None:
    found = client.get("/api/stats", params={"on": "2024-06-01"}).json()
    for kind in TABLE:
        assert found["things"][kind.plural] == client.get(f"/api/{kind.plural}").json()["total"]
    bans = client.get("/api/rules", params={"on": "2024-06-01", "effect": "prohibition"}).json()["total"]
    effects = found["rules_in_force"]["by_effect"]
    assert effects["ban"] + effects["moratorium"] == bans
    assert sum(effects.values()) == found["rules_in_force"]["all"]
    failed = client.get("/api/laws", params={"status": "failed"}).json()["total"]
    assert found["status"]["laws"]["failed"] == failed
    assert sum(found["verification"]["laws"].values()) == found["things"]["laws"]


def test_bans_of_a_year_are_those_in_force_on_one_of_its_days(client: TestClient) -> None:
    years = {one["year"]: one for one in client.get("/api/stats").json()["bans_by_year"]}
    params = {"effect": "prohibition", "force": "law", "from": "2021-01-01", "to": "2021-12-31"}
    assert years[2021]["bans"] == client.get("/api/rules", params=params).json()["total"]
    assert years[2021]["bans"] > years[2018]["bans"]
    assert years[2021]["full"] <= years[2021]["bans"]
    params = {"effect": "prohibition", "force": "law", "on": "2022-12-31"}
    assert years[2022]["at_end"] == client.get("/api/rules", params=params).json()["total"]
    assert years[2022]["at_end"] < years[2022]["bans"]
    assert list(years) == list(range(min(years), max(years) + 1))


def test_bans_at_the_end_of_a_year_are_those_of_the_timeline(client: TestClient) -> None:
    ends = {one["year"]: one["at_end"] for one in client.get("/api/stats").json()["bans_by_year"]}
    tide = {one["year"]: one["prohibitions"] for one in client.get("/api/tide?actor=police").json()["years"]}
    shared = sorted(ends.keys() & tide.keys())
    assert len(shared) > 15
    assert [ends[year] for year in shared] == [tide[year] for year in shared]


def test_coverage_counts_what_lies_within_each_country(client: TestClient) -> None:
    coverage = {one["id"]: one for one in client.get("/api/stats").json()["coverage"]}
    within = client.get("/api/jurisdictions", params={"place": "us", "limit": "1"}).json()["total"]
    assert coverage["jurisdiction/us"]["places"] == within
    laws = client.get("/api/laws", params={"place": "us", "limit": "1"}).json()["total"]
    assert coverage["jurisdiction/us"]["laws"] == laws
    assert coverage["jurisdiction/us"]["researched"] <= within
    assert "jurisdiction/us-ca" not in coverage


def test_day_of_stats_must_be_one(client: TestClient) -> None:
    assert client.get("/api/stats", params={"on": "soon"}).status_code == 422
