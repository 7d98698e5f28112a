import asyncio
import threading
from types import SimpleNamespace
from typing import cast

import pytest
from anyio import CapacityLimiter

from api.costly import MOST_WAITING, in_thread
from api.parts import Parts
from schema.errors import QueryBusy

THREADS = 2


def parts() -> Parts:
    return cast(Parts, SimpleNamespace(page_threads=CapacityLimiter(THREADS)))


def test_more_than_may_wait_are_told_to_come_later_and_the_others_are_served() -> None:
    async def ask_all() -> list[bool]:
        these, go = parts(), threading.Event()
        asked = [asyncio.create_task(in_thread(these, go.wait)) for _ in range(THREADS + MOST_WAITING)]
        while these.page_threads.statistics().tasks_waiting < MOST_WAITING:
            await asyncio.sleep(0)
        try:
            with pytest.raises(QueryBusy):
                await in_thread(these, go.wait)
        finally:
            go.set()
        return list(await asyncio.gather(*asked))

    assert asyncio.run(ask_all()) == [True] * (THREADS + MOST_WAITING)


def test_error_of_what_is_made_comes_through() -> None:
    async def fail() -> None:
        await in_thread(parts(), lambda: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(fail())
