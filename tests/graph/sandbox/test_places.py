import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from graph.sandbox.places import Places
from schema.errors import QueryBusy

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


class Queue:
    """Places that are all taken, and who got one since, in order."""

    def __init__(self, most: int = 1, most_waiting: int = 100) -> None:
        self.places = Places(most, taken=most)
        self.most_waiting = most_waiting
        self.served: list[str] = []
        self.waiting: dict[str, asyncio.Task[None]] = {}

    async def ask(self, *names: str) -> None:
        """Begin to wait; the client is the first letter."""
        for name in names:
            self.waiting[name] = asyncio.create_task(self.wait(name))
            await asyncio.sleep(0)

    async def wait(self, name: str) -> None:
        await self.places.take(self.most_waiting, 10, name[0])
        self.served.append(name)

    async def serve(self) -> None:
        while self.places.waiting:
            self.places.give_back()
            await asyncio.sleep(0)

    def turned_away(self) -> list[str]:
        return [name for name, task in self.waiting.items() if task.done() and task.exception()]


def test_work_of_one_client_is_done_as_it_came() -> None:
    async def work() -> list[str]:
        queue = Queue()
        await queue.ask("a1", "a2", "a3")
        await queue.serve()
        return queue.served

    assert run(work()) == ["a1", "a2", "a3"]


def test_clients_take_turns_whoever_came_first() -> None:
    async def work() -> list[str]:
        queue = Queue()
        await queue.ask("a1", "a2", "a3", "a4", "b1", "c1", "b2")
        await queue.serve()
        return queue.served

    assert run(work()) == ["a1", "b1", "c1", "a2", "b2", "a3", "a4"]


def test_one_client_cannot_fill_the_queue() -> None:
    async def work() -> tuple[list[str], list[str]]:
        queue = Queue(most_waiting=4)
        await queue.ask("a1", "a2", "a3", "a4", "a5")
        await queue.ask("b1", "b2", "b3", "c1")
        await asyncio.sleep(0)
        turned_away = queue.turned_away()
        await queue.serve()
        return turned_away, queue.served

    turned_away, served = run(work())
    assert sorted(turned_away) == ["a2", "a3", "a4", "a5", "b3"]
    assert served == ["a1", "b1", "c1", "b2"]


def test_those_who_leave_or_wait_too_long_leave_no_trace() -> None:
    async def work() -> tuple[int, int]:
        queue = Queue()
        await queue.ask("a1", "b1")
        queue.waiting["a1"].cancel()
        with pytest.raises(QueryBusy):
            await queue.places.take(10, 0.01, "c")
        await asyncio.sleep(0)
        assert queue.places.waiting == 1
        queue.places.give_back()
        queue.waiting["b1"].cancel()  # just when it got its place
        await asyncio.wait(queue.waiting.values())
        return queue.places.waiting, queue.places.taken

    assert run(work()) == (0, 0)


def test_place_is_taken_at_once_where_there_is_one() -> None:
    async def work() -> tuple[int, bool]:
        places = Places(2)
        await places.take(0, 0, "a")
        await places.take(0, 0, "a")
        with pytest.raises(QueryBusy):
            await places.take(0, 1, "b")
        places.give_back()
        return places.taken, places.others_wait("a")

    assert run(work()) == (1, False)
