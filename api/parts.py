"""What the doors share: the opened dataset and what is read from it once."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from typing import Annotated, Final, Generic, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

from api.clock import now
from api.engines import GuestPool
from api.room import Room
from api.settings import Settings
from api.sparql.cache import AnswerCache
from graph.answer import Lookup
from graph.any_engine import AnyEngine
from graph.build import DATASET
from graph.catalogue import Catalogue
from graph.chronicle import Happening, chronicle
from graph.dataset import Figures, figures_of
from graph.draft import Known
from graph.dumps import Dumps
from graph.engine import Engine
from graph.filters import World
from graph.forms import read_forms
from graph.freshness import day_of_data
from graph.legal_days import LegalDay, legal_days
from graph.near import Surveyor
from graph.record_checks import RecordCheck, record_checks
from graph.record_places import RecordPlaces
from graph.sandbox.pool import QueryResult
from graph.search import LabelIndex
from graph.sentence import SentenceReader
from graph.shacl import read_shapes
from graph.verdict_map import VerdictMap
from schema.vocabulary import FILES
from viz.map_shapes import MapShapes, map_shapes
from viz.network import Whole, read_whole

T = TypeVar("T")

PLACEHOLDER: Final = "nonce-" + secrets.token_hex(16)
"""Stands in kept pages where each response puts a nonce of its own; nobody outside knows it."""


class PageCache(Generic[T]):
    """The last few costly pages, or what they show; the same is made once, however many ask for it."""

    def __init__(self, most: int = 12) -> None:
        self._most = most
        self._pages: OrderedDict[tuple[object, ...], T] = OrderedDict()
        self._lock = Lock()
        self._making = Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """The page of a key, made when it is not kept. Pages are made one at a time: they take a core."""
        if (found := self._kept(key)) is not None:
            return found
        with self._making:
            if (found := self._kept(key)) is not None:
                return found
            page = make()
        with self._lock:
            self._pages[key] = page
            if len(self._pages) > self._most:
                self._pages.popitem(last=False)
        return page

    def has(self, key: tuple[object, ...]) -> bool:
        """Whether the page of a key is kept."""
        return self._kept(key) is not None

    def _kept(self, key: tuple[object, ...]) -> T | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)


@dataclass(frozen=True)
class Parts:
    """All that handlers work with."""

    settings: Settings
    engine: AnyEngine
    pool: GuestPool
    answers: AnswerCache[QueryResult]
    """Results of queries that were asked before."""
    replies: AnswerCache[bytes]
    """Responses to short questions that were asked before."""
    pages: PageCache[str] = field(default_factory=PageCache)
    graphs: PageCache[bytes] = field(default_factory=PageCache)
    opened: datetime = field(default_factory=now)
    """When this server began to answer from this data."""
    calendars: PageCache[str] = field(default_factory=PageCache)
    maps: PageCache[VerdictMap] = field(default_factory=PageCache)
    room: Room = field(default_factory=Room)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a slice of a long list is worked on."""

    def prepare(self) -> None:
        """Read from the engine what every answer needs. EngineError when one elsewhere does not answer.

        The law of all places is read from the embedded engine alone: one elsewhere is asked each time, and
        tells when it holds other data than it should.
        """
        if isinstance(self.engine, Engine):
            self.lookup.read_ahead()
        _ = self.lookup, self.day_of_data

    @property
    def answers_at_once(self) -> bool:
        """Whether a legal question is a matter of memory alone, and never waits for an engine."""
        return "lookup" in self.__dict__ and self.lookup.is_ahead

    @cached_property
    def lookup(self) -> Lookup:
        """Places and concepts; read when the first question comes, if `prepare` could not."""
        return Lookup(self.engine)

    @cached_property
    def day_of_data(self) -> date | None:
        """How new the data is: the newest day on which a record was read against its sources."""
        return day_of_data(self.engine)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every thing with its values; read when the first list or record is asked for."""
        return Catalogue.read(self.engine, self.lookup.concepts)

    @cached_property
    def network(self) -> Whole:
        """The whole network; read when it is first asked for as nodes and edges, or for ways in it."""
        return read_whole(self.engine)

    @property
    def world(self) -> World:
        """What lists are made from."""
        return World(self.catalogue, self.lookup.places, self.lookup.concepts)

    @cached_property
    def index(self) -> LabelIndex:
        """The search index; made when the first search asks for it."""
        return LabelIndex(self.engine)

    async def ready_index(self) -> LabelIndex:
        """The search index; made in a thread, the first time, so that others are answered meanwhile."""
        if "index" not in vars(self):
            await to_thread.run_sync(getattr, self, "index")
        return self.index

    @cached_property
    def reader(self) -> SentenceReader:
        """What reads plain sentences."""
        return SentenceReader(self.lookup.places, self.lookup.concepts)

    @cached_property
    def figures(self) -> Figures:
        """How much there is in the data; counted when its description is first asked for."""
        return figures_of(self.engine)

    @cached_property
    def legal_days(self) -> tuple[LegalDay, ...]:
        """Every day of law; read when a calendar or feed is first asked for."""
        return legal_days(self.lookup)

    @cached_property
    def record_checks(self) -> tuple[RecordCheck, ...]:
        """When each record was last checked; read when a feed is first asked for."""
        return record_checks(self.engine, self.lookup.concepts.words)

    @cached_property
    def dumps(self) -> Dumps:
        """Everything in files, each made when it is first asked for."""
        engine, data = self.engine, self.settings.data

        def source() -> Engine:
            return engine if isinstance(engine, Engine) else Engine.load(data / DATASET, engine.data_version)

        return Dumps(source, engine.data_version, data / "dumps")

    @cached_property
    def surveyor(self) -> Surveyor:
        """Where places are; read when the first question about a point comes."""
        return Surveyor.read(self.engine, self.lookup.places)

    @cached_property
    def record_places(self) -> RecordPlaces:
        """The record files by name; listed when a page first tells where to mend something."""
        return RecordPlaces.read()

    @cached_property
    def known_to_drafts(self) -> Known:
        """What drafts of records are held to; read when the first is checked."""
        return Known(self.catalogue.by_id, read_forms(), read_shapes(FILES["shapes"]))

    @cached_property
    def draft_threads(self) -> CapacityLimiter:
        """The thread that checks drafts of records, one after another."""
        return CapacityLimiter(1)

    @cached_property
    def shapes(self) -> Mapping[str, MapShapes]:
        """The outlines of the maps; made when the first map is drawn."""
        return map_shapes()

    @cached_property
    def chronicle(self) -> tuple[Happening, ...]:
        """All that happened, by date; read when the first timeline is drawn."""
        return chronicle(self.lookup, self.legal_days)

    @cached_property
    def page_threads(self) -> CapacityLimiter:
        """Threads that make or wait for costly pages."""
        return CapacityLimiter(8)


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(_parts)]
"""A handler's parameter that receives the parts."""
