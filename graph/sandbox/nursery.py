"""The nursery: the process that holds the loaded engine, and alone forks, kills and buries workers.

A process with running threads must not fork. So the nursery is forked from the server once, before the server
starts its threads, and stays without any. It makes changes in its own engine when the server has kept them;
workers that it forks from then on see them.
"""

import faulthandler
import os
import select
import signal
import socket
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, NoReturn

from graph.changes import Change, apply_change
from graph.engine import Engine
from graph.planning.planner import Planner
from graph.sandbox.frames import FAILED, frame, json_frame, receive
from graph.sandbox.limits import Limits
from graph.sandbox.scribe import run_scribe
from graph.sandbox.worker import run_worker
from schema.errors import FacelexError

HIRE: Final = b"h"
"""Fork a worker; the answer is its number, with its wire."""
DISMISS: Final = b"d"
"""End the worker of this number; no answer."""
REMOVED: Final = b"r"
"""N-Quads that the ADDED after it takes the place of; no answer."""
ADDED: Final = b"a"
"""Make the change; the answer is DONE."""
DONE: Final = b"o"
WRITE: Final = b"w"
"""Fork a scribe that writes people's own data to the file of this name; the answer is as for HIRE."""

_BURYING: Final = 10
"""Milliseconds between looks at whether killed workers have ended."""

_MUCH: Final = 1024 * 1024
"""Bytes of changes, as N-Quads: some 4,000 triples."""


def run_nursery(control: socket.socket, make_engine: Callable[[], Engine], limits: Limits) -> NoReturn:
    """Make the engine, and say DONE or FAILED; then do what the server says. When it is gone, end all workers
    and this process.
    """
    nursery = None
    try:
        nursery = _Nursery(control, make_engine(), limits)
        control.sendall(frame(DONE))
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # workers that crash would fill the log
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal; the server ends us
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the last resort of workers: it must end them
        nursery.serve()
    except (EOFError, ConnectionError):
        pass  # the server is gone
    except FacelexError as error:
        control.sendall(json_frame(FAILED, {"message": error.message}))
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        if nursery:
            nursery.end_all()
        os._exit(0)


class _Nursery:
    def __init__(self, control: socket.socket, engine: Engine, limits: Limits) -> None:
        self.control = control
        self.engine = engine
        self.planner = Planner(engine)
        self.planner.count_ahead()
        self.changed = 0
        self.limits = limits
        self.workers: set[int] = set()
        self.dying: set[int] = set()
        self.orders = select.poll()
        self.orders.register(control, select.POLLIN)
        self.removed = b""

    def serve(self) -> None:
        while True:
            self.bury()
            if self.dying and not self.orders.poll(_BURYING):
                continue
            kind, payload = receive(self.control)
            if kind == HIRE:
                self.hire(lambda wire: run_worker(wire, self.planner, self.limits))
            elif kind == WRITE:
                path = Path(os.fsdecode(payload))
                self.hire(partial(run_scribe, engine=self.engine, path=path))
            elif kind == DISMISS:
                self.dismiss(int(payload))
            elif kind == REMOVED:
                self.removed = payload
            elif kind == ADDED:
                apply_change(self.engine.store, Change(self.removed, payload), self.engine.union)
                self.forget(len(self.removed) + len(payload))
                self.removed = b""
                self.control.sendall(frame(DONE))

    def forget(self, changed: int) -> None:
        """After a change, the merge of the records alone is the default graph no more. After so many bytes of
        changes the counts may be wrong; workers count then what they need.
        """
        self.changed += changed
        if self.changed > _MUCH or self.engine.merged is not None:
            self.engine = replace(self.engine, merged=None)
            self.planner, self.changed = Planner(self.engine), 0

    def hire(self, run: Callable[[socket.socket], NoReturn]) -> None:
        ours, theirs = socket.socketpair()
        worker = os.fork()
        if worker == 0:
            self.control.close()
            theirs.close()
            run(ours)
        self.workers.add(worker)
        socket.send_fds(self.control, [worker.to_bytes(8, "big")], [theirs.fileno()])
        ours.close()
        theirs.close()

    def dismiss(self, worker: int) -> None:
        if worker in self.workers:
            self.workers.remove(worker)
            os.kill(worker, signal.SIGKILL)  # its number is still its own: nobody else buries it
            self.dying.add(worker)  # to give back much memory takes a while, which nobody needs to wait for

    def bury(self) -> None:
        self.dying -= {worker for worker in self.dying if os.waitpid(worker, os.WNOHANG)[0]}

    def end_all(self) -> None:
        for worker in list(self.workers):
            self.dismiss(worker)
        for worker in self.dying:
            os.waitpid(worker, 0)
