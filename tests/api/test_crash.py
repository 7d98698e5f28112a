"""Kill -9 at random moments of a stream of writes: nothing acknowledged is lost, nothing half applied."""

import random
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.api.servers import BEARER, TOKEN, Served, served

ROUNDS = 24
TRIPLES = 40
"""Triples of one write; after a crash all of them are there, or none."""

COUNTS = "SELECT ?w (COUNT(*) AS ?n) { GRAPH <urn:crash> { ?s <urn:of> ?w } } GROUP BY ?w"


class Stream:
    """Writes, one after another, until the server is gone: what was begun, and what was acknowledged."""

    def __init__(self, address: str, first: int) -> None:
        self.address = address
        self.begun = first - 1
        self.acknowledged: set[int] = set()
        self.removed: set[int] = set()
        self.thread = threading.Thread(target=self.run)

    def run(self) -> None:
        try:
            with httpx.Client(headers=BEARER, timeout=30) as client:
                while True:
                    self.begun += 1
                    number = self.begun
                    self.send(client, number)
                    self.acknowledged.add(number)
                    if number % 5 == 4:
                        gone = f"DELETE WHERE {{ GRAPH <urn:crash> {{ ?s <urn:of> <urn:w{number - 1}> }} }}"
                        client.post(f"{self.address}/update", data={"update": gone}).raise_for_status()
                        self.removed.add(number - 1)
        except httpx.TransportError:
            pass  # it is gone, and so is whoever waited for it

    def send(self, client: httpx.Client, number: int) -> None:
        """By /update and by /store in turn."""
        triples = "".join(f"<urn:s{number}-{n}> <urn:of> <urn:w{number}> .\n" for n in range(TRIPLES))
        if number % 2:
            text = f"INSERT DATA {{ GRAPH <urn:crash> {{ {triples} }} }}"
            client.post(f"{self.address}/update", data={"update": text}).raise_for_status()
        else:
            headers = {"Content-Type": "text/turtle"}
            where = f"{self.address}/store?graph=urn:crash"
            client.post(where, content=triples, headers=headers).raise_for_status()


def counted(server: Served) -> dict[int, int]:
    """How many triples of each write are there."""
    answer = httpx.get(f"{server.address}/sparql", params={"query": COUNTS}, timeout=30).json()
    rows = answer["results"]["bindings"]
    return {int(row["w"]["value"].removeprefix("urn:w")): int(row["n"]["value"]) for row in rows}


def newest(data: Path) -> tuple[int, int]:
    """The numbers of the newest snapshot and of the newest journal."""
    names = [path.name for path in (data / "own").iterdir()]
    snapshots, journals = (
        [int(name.removeprefix(kind).removesuffix(".nq")) for name in names if name.startswith(kind)]
        for kind in ("snapshot-", "journal-")
    )
    return max(snapshots, default=0), max(journals)


def await_fold(data: Path) -> None:
    """Wait until a snapshot is being written, if one is within a second."""
    deadline = time.monotonic() + 1
    while time.monotonic() < deadline:
        snapshot, journal = newest(data)
        if journal > snapshot:
            return


def test_no_write_is_lost_or_half_applied_when_the_server_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is folded again and again meanwhile, so that some of the kills fall in a fold."""
    for module in ("graph.journal", "graph.writes"):
        monkeypatch.setattr(f"{module}.COMPACT_AT", 8 * 1024)
    monkeypatch.setattr("graph.journal.COMPACT_SHARE", 0.05)
    folds: set[int] = set()
    cut_short = 0
    chance = random.Random(4)
    acknowledged: set[int] = set()
    removed: set[int] = set()
    maybe_removed: set[int] = set()
    next_write = 0
    writes = 0
    for number in range(ROUNDS):
        with served(tmp_path, write_token=TOKEN) as server:
            found = counted(server)
            assert set(found.values()) <= {TRIPLES}
            assert acknowledged - removed - maybe_removed <= set(found)
            assert not removed & set(found)
            removed |= maybe_removed - set(found)
            stream = Stream(server.address, next_write)
            stream.thread.start()
            time.sleep(chance.uniform(0.05, 0.8))
            if number % 3 == 0:
                await_fold(tmp_path)
            server.kill()
            stream.thread.join(30)
        newest_snapshot, newest_journal = newest(tmp_path)
        folds.add(newest_snapshot)
        cut_short += newest_journal > newest_snapshot
        acknowledged |= stream.acknowledged
        removed |= stream.removed
        maybe_removed = {stream.begun - 1}  # if the write after it was answered, its removal was on the way
        next_write = stream.begun + 1
        writes += len(stream.acknowledged)
    assert writes > 3 * ROUNDS
    assert removed
    assert len(folds) > ROUNDS // 2
    assert cut_short
