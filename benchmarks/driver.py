"""The load driver: Debian's `wrk` asks prepared questions over kept connections and counts the answers."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import quote

from benchmarks.processes import HOST, BenchmarkError, Server
from benchmarks.questions import Template

ROWS: Final = "application/sparql-results+json"
GRAPH: Final = "text/turtle"

TIMEOUT: Final = 60
"""Seconds that a client waits for an answer."""

_SCRIPT: Final = Path(__file__).parent / "wrk.lua"
_PATHS_SCRIPT: Final = Path(__file__).parent / "paths.lua"
_MARK: Final = "measured "


@dataclass(frozen=True)
class Measurement:
    """One run. Rates are answers a second, times are milliseconds; `failed` broke or took too long, `refused`
    came with a status of 400 or more. `work` is the server's processor time an answer: it does not depend on
    what else the machine does.
    """

    rate: float
    p50: float
    p99: float
    requests: int
    failed: int
    refused: int
    work: float = 0.0


def accept_of(template: Template) -> str:
    """The media type to ask for."""
    return GRAPH if template.makes_graph else ROWS


def write_requests(path: Path, questions: Iterator[tuple[Template, str]], count: int) -> None:
    """Prepare so many questions, for any server."""
    with path.open("w", encoding="ascii") as out:
        for template, text in islice(questions, count):
            out.write(f"{accept_of(template)} {quote(text, safe='')}\n")


def run(requests: Path, server: Server, connections: int, seconds: float) -> Measurement:
    """Ask the prepared questions for a time. BenchmarkError when the driver fails."""
    return _drive(
        _SCRIPT, server, connections, seconds, [str(requests), server.path, quote(server.prologue, safe="")]
    )


def run_paths(paths: Path, server: Server, connections: int, seconds: float) -> Measurement:
    """Ask for the paths of a file, one a line, for a time. BenchmarkError when the driver fails."""
    return _drive(_PATHS_SCRIPT, server, connections, seconds, [str(paths)])


def _drive(
    script: Path, server: Server, connections: int, seconds: float, arguments: Sequence[str]
) -> Measurement:
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds:.0f}s"]
    command += ["--timeout", f"{TIMEOUT}s", "--script", str(script), f"http://{HOST}:{server.port}/"]
    done = subprocess.run(
        [*command, "--", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + 2 * TIMEOUT,
    )
    said = [line.removeprefix(_MARK) for line in done.stdout.splitlines() if line.startswith(_MARK)]
    if done.returncode or not said:
        raise BenchmarkError(f"wrk failed: {done.stderr.strip() or done.stdout.strip()}")
    return measurement_of(said[0])


def measurement_of(said: str) -> Measurement:
    """What a run said, in our units. A refusal is no answer and does not count in the rate."""
    seen = json.loads(said)
    answered = seen["requests"] - seen["refused"]
    return Measurement(
        rate=answered / (seen["microseconds"] / 1e6),
        p50=seen["p50"] / 1000,
        p99=seen["p99"] / 1000,
        requests=seen["requests"],
        failed=seen["failed"],
        refused=seen["refused"],
    )
