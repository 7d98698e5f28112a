"""How pages fare with Lighthouse: scores as on a slow phone, bytes, and time to interactive on loopback.

Prints one table in Markdown. `make lighthouse` sets up what it needs. Nothing here is part of the tests:
times depend on the machine.
"""

import argparse
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from socket import create_server
from typing import Any, Final

from benchmarks.processes import HOST, BenchmarkError, end_process, start_process, wait_until_ready

PAGES: Final = {
    "home": "/",
    "answer": "/check?place=us-ca-san-francisco&actor=police",
    "place": "/jurisdiction/us-ca-san-francisco",
    "law": "/law/us-il-bipa-2008",
    "map": "/map",
    "rule": "/rule/us-il-bipa-2008--consent",
    "timeline": "/timeline",
    "network": "/network",
    "compare": "/compare?places=us-la-new-orleans,fr,us-ca-san-francisco",
    "query": "/query",
    "about": "/about",
    "contribute": "/contribute",
    "API": "/docs",
}
"""Pages of every kind, as crawlers may fetch them: `/robots.txt` keeps them from answers of other days."""

SCORES: Final = ("performance", "accessibility", "best-practices", "seo")
LEAST: Final = 95
TRIES: Final = 3

Report = dict[str, Any]

_CHROME: Final = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
_SLOW_PHONE: Final = ("--throttling-method=simulate",)
_LOOPBACK: Final = ("--preset=desktop", "--throttling-method=provided", "--only-categories=performance")
_PATIENCE: Final = 180


def main() -> int:
    """Measure and print; the exit status is 1 where a score is below LEAST."""
    options = _options()
    wanted = {name: path for name, path in PAGES.items() if name in (options.pages or PAGES)}
    port = _free_port()
    options.work.mkdir(parents=True, exist_ok=True)
    log = options.work / "lighthouse-server.log"
    server = start_process([Path(sys.executable).parent / "facelex", "serve", "--port", str(port)], log)
    try:
        wait_until_ready(server, port, "/sparql", log, 120)
        rows = []
        for name, path in wanted.items():
            address = f"http://{HOST}:{port}{path}"
            rows.append((name, look(options.program, address), look(options.program, address, _LOOPBACK)))
            print(line_of(*rows[-1]), file=sys.stderr, flush=True)
    finally:
        end_process(server)
    print("\n".join([*HEAD, *(line_of(*row) for row in rows)]))
    return int(any(score < LEAST for _, report, _ in rows for score in scores_of(report)))


def look(program: Path, address: str, how: tuple[str, ...] = _SLOW_PHONE) -> Report:
    """What Lighthouse reports of a page in a fresh browser; it may take TRIES until it records one."""
    command = [str(program), address, "--output=json", "--quiet", f"--chrome-flags={_CHROME}", *how]
    for _ in range(TRIES):
        found = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
        if not found.returncode:
            report: Report = json.loads(found.stdout)
            return report
    raise BenchmarkError(f"{address}: {found.stderr.decode(errors='replace')[-500:]}")


HEAD: Final = (
    f"| page | {' | '.join(SCORES)} | kB | requests | first paint, s | largest paint, s | blocked, ms "
    "| interactive on loopback, s |",
    "| --- |" + " ---: |" * (len(SCORES) + 6),
)


def line_of(name: str, phone: Report, loopback: Report) -> str:
    """A page's row: scores and times as on a slow phone, bytes as they came."""
    requests = phone["audits"]["network-requests"]["details"]["items"]
    cells = [
        name,
        *map(str, scores_of(phone)),
        f"{sum(one['transferSize'] for one in requests) / 1000:.0f}",
        str(len(requests)),
        f"{_number(phone, 'first-contentful-paint') / 1000:.1f}",
        f"{_number(phone, 'largest-contentful-paint') / 1000:.1f}",
        f"{_number(phone, 'total-blocking-time'):.0f}",
        f"{_number(loopback, 'interactive') / 1000:.2f}",
    ]
    return f"| {' | '.join(cells)} |"


def scores_of(report: Report) -> list[int]:
    """The four scores, of 100."""
    return [round(100 * (report["categories"][name]["score"] or 0)) for name in SCORES]


def _number(report: Report, audit: str) -> float:
    return float(report["audits"][audit]["numericValue"])


def _free_port() -> int:
    with closing(create_server((HOST, 0))) as found:
        port: int = found.getsockname()[1]
        return port


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lighthouse", description=__doc__)
    parser.add_argument("--pages", nargs="+", choices=PAGES, help="only these")
    parser.add_argument(
        "--program", type=Path, default=Path(".setup/lighthouse/node_modules/.bin/lighthouse")
    )
    parser.add_argument("--work", type=Path, default=Path(".data/benchmarks"), help="folder for the log")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
