"""Measures facelex and its peers side by side and prints one table.

python -m benchmarks --size 100k
"""

import argparse
import json
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from benchmarks.answers import Answer, difference
from benchmarks.generate import quads_of, write_file
from benchmarks.peers import PEERS, Job, start
from benchmarks.processes import BenchmarkError, Server
from benchmarks.questions import MIX, Template, load_templates
from benchmarks.session import ATTACKED, ZIPF, Plan, Session
from benchmarks.table import Results, table_of
from benchmarks.world import world_of

FIRST_PORT: Final = 18_100
COMPARED: Final = 12
"""Questions of each kind whose answers must be equal before it is measured."""

COMPARED_SLOWLY: Final = 3
"""The same, of a server whose heavy questions take minutes."""

_SLOW_PEER: Final = "rdflib-endpoint"
"""Takes part at 100k only."""


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended; the servers are stopped"))
    quads = quads_of(options.size)
    world = world_of(quads)
    folder: Path = options.work.resolve()
    data = folder / f"{options.size}.nq"
    folder.mkdir(parents=True, exist_ok=True)
    _say(f"load of the machine: {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores")
    if not data.exists():
        _say(f"writing {data}")
        write_file(data, world)
    templates = load_templates()
    names = options.questions or [*(template.name for template in templates), MIX, ZIPF]
    session = Session(
        world, templates, folder / "requests", Plan(seconds=options.seconds, rounds=options.rounds)
    )
    peers = options.peers or [name for name in PEERS if quads <= 100_000 or name != _SLOW_PEER]
    results = Results(options.size, peers)
    groups = [[peer] for peer in peers] if options.one_at_a_time else [peers]
    known: dict[str, list[Answer]] = {}
    for group in groups:
        servers: list[Server] = []
        try:
            for name in group:
                job = Job(name, data, quads, folder / name, FIRST_PORT + peers.index(name), options.programs)
                _say(f"loading {name}")
                servers.append(start(job))
                results.load_seconds[name] = servers[-1].load_seconds
            _compare(session, servers, _compared(names, templates), known, results)
            _measure(session, servers, names, results)
            for server in servers:
                results.memory[server.name] = server.memory()
            for server in servers:
                _say(f"{server.name}: {ATTACKED}")
                found = session.attack(server)
                results.figures.setdefault(ATTACKED, {})[server.name] = found
                server.stop()
        finally:
            for server in servers:
                server.stop()
                shutil.rmtree(folder / server.name, ignore_errors=True)
    report = folder / f"{options.size}.json"
    report.write_text(json.dumps(asdict(results), indent=1) + "\n", encoding="utf-8")
    _say(f"load of the machine: {os.getloadavg()[0]:.2f}; all figures in {report}")
    print(table_of(results))
    return 0


def _compare(
    session: Session,
    servers: Sequence[Server],
    names: Sequence[str],
    known: dict[str, list[Answer]],
    results: Results,
) -> None:
    """Ask all the same; the first server's answers are what the others' are compared with."""
    for name in names:
        for server in servers:
            answers = session.answers(server, name, COMPARED_SLOWLY if server.is_slow else COMPARED)
            if name not in known:
                known[name] = answers
                if not any(answer and answer != ("False",) for answer in answers):
                    raise BenchmarkError(f"{name}: no question has an answer; it would measure nothing")
            elif why := difference(known[name][: len(answers)], answers):
                results.differences.setdefault(name, {})[server.name] = why
                _say(f"{name}: {server.name} differs: {why}")


def _compared(names: Sequence[str], templates: Sequence[Template]) -> list[str]:
    """Those of the names that are templates; all templates when they are mixed."""
    known = [template.name for template in templates]
    return known if {MIX, ZIPF} & set(names) else [name for name in known if name in names]


def _measure(session: Session, servers: Sequence[Server], names: Sequence[str], results: Results) -> None:
    for name in names:
        equal = [server for server in servers if server.name not in results.differences.get(name, {})]
        _say(f"measuring {name}")
        for server, found in session.measure(equal, name).items():
            results.figures.setdefault(name, {})[server] = found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", default="100k", help="quads: 100k, 1M, 10M or a number")
    parser.add_argument(
        "--peers", nargs="*", choices=list(PEERS), help="which servers; the first is compared"
    )
    names = [*(template.name for template in load_templates()), MIX, ZIPF]
    parser.add_argument(
        "--questions",
        nargs="*",
        choices=names,
        metavar="NAME",
        help=f"of {', '.join(names)}; all if not given",
    )
    parser.add_argument("--seconds", type=float, default=2.0, help="of a run")
    parser.add_argument("--rounds", type=int, default=3, help="runs, of which the median counts")
    parser.add_argument("--one-at-a-time", action="store_true", help="when memory does not hold all servers")
    parser.add_argument(
        "--work", type=Path, default=Path(".data/benchmarks"), help="folder for data and stores"
    )
    parser.add_argument("--programs", type=Path, default=Path(".setup/bench/bin"), help="folder of the peers")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
