import re

from fastapi.testclient import TestClient


def test_page_has_the_figures_of_the_api_downloads_and_a_citation(client: TestClient) -> None:
    page = client.get("/about?on=2026-11-25").text
    stats = client.get("/api/stats?on=2026-11-25").json()
    assert all(f"<b>{count:,}</b>" in page for count in stats["things"].values())
    assert f"{stats['rules_in_force']['all']} rules in force" in page
    assert f"{stats['places']['researched']} of {stats['things']['jurisdictions']} places" in page
    passing = stats["places"]["by_research_depth"]["light"]
    assert f", {passing} looked at only in passing." in page
    for part in ("/dump.nq.gz", "/dump.sha256", "CC BY 4.0", "/contribute", "/api/corrections.atom"):
        assert part in page
    assert f"Data {stats['data_version']}" in page
    assert "not researched" in page or "Not researched" in page


def test_bad_day_is_refused(client: TestClient) -> None:
    assert client.get("/about?on=soon").status_code == 422


def test_coverage_by_year_is_that_of_the_timeline(client: TestClient) -> None:
    page = client.get("/about?on=2026-11-25").text
    table = page[page.index('id="by-year"') :].partition("</table>")[0]
    for year in (2009, 2020, 2024):
        row = table[table.index(f">{year}</a>") :].partition("</tr>")[0]
        timeline = client.get(f"/timeline?from={year}&to={year}").text
        strips = timeline[timeline.index('class="strips"') :].partition("</table>")[0]
        totals = re.findall(r'<th scope="row">[^<]+<span class="quiet">(\d+)</span>', strips)
        assert re.findall(r"<td>(\d+)</td>", row) == totals
        assert len(totals) == 5
