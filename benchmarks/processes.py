"""Server processes: started, watched through /proc, and ended, each with all that it started. Linux only."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final
from urllib.parse import quote

HOST: Final = "127.0.0.1"
TINY: Final = "ASK { }"

_TICKS: Final = os.sysconf("SC_CLK_TCK")


class BenchmarkError(Exception):
    """A measurement that cannot be made: a server that does not start, a driver that fails."""


@dataclass(frozen=True)
class Server:
    """A running SPARQL server. `path` is where it takes queries; `load_seconds` is from the file to its first
    answer.
    """

    name: str
    port: int
    path: str
    process: subprocess.Popen[bytes]
    load_seconds: float
    prologue: str = ""
    """What this engine needs before each query to mean the same by it."""
    is_slow: bool = False
    """It gets one run of each question: its heavy ones take it minutes."""

    def target(self, query: str) -> str:
        """The request target that asks a query."""
        return f"{self.path}?query={quote(self.prologue + query, safe='')}"

    def memory(self) -> int:
        """MiB that its processes hold; pages that several share count once (PSS)."""
        total = 0
        for pid in family(self.process.pid):
            for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total // 1024

    def settle(self, seconds: float = 60) -> None:
        """Wait until it does nothing: some go on with a query long after its client has left."""
        end = time.monotonic() + seconds
        before = self.busy()
        while time.monotonic() < end:
            time.sleep(0.25)
            now = self.busy()
            if now - before < 0.02:
                return
            before = now

    def stop(self) -> None:
        """End it, and all that it started."""
        end_process(self.process)

    def busy(self) -> float:
        """Seconds of processor time so far, of all its processes, also those that have ended."""
        ticks = 0
        for pid in family(self.process.pid):
            fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
            if fields:
                ticks += sum(
                    int(field) for field in fields[11:15]
                )  # own and buried children's, user and system
        return ticks / _TICKS


def start_process(
    command: Sequence[str | Path],
    log: Path,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, what it says going to a file."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            cwd=folder,
            start_new_session=True,
        )


def end_process(process: subprocess.Popen[bytes]) -> None:
    """End a process that `start_process` made, and its group: politely, then at once."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=10)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def wait_until_ready(
    process: subprocess.Popen[bytes], port: int, path: str, log: Path, seconds: float
) -> None:
    """Return when a server answers a query; BenchmarkError when it ends before or takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise BenchmarkError(f"a server ended before it was ready; {log} says why")
        try:
            connection = HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", f"{path}?query={quote(TINY)}")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.02)
    raise BenchmarkError(f"a server was not ready after {seconds:.0f} s; {log} may say why")


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*"):
            found += [int(child) for child in _read(f"{task}/children").split()]
    return found


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:  # it has ended meanwhile
        return ""
