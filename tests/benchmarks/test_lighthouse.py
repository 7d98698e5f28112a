from pathlib import Path
from typing import Any

import pytest

from benchmarks.lighthouse import HEAD, line_of, look, scores_of
from benchmarks.processes import BenchmarkError

REPORT: dict[str, Any] = {
    "categories": {
        "performance": {"score": 0.945},
        "accessibility": {"score": 1},
        "best-practices": {"score": 0.96},
        "seo": {"score": None},
    },
    "audits": {
        "network-requests": {"details": {"items": [{"transferSize": 12_000}, {"transferSize": 800}]}},
        "first-contentful-paint": {"numericValue": 912.4},
        "largest-contentful-paint": {"numericValue": 1234.0},
        "total-blocking-time": {"numericValue": 31.6},
        "interactive": {"numericValue": 187.0},
    },
}


def test_row_tells_scores_bytes_and_times() -> None:
    assert scores_of(REPORT) == [94, 100, 96, 0]
    row = line_of("law", REPORT, REPORT)
    assert row == "| law | 94 | 100 | 96 | 0 | 13 | 2 | 0.9 | 1.2 | 32 | 0.19 |"
    assert {line.count("|") for line in (*HEAD, row)} == {12}


def test_program_that_fails_is_told_of(tmp_path: Path) -> None:
    program = tmp_path / "lighthouse"
    program.write_text("#!/bin/sh\necho no page >&2\nexit 1\n")
    program.chmod(0o700)
    with pytest.raises(BenchmarkError, match="no page"):
        look(program, "http://127.0.0.1:9/")


def test_recording_that_fails_once_is_tried_again(tmp_path: Path) -> None:
    program = tmp_path / "lighthouse"
    seen = tmp_path / "seen"
    program.write_text(f"#!/bin/sh\ntest -e {seen} && echo '{{\"fine\": 1}}' && exit\ntouch {seen}\nexit 1\n")
    program.chmod(0o700)
    assert look(program, "http://127.0.0.1:9/") == {"fine": 1}
