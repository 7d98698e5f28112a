"""The answers of the legal questions as /openapi.json describes them; the tests hold real ones to them."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, JsonValue

Verdict = Literal["prohibited", "conditional", "authorised", "no-rule-known"]
Binds = Literal["full", "part"]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2024-06-01"])]
DayOrMonth = Annotated[
    str,
    Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="As precise as is known", examples=["2019-07"]),
]
ThingId = Annotated[str, Field(description="`kind/slug`", examples=["law/us-il-bipa-2008"])]
DataVersion = Annotated[str, Field(pattern="^sha256-[0-9a-f]{16}$", examples=["sha256-0123456789abcdef"])]


class Named(BaseModel):
    """A thing by its id and name."""

    id: ThingId
    name: str


class Place(Named):
    """A place as it was understood."""

    context: str = Field(description="What tells it from others of its name")


class Question(BaseModel):
    """The question as it was understood."""

    place: Place
    actor: str
    actor_resolved: str = Field(description="The police of a city are the municipal police")
    activity: str
    setting: str | None
    on: Day


class Law(Named):
    """The law that a rule stands in."""

    status: str
    citation: str | None
    url: str | None


class ExceptionOfRule(BaseModel):
    """A case that a rule leaves out."""

    id: ThingId
    summary: str
    overrides: list[ThingId] = Field(default_factory=list, description="What it sets aside")


class Source(BaseModel):
    """A page or document that carries facts."""

    id: ThingId
    url: str | None
    title: str | None
    publisher: str | None
    date: DayOrMonth | None
    supports: str | None = Field(description="Which facts it carries")


class BindingRule(BaseModel):
    """A rule that binds, and why."""

    id: ThingId
    effect: str
    binds: Binds
    why: list[str]
    reach: Binds | Literal["full", "limited"]
    force: Literal["law", "policy", "guidance"]
    summary: str | None
    limited_to: str | None
    purposes: list[str]
    actors: list[str]
    activities: list[str]
    settings: list[str]
    law: Law
    provision: str | None
    jurisdiction: ThingId
    inherited: bool = Field(description="Whether it is the law of a place above")
    since: DayOrMonth | None = Field(alias="from", description="The first day on which it binds")
    from_unknown: bool
    until: DayOrMonth | None = Field(description="The first day on which it no longer binds")
    end_kind: str
    stale_since: Day | None = Field(description="Since when it may have ended without anyone having looked")
    exceptions: list[ExceptionOfRule]
    verification: str
    verified_on: Day | None
    sources: list[Source]
    doubts: str | None


class LeftOut(BaseModel):
    """A rule that does not bind, and why."""

    id: ThingId
    reason: str
    text: str


class Coverage(BaseModel):
    """Whether the law of a place was researched."""

    place: ThingId
    name: str
    researched_through: Day | None = Field(description="None: nobody looked")
    depth: str | None
    note: str | None


class Answer(BaseModel):
    """May this actor do this, there, on that day, and which law says so? Silence is not permission."""

    question: Question
    verdict: Verdict
    policy_verdict: Verdict = Field(description="What follows when the body keeps its own policy")
    rules: list[BindingRule] = Field(description="With the force of law, strongest first")
    policies: list[BindingRule]
    guidance: list[BindingRule]
    considered: list[LeftOut]
    coverage: list[Coverage]
    data_version: DataVersion
    not_legal_advice: str


class ListedException(BaseModel):
    """A case that a rule leaves out."""

    id: ThingId
    summary: str


class ListedRule(BaseModel):
    """A rule in the law of a place."""

    id: ThingId
    effect: str
    reach: str
    limited_to: str | None
    force: str
    summary: str | None
    actors: list[str]
    activities: list[str]
    settings: list[str]
    law: ThingId
    law_name: str
    law_status: str
    citation: str | None
    url: str | None
    provision: str | None
    jurisdiction: ThingId
    inherited: bool
    since: DayOrMonth | None = Field(alias="from")
    until: DayOrMonth | None
    end_kind: str
    in_force: bool | None = Field(description="None when no day was asked about")
    exceptions: list[ListedException]
    verification: str
    sources: list[str]
    doubts: str | None


class Bans(BaseModel):
    """Prohibitions in force at a place on a day."""

    place: Named
    on: Day
    bans: list[ListedRule]
    data_version: DataVersion


class Rules(BaseModel):
    """The whole stack of law of a place."""

    place: Named
    on: Day | None
    rules: list[ListedRule]
    data_version: DataVersion


class Hit(BaseModel):
    """A thing found."""

    id: ThingId
    kind: str
    label: str
    matched: str = Field(description="The text that matched")
    role: str = Field(description="What that text is to the thing: name, citation ...")
    score: float = Field(ge=0, le=1)
    snippet: str = Field(description="The piece of that text around the words that matched")
    marks: list[list[int]] = Field(
        description="Where in the snippet words that matched begin and end, in characters"
    )


class Hits(BaseModel):
    """Things by name, best first."""

    q: str
    hits: list[Hit]
    data_version: DataVersion


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"]


class Ready(BaseModel):
    """Questions are answered, from this state of the data."""

    status: Literal["ready"]
    data_version: DataVersion


class RecordPage(BaseModel):
    """A page of a list: rows of the kind's fields, or of those that `fields` names."""

    kind: str
    filters: dict[str, str]
    sort: str
    total: int = Field(ge=0, description="Rows of all pages")
    items: list[dict[str, JsonValue]]
    next_cursor: str | None = Field(description="For `cursor`, if there is a next page")
    data_version: DataVersion


class SingleRecord(BaseModel):
    """A record: its values, what it links to and what links to it, its sources and its doubts."""

    id: ThingId
    data_version: DataVersion


class DraftFinding(BaseModel):
    """One thing wrong or doubtful in the text of a record."""

    line: int = Field(ge=1)
    severity: Literal["error", "warning"]
    message: str
    remedy: str


class DraftChecked(BaseModel):
    """What became of the text of a record. Without errors it can be sent."""

    id: str | None
    file: str | None = Field(description="Where it belongs, from the top of the repository")
    is_known: bool = Field(description="Whether something of that id is recorded already")
    errors: int = Field(ge=0)
    stages: list[Literal["read", "shapes"]] = Field(
        description="What was asked: shapes only of what can be read"
    )
    findings: list[DraftFinding]
    more: bool = Field(description="Whether more is wrong than is told")
    data_version: DataVersion
