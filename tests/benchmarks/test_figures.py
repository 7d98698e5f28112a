import subprocess
import sys
from pathlib import Path

from benchmarks.driver import Measurement, measurement_of
from benchmarks.processes import Server, end_process, family, start_process
from benchmarks.session import middle
from benchmarks.table import Results, table_of

PARENT = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("ready", flush=True)
time.sleep(60)
"""


def measured(rate: float, p99: float = 9, failed: int = 0) -> Measurement:
    return Measurement(rate=rate, p50=2, p99=p99, requests=100, failed=failed, refused=0)


def test_refusals_are_no_answers() -> None:
    said = '{"requests": 300, "microseconds": 2000000, "p50": 1500, "p99": 9000, "failed": 1, "refused": 100}'
    assert measurement_of(said) == Measurement(100, 1.5, 9, 300, 1, 100)


def test_median_counts_and_failures_add_up() -> None:
    found = middle([measured(10, 5, 1), measured(30, 50), measured(20, 6, 2)])
    assert (found.rate, found.p99, found.failed) == (20, 6, 3)


def test_table_gives_our_rate_divided_by_theirs() -> None:
    results = Results("1k", ["facelex", "other"])
    results.figures = {"entity": {"facelex": measured(300), "other": measured(100, failed=2)}}
    results.memory = {"facelex": 100, "other": 50}
    table = table_of(results)
    assert "| entity | 300 | 2 / 9 / - | **3.00** | 2 / 9 / - (2 failed) |" in table
    assert "| memory, MiB | 100 |  | 50 |  |" in table


def test_question_with_other_answers_is_named_and_not_compared() -> None:
    results = Results("1k", ["facelex", "other"])
    results.figures = {"describe": {"facelex": measured(300)}}
    results.differences = {"describe": {"other": "5 rows instead of 3"}}
    table = table_of(results)
    assert "| describe | 300 | 2 / 9 / - | - | - |" in table
    assert "describe, other: answers differ from ours, not measured (5 rows instead of 3)" in table


def test_server_is_measured_and_ended_with_all_that_it_started(tmp_path: Path) -> None:
    log = tmp_path / "log"
    process: subprocess.Popen[bytes] = start_process([sys.executable, "-c", PARENT], log)
    try:
        while "ready" not in log.read_text():
            assert process.poll() is None
        pids = family(process.pid)
        assert len(pids) == 2
        assert Server("x", 1, "/", process, 0).memory() > 0
    finally:
        end_process(process)
    assert not any(Path(f"/proc/{pid}/exe").exists() for pid in pids)


def test_question_is_escaped_and_has_what_the_engine_needs_before_it(tmp_path: Path) -> None:
    process = start_process([sys.executable, "-c", "pass"], tmp_path / "log")
    try:
        server = Server("x", 1, "/sparql", process, 0, "define x ")
        assert server.target("ASK { }") == "/sparql?query=define%20x%20ASK%20%7B%20%7D"
    finally:
        end_process(process)
