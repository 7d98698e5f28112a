"""What one query or write from outside may use, and how many run at once."""

import os
from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds for queries and writes from outside."""

    seconds: float = 10.0
    """From the moment that a worker has it until its last byte is taken; it may wait as long for a worker."""
    memory: int = 512
    """MiB that a worker may take beyond the loaded engine."""
    size: int = 256
    """MiB of a result."""
    upload: int = 64
    """MiB of an upload or an update."""
    workers: int = max(4, 2 * (os.cpu_count() or 1))
    """Light work that runs at once."""
    heavy: int = max(2, os.cpu_count() or 1)
    """Heavy work (longer than `patience`) that runs at once, beside the light."""
    heavy_waiting: int = 4 * max(2, os.cpu_count() or 1)
    """Heavy work that is held still until other heavy work ends, with its memory; the next is turned away."""
    patience: float = 0.25
    """Seconds after which work is heavy: it gives the processor up to light work first."""
    waiting: int = 64
    """Light work that may wait for a worker; the next is told to come later."""
