"""A small made-up world, and an engine over its dataset."""

import io

import pytest

from benchmarks.generate import write
from benchmarks.questions import Asker, load_templates
from benchmarks.world import World, world_of
from graph.engine import Engine

QUADS = 12_000


@pytest.fixture(scope="session")
def world() -> World:
    return world_of(QUADS)


@pytest.fixture(scope="session")
def dataset(world: World) -> bytes:
    out = io.BytesIO()
    write(out, world)
    return out.getvalue()


@pytest.fixture(scope="session")
def engine(dataset: bytes) -> Engine:
    return Engine.from_text(dataset.decode())


@pytest.fixture
def asker(world: World) -> Asker:
    return Asker(world, load_templates(), seed=1)
