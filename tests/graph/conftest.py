from pathlib import Path

import pytest

PLACES = """\
id: jurisdiction/us-ca
type: State
name: California
---
id: jurisdiction/us-ca-oakland
type: City
name: Oakland
within: [jurisdiction/us-ca]
lat: '37.8044'
long: '-122.2712'
"""
LAW = """\
id: law/us-ca-oakland-2019
type: Law
name: Oakland ban
jurisdiction: jurisdiction/us-ca-oakland
kind: statute
status: in-force
rules:
  - id: rule/us-ca-oakland-2019--ban
    effect: ban
    reach: full
    actors: [municipal-police]
    activities: [use]
    from: 2019-07
    until: '2021'
    end_kind: end-date
    exceptions:
      - id: exception/us-ca-oakland-2019--warrant
        summary: With a warrant.
    sources:
      - id: source/oakland-memo
        url: https://example.org/memo
verification: verified-text
checked: '2026-07-31'
sources:
  - id: source/oakland-code
    url: https://example.org/code
    title: Oakland Municipal Code
"""


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A folder with three small records: a state, a city in it, and the city's law."""
    folder = tmp_path / "records"
    for name, text in {
        "jurisdiction/us/us-ca.yaml": PLACES,
        "law/us-ca/us-ca-oakland-2019.yaml": LAW,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return folder
