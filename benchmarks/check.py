"""Measures /api/check and /api/search on the real law: new questions, repeated ones, and many at once.

Beside it a bare "Hello, world!" of the same server, and the same questions as SPARQL on the Oxigraph server.

python -m benchmarks.check
"""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import quote

from benchmarks.driver import Measurement, run_paths
from benchmarks.law_questions import (
    LawQuestion,
    can_be_sparql,
    fresh,
    sparql_of,
    understood,
    verdict_of_rows,
)
from benchmarks.names_searched import search_paths
from benchmarks.peers import Job, start
from benchmarks.processes import HOST, BenchmarkError, Server, end_process, start_process, wait_until_ready
from benchmarks.session import middle
from graph.answer import Lookup, answer
from graph.store import open_engine

FIRST_PORT: Final = 18_180
HELLO: Final = "hello"
FACELEX: Final = "facelex"
OXIGRAPH: Final = "oxigraph-memory"

COMPARED: Final = 300
"""Questions whose verdicts must be equal before anything is measured."""

REPEATED: Final = 100
"""Different questions of the run that repeats."""

MANY: Final = 10_000
_ENOUGH: Final = 8_000
"""Fresh questions a second that are prepared for a run; more than any server here answers."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    found: Measurement


def main() -> int:
    options = _options()
    folder: Path = options.work.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(options.data)
    lookup = Lookup(engine)
    lookup.read_ahead()
    servers: list[Server] = []
    _say(f"load of the machine: {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores")
    try:
        servers += _started(options, folder, (options.data / "dataset.nq").resolve())
        hello, facelex, oxigraph = servers
        compared = _compare(lookup, facelex, oxigraph)
        rows = _measured(lookup, folder, options, hello, facelex, oxigraph)
        rates = {format: _many(lookup, facelex, format, options.rounds) for format in ("json", "csv")}
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(folder / OXIGRAPH, ignore_errors=True)
    _say(f"load of the machine: {os.getloadavg()[0]:.2f}")
    print(table_of(rows, rates, compared, options.connections))
    return 0


def table_of(rows: Sequence[Row], rates: dict[str, float], compared: int, connections: int) -> str:
    """The figures in Markdown: answers a second, and as a share of the bare server's; milliseconds."""
    bare = rows[0].found.rate
    lines = [
        f"| {connections} connections | answers/s | of a bare server | p50 ms | p99 ms | work ms | failed |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        seen = row.found
        lines.append(
            f"| {row.name} | {seen.rate:.0f} | {seen.rate / bare:.2f} | {seen.p50:.2f} | {seen.p99:.2f} "
            f"| {seen.work:.3f} | {seen.failed + seen.refused} |"
        )
    for format, rate in rates.items():
        lines.append(
            f"| POST /api/check, {MANY} new questions as {format}, 1 connection | {rate:.0f} | | | | | |"
        )
    return "\n".join([*lines, "", f"{compared} questions had the same verdict by SPARQL.", ""])


def _started(options: argparse.Namespace, folder: Path, data: Path) -> Iterator[Server]:
    environment = {"FACELEX_DATA": str(options.data.resolve())}
    for number, (name, words) in enumerate(
        {
            HELLO: ["-m", "benchmarks.hello"],
            FACELEX: ["-m", "api", "serve"],
        }.items()
    ):
        port = FIRST_PORT + number
        log = folder / f"{name}.log"
        begun = time.monotonic()
        process = start_process([sys.executable, *words, "--port", str(port)], log, environment)
        path = "/sparql" if name == FACELEX else "/"
        try:
            wait_until_ready(process, port, path, log, 120)
        except BenchmarkError:
            end_process(process)
            raise
        yield Server(name, port, path, process, time.monotonic() - begun)
    yield start(Job(OXIGRAPH, data, 0, folder / OXIGRAPH, FIRST_PORT + 2, options.programs))


def _measured(
    lookup: Lookup,
    folder: Path,
    options: argparse.Namespace,
    hello: Server,
    facelex: Server,
    oxigraph: Server,
) -> list[Row]:
    """Servers in turn, and the median of the rounds; each round has questions of its own."""
    runs: dict[str, list[Measurement]] = {}
    count = int(_ENOUGH * options.seconds)
    again = [question.path for question in islice(fresh(lookup, 0), REPEATED)]
    searched = search_paths(lookup.engine)
    for number in range(1, options.rounds + 1):
        _say(f"round {number} of {options.rounds}")
        asked = list(islice(fresh(lookup, number), count))
        for name, server, paths in (
            ("a bare server: Hello, world!", hello, ["/"]),
            ("GET /api/check, new questions", facelex, [question.path for question in asked]),
            (f"GET /api/check, {REPEATED} questions again and again", facelex, again),
            ("GET /api/search, names with and without slips", facelex, searched),
            (
                "the same new questions as SPARQL, Oxigraph server",
                oxigraph,
                _queries(lookup, asked, oxigraph),
            ),
        ):
            file = folder / "paths.txt"
            file.write_text("".join(f"{path}\n" for path in paths), encoding="ascii")
            before = server.busy()
            seen = run_paths(file, server, options.connections, options.seconds)
            server.settle()
            work = 1000 * (server.busy() - before) / max(1, seen.requests)
            runs.setdefault(name, []).append(replace(seen, work=work))
    return [Row(name, middle(found)) for name, found in runs.items()]


def _queries(lookup: Lookup, asked: Sequence[LawQuestion], server: Server) -> list[str]:
    questions = (understood(lookup, one) for one in asked[: len(asked) // 4])
    texts = (sparql_of(lookup, question) for question in questions if can_be_sparql(lookup, question))
    return [f"{server.path}?query={quote(_stripped(text), safe='')}" for text in texts]


def _stripped(text: str) -> str:
    """A query without its comments: the peer is not to read them."""
    return "\n".join(line.strip() for line in text.splitlines() if not line.startswith("#"))


def _compare(lookup: Lookup, facelex: Server, oxigraph: Server) -> int:
    """BenchmarkError unless both servers and the library give the same verdicts; how many were compared."""
    compared = 0
    for asked in islice(fresh(lookup, -1), COMPARED):
        question = understood(lookup, asked)
        expected = answer(lookup, question).verdict
        found = {"facelex": json.loads(_got(facelex, asked.path))["verdict"]}
        if can_be_sparql(lookup, question):
            target = oxigraph.target(_stripped(sparql_of(lookup, question)))
            bindings = json.loads(_got(oxigraph, target))["results"]["bindings"]
            rows = [{name: term["value"] for name, term in row.items()} for row in bindings]
            found["oxigraph"] = verdict_of_rows(lookup, rows)
            compared += 1
        if set(found.values()) != {expected}:
            raise BenchmarkError(f"{asked.path}: {found}, and the library says {expected}")
    return compared


def _many(lookup: Lookup, facelex: Server, format: str, rounds: int) -> float:
    """Questions a second of one list after another, each of MANY new questions; the median."""
    rates = []
    for number in range(rounds):
        asked = list(islice(fresh(lookup, 1000 + number), MANY))
        names = ("place", "actor", "activity", "on")
        if format == "json":
            body = json.dumps([vars(question) for question in asked])
        else:
            lines = [",".join(names), *(",".join(vars(question).values()) for question in asked)]
            body = "\r\n".join(lines)
        media = {"json": "application/json", "csv": "text/csv"}[format]
        begun = time.monotonic()
        text = _got(facelex, "/api/check", body.encode(), media)
        rates.append(MANY / (time.monotonic() - begun))
        if text.count(b"\n") < MANY:
            raise BenchmarkError(f"POST /api/check gave fewer than {MANY} answers: {text[:200]!r}")
    return median(rates)


def _got(server: Server, target: str, body: bytes | None = None, media: str = "") -> bytes:
    connection = HTTPConnection(HOST, server.port, timeout=60)
    try:
        headers = {"Accept": "application/sparql-results+json, application/json"}
        headers |= {"Content-Type": media} if media else {}
        connection.request("POST" if body else "GET", target, body, headers)
        response = connection.getresponse()
        found = response.read()
        if response.status != 200:
            raise BenchmarkError(f"{server.name}: {response.status} {found[:300]!r}")
        return found
    finally:
        connection.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check", description=__doc__)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=3.0, help="of a run")
    parser.add_argument("--rounds", type=int, default=3, help="runs, of which the median counts")
    parser.add_argument("--data", type=Path, default=Path(".data"), help="folder of the built dataset")
    parser.add_argument("--work", type=Path, default=Path(".data/benchmarks"), help="folder for files")
    parser.add_argument("--programs", type=Path, default=Path(".setup/bench/bin"), help="folder of the peer")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
