"""What a scribe does: write people's own data, as it was when it was forked, to a file."""

import os
import socket
from pathlib import Path
from typing import Final, NoReturn

from graph.engine import Engine
from graph.own_data import write_own_data
from graph.sandbox.frames import END, FAILED, frame, json_frame
from graph.whole_file import write_whole_with

_LAST: Final = 19
"""The lowest priority: nobody waits for a snapshot."""


def run_scribe(wire: socket.socket, engine: Engine, path: Path) -> NoReturn:
    """Write the file whole and say END, or FAILED and why; for a process of its own, which ends here."""
    try:
        os.nice(_LAST)
        write_whole_with(path, lambda out: write_own_data(engine.store, engine.union, out))
        wire.sendall(frame(END))
    except OSError as error:
        wire.sendall(json_frame(FAILED, {"message": f"{path} cannot be written: {error.strerror}"}))
    finally:
        os._exit(0)
