"""Measures one question after the other, the servers in turn: what disturbs the machine disturbs all."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.answers import Answer, ask
from benchmarks.driver import Measurement, run, write_requests
from benchmarks.processes import HOST, Server
from benchmarks.questions import MIX, Asker, Template
from benchmarks.world import World

ZIPF: Final = "zipf"
"""The mix, drawn from few questions that come again and again."""

ATTACKED: Final = "attacked"
"""The cheapest question, while somebody else asks for a cartesian product again and again."""

CHEAP: Final = "entity"
CARTESIAN: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"

_LONGEST: Final = 20.0
"""Seconds that a run may take where questions are slow."""

_SLOW_SECONDS: Final = 6.0

_ENOUGH: Final = 40
"""Answers that a run should see."""


@dataclass(frozen=True)
class Plan:
    """How to measure: connections at once, seconds a run, runs of which the median counts, and the questions
    that ZIPF draws from.
    """

    connections: int = 8
    seconds: float = 2.0
    rounds: int = 3
    distinct: int = 2_000


class Session:
    """Measurements of one world's questions."""

    def __init__(self, world: World, templates: Sequence[Template], folder: Path, plan: Plan) -> None:
        self.world = world
        self.templates = templates
        self.plan = plan
        self._folder = folder
        self._prepared: dict[tuple[str, int], int] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def answers(self, server: Server, name: str, count: int) -> list[Answer]:
        """A server's answers to the first questions of a kind, for comparing."""
        asker = Asker(self.world, self.templates, seed=0)
        return [ask(server, template, text) for template, text in islice(asker.questions(name), count)]

    def measure(self, servers: Sequence[Server], name: str) -> dict[str, Measurement]:
        """The median run of each server, by its name, for the questions of a template, MIX or ZIPF."""
        paces = {server.name: self._pace(server, name) for server in servers if not server.is_slow}
        runs: dict[str, list[Measurement]] = {server.name: [] for server in servers}
        for number in range(1, self.plan.rounds + 1):
            for server in servers:
                if server.is_slow and number > 1:
                    continue
                pace = paces.get(server.name, _ENOUGH / _SLOW_SECONDS)
                seconds = min(_LONGEST, max(self.plan.seconds, _ENOUGH / pace))
                requests = self._requests(name, number, int(pace * seconds * 1.5) + 2_000)
                runs[server.name].append(self._run(requests, server, seconds))
        return {name: middle(found) for name, found in runs.items()}

    def attack(self, server: Server) -> Measurement:
        """CHEAP questions while another client runs CARTESIAN in a loop. The server may stay busy."""
        requests = self._requests(CHEAP, 1, 20_000)
        with _Attack(server):
            return run(requests, server, self.plan.connections, max(12.0, self.plan.seconds))

    def _run(self, requests: Path, server: Server, seconds: float) -> Measurement:
        before = server.busy()
        seen = run(requests, server, self.plan.connections, seconds)
        server.settle()
        return replace(seen, work=1000 * (server.busy() - before) / max(1, seen.requests))

    def _pace(self, server: Server, name: str) -> float:
        """About how many answers a second a warmed-up server gives; never nothing.

        Before questions that come again, it has been asked most of them: else a run would measure how fast
        it comes to know them.
        """
        if name == ZIPF:
            self._run(self._requests(name, 0, 20_000), server, _LONGEST / 2)
        return max(self._run(self._requests(name, 0, 2_000), server, 1).rate, 1.0)

    def _requests(self, name: str, number: int, count: int) -> Path:
        """A file with at least so many questions; each number has others, none asked before."""
        path = self._folder / f"{name}-{number}.txt"
        if self._prepared.get((name, number), 0) < count:
            asker = Asker(self.world, self.templates, seed=1 + number)
            if name == ZIPF:
                questions = Asker(self.world, self.templates, seed=1).repeated(MIX, self.plan.distinct)
            else:
                questions = asker.fresh(name)
            write_requests(path, questions, count)
            self._prepared[name, number] = count
        return path


def middle(runs: Sequence[Measurement]) -> Measurement:
    """The median of each figure; what went wrong is added up."""
    return Measurement(
        rate=median(one.rate for one in runs),
        p50=median(one.p50 for one in runs),
        p99=median(one.p99 for one in runs),
        requests=sum(one.requests for one in runs),
        failed=sum(one.failed for one in runs),
        refused=sum(one.refused for one in runs),
        work=median(one.work for one in runs),
    )


class _Attack:
    """While entered, a client that asks for a cartesian product, and again when it is answered or refused."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._loop, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _loop(self) -> None:
        while not self._over.is_set():
            connection = HTTPConnection(HOST, self._server.port, timeout=14)
            try:
                connection.request("GET", self._server.target(CARTESIAN))
                connection.getresponse().read()
            except (OSError, HTTPException):
                self._over.wait(0.05)
            finally:
                connection.close()
