# SPDX-License-Identifier: MIT
"""The tables of a project file: the one place that knows its shape.

- Offsets (`start`, `end`) are Unicode code points of `article.body`, end-exclusive.
- Times are UTC, ISO 8601 with milliseconds and `Z`; dates are ISO `YYYY-MM-DD`.
- Colours are `#rrggbb`. NULL means unknown.
- Every table has an integer `id` that is never reused after a row is deleted, so that the history
  can refer to rows for ever. A mention, claim or domain mention has the id of its annotation.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, MetaData, Table, UniqueConstraint, text
from sqlmodel import Field as Column
from sqlmodel import SQLModel

from claimdesk.models.store.actor_kinds import ACTOR_KINDS as ACTOR_KINDS

SCHEMA_VERSION = 4
"""Raised by one with each step in claimdesk.models.store.migrations."""

OLDEST_READER = 4
"""The oldest schema version whose program can still read and write a file of this version."""

APPLICATION_ID = 0x434C444B
"""`CLDK` in the header of the file: distinguishes a project from any other SQLite database."""

LAYER_TABLES = {"actor": "mention", "claim": "claim", "domain": "domain_mention"}
"""By layer: the table of the fields of its annotations."""
LAYERS = tuple(LAYER_TABLES)
STATES = ("suggested", "accepted", "rejected")
ROLES = ("mention", "source", "cue", "content", "evidence")
ARTICLE_STATUSES = ("unread", "in progress", "done")
FIELD_KINDS = ("choice", "number", "boolean", "text")

ANALYST = "analyst"
"""The origin of what a person annotated; others are `rule:…`, `model:name/version`, `import:…`."""


def now() -> str:
    """Return the current time in the format of the tables."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"known_{column}")


def _key(target: str, ondelete: str, **more: Any) -> Any:  # noqa: ANN401
    return Column(default=None, foreign_key=target, ondelete=ondelete, **more)  # type: ignore[call-overload]


_NUMBERED: dict[str, Any] = {"sqlite_autoincrement": True}


class Setting(SQLModel, table=True):
    """One setting of the project."""

    __tablename__: ClassVar[str] = "setting"
    __table_args__ = (_NUMBERED,)
    id: int | None = Column(default=None, primary_key=True)
    key: str = Column(unique=True)
    value: str


class Annotator(SQLModel, table=True):
    """A person who annotates."""

    __tablename__: ClassVar[str] = "annotator"
    __table_args__ = (_NUMBERED,)
    id: int | None = Column(default=None, primary_key=True)
    name: str = Column(unique=True)
    colour: str | None = None


class Article(SQLModel, table=True):
    """One text. Only a correction changes `body`; `sha256` is the hash of its UTF-8 bytes."""

    __tablename__: ClassVar[str] = "article"
    __table_args__ = (
        _one_of("status", ARTICLE_STATUSES),
        Index("article_by_date", "published_on", "id"),
        # What the library sorts and filters by, beside the pages that hold the texts.
        Index("article_listing", "id", "status", "outlet", "language", "published_on", "title"),
        _NUMBERED,
    )
    id: int | None = Column(default=None, primary_key=True)
    title: str
    body: str
    language: str = "en"
    author: str | None = None
    agency: str | None = None
    outlet: str | None = None
    published_on: str | None = None
    url: str | None = None
    status: str = "unread"
    note: str | None = None
    sha256: str = Column(index=True)
    origin: str | None = None
    """The name of the imported file."""
    created: str = Column(default_factory=now)


class ArticleVersion(SQLModel, table=True):
    """An article that is another version of one that was there before it: an update or a copy."""

    __tablename__: ClassVar[str] = "article_version"
    __table_args__ = (_NUMBERED,)
    id: int | None = Column(default=None, primary_key=True)
    article_id: int = Column(foreign_key="article.id", ondelete="CASCADE", unique=True)
    first_id: int = Column(foreign_key="article.id", ondelete="CASCADE", index=True)


class ArticleSample(SQLModel, table=True):
    """Articles drawn at random; `definition` (JSON) says from which, how many, and the seed."""

    __tablename__: ClassVar[str] = "article_sample"
    __table_args__ = (_NUMBERED,)
    id: int | None = Column(default=None, primary_key=True)
    name: str = Column(unique=True)
    definition: str = "{}"
    created: str = Column(default_factory=now)


class SampledArticle(SQLModel, table=True):
    """An article of a sample."""

    __tablename__: ClassVar[str] = "sampled_article"
    __table_args__ = (UniqueConstraint("sample_id", "article_id"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    sample_id: int = Column(foreign_key="article_sample.id", ondelete="CASCADE")
    article_id: int = Column(foreign_key="article.id", ondelete="CASCADE", index=True)


class Actor(SQLModel, table=True):
    """One canonical actor. `suggested` until an analyst accepts something that names it."""

    __tablename__: ClassVar[str] = "actor"
    __table_args__ = (_one_of("kind", ACTOR_KINDS), _one_of("state", STATES), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    name: str = Column(index=True)
    kind: str
    state: str = "accepted"
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    member_of_id: int | None = _key("actor.id", "SET NULL", index=True)
    colour: str | None = None
    note: str | None = None


class Alias(SQLModel, table=True):
    """An alternative name of an actor."""

    __tablename__: ClassVar[str] = "alias"
    __table_args__ = (UniqueConstraint("actor_id", "text"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    actor_id: int = Column(foreign_key="actor.id", ondelete="CASCADE")
    text: str = Column(index=True)
    language: str | None = None


class Domain(SQLModel, table=True):
    """A field of cooperation in the codebook."""

    __tablename__: ClassVar[str] = "domain"
    __table_args__ = (_NUMBERED,)
    id: int | None = Column(default=None, primary_key=True)
    name: str
    parent_id: int | None = _key("domain.id", "SET NULL", index=True)
    definition: str | None = None
    colour: str | None = None
    position: int = 0


class Term(SQLModel, table=True):
    """A word or phrase that points to a domain."""

    __tablename__: ClassVar[str] = "term"
    __table_args__ = (UniqueConstraint("domain_id", "text"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    domain_id: int = Column(foreign_key="domain.id", ondelete="CASCADE")
    text: str
    language: str | None = None


class CodedField(SQLModel, table=True):
    """A coded field of a layer: stance, claim kind, certainty, stage, or an own field."""

    __tablename__: ClassVar[str] = "field"
    __table_args__ = (
        UniqueConstraint("layer", "key"),
        _one_of("layer", LAYERS),
        _one_of("kind", FIELD_KINDS),
        _NUMBERED,
    )
    id: int | None = Column(default=None, primary_key=True)
    layer: str = "claim"
    key: str
    label: str
    kind: str = "choice"
    position: int = 0


class Choice(SQLModel, table=True):
    """One value of a coded field."""

    __tablename__: ClassVar[str] = "choice"
    __table_args__ = (UniqueConstraint("field_id", "key"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    field_id: int = Column(foreign_key="field.id", ondelete="CASCADE")
    key: str
    label: str
    definition: str | None = None
    colour: str | None = None
    position: int = 0


class SuggestionRun(SQLModel, table=True):
    """The pipeline, version and settings (JSON) that suggested annotations for an article."""

    __tablename__: ClassVar[str] = "suggestion_run"
    __table_args__ = (_NUMBERED,)
    id: int | None = Column(default=None, primary_key=True)
    article_id: int = Column(foreign_key="article.id", ondelete="CASCADE", index=True)
    pipeline: str
    version: str
    settings: str = "{}"
    created: str = Column(default_factory=now)


class LearnedModel(SQLModel, table=True):
    """A model trained in this project, with its evaluation report (JSON)."""

    __tablename__: ClassVar[str] = "model"
    __table_args__ = (UniqueConstraint("layer", "version"), _one_of("layer", LAYERS), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    layer: str
    version: int
    active: bool = False
    report: str = "{}"
    data: bytes
    created: str = Column(default_factory=now)


class Annotation(SQLModel, table=True):
    """The common part of the three layers. `score` is 0..1; `reason` says why it was suggested."""

    __tablename__: ClassVar[str] = "annotation"
    __table_args__ = (
        _one_of("layer", LAYERS),
        _one_of("state", STATES),
        Index("annotation_of_article", "article_id", "layer", "state"),
        Index("annotation_by_annotator", "annotator_id", "article_id"),
        Index("annotation_to_decide", "article_id", sqlite_where=text("state = 'suggested'")),
        _NUMBERED,
    )
    id: int | None = Column(default=None, primary_key=True)
    article_id: int = Column(foreign_key="article.id", ondelete="CASCADE")
    layer: str
    state: str
    origin: str
    score: float | None = None
    reason: str | None = None
    note: str | None = None
    annotator_id: int | None = _key("annotator.id", "SET NULL", index=True)
    run_id: int | None = _key("suggestion_run.id", "SET NULL", index=True)
    created: str = Column(default_factory=now)
    updated: str = Column(default_factory=now)


class SpanRow(SQLModel, table=True):
    """One piece of text of an annotation, with its quote and context."""

    __tablename__: ClassVar[str] = "span"
    __table_args__ = (
        _one_of("role", ROLES),
        CheckConstraint('start >= 0 AND "end" > start', name="not_empty"),
        _NUMBERED,
    )
    id: int | None = Column(default=None, primary_key=True)
    annotation_id: int = Column(foreign_key="annotation.id", ondelete="CASCADE", index=True)
    role: str
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""


class UnplacedSpan(SQLModel, table=True):
    """A piece of text that lost its place when its article was corrected, until it is reviewed.

    `start` is its approximate offset now; quote and context help to find it again.
    """

    __tablename__: ClassVar[str] = "unplaced_span"
    __table_args__ = (_one_of("role", ROLES), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    annotation_id: int = Column(foreign_key="annotation.id", ondelete="CASCADE", index=True)
    role: str
    start: int
    quote: str
    prefix: str = ""
    suffix: str = ""


class Mention(SQLModel, table=True):
    """A piece of text that refers to an actor."""

    __tablename__: ClassVar[str] = "mention"
    id: int = Column(primary_key=True, foreign_key="annotation.id", ondelete="CASCADE")
    actor_id: int | None = _key("actor.id", "SET NULL", index=True)


class Claim(SQLModel, table=True):
    """Who claims what; source, cue and content are spans of the annotation.

    `speaker_id` is its first speaker; those of a joint statement go on in `further_speaker`.
    """

    __tablename__: ClassVar[str] = "claim"
    id: int = Column(primary_key=True, foreign_key="annotation.id", ondelete="CASCADE")
    speaker_id: int | None = _key("actor.id", "SET NULL", index=True)
    stance_id: int | None = _key("choice.id", "SET NULL", index=True)
    kind_id: int | None = _key("choice.id", "SET NULL", index=True)
    certainty_id: int | None = _key("choice.id", "SET NULL", index=True)


class ClaimDomain(SQLModel, table=True):
    """A domain that a claim is about."""

    __tablename__: ClassVar[str] = "claim_domain"
    __table_args__ = (UniqueConstraint("claim_id", "domain_id"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    claim_id: int = Column(foreign_key="claim.id", ondelete="CASCADE")
    domain_id: int = Column(foreign_key="domain.id", ondelete="CASCADE", index=True)


class FurtherSpeaker(SQLModel, table=True):
    """An actor that makes a claim together with its first speaker; ordered by `id`.

    If the first speaker is deleted, those that stay here are the speakers.
    """

    __tablename__: ClassVar[str] = "further_speaker"
    __table_args__ = (UniqueConstraint("claim_id", "actor_id"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    claim_id: int = Column(foreign_key="claim.id", ondelete="CASCADE")
    actor_id: int = Column(foreign_key="actor.id", ondelete="CASCADE", index=True)


class Addressee(SQLModel, table=True):
    """An actor that a claim is addressed to."""

    __tablename__: ClassVar[str] = "addressee"
    __table_args__ = (UniqueConstraint("claim_id", "actor_id"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    claim_id: int = Column(foreign_key="claim.id", ondelete="CASCADE")
    actor_id: int = Column(foreign_key="actor.id", ondelete="CASCADE", index=True)


class DomainMention(SQLModel, table=True):
    """A piece of text about a domain."""

    __tablename__: ClassVar[str] = "domain_mention"
    id: int = Column(primary_key=True, foreign_key="annotation.id", ondelete="CASCADE")
    domain_id: int | None = _key("domain.id", "SET NULL", index=True)
    stage_id: int | None = _key("choice.id", "SET NULL", index=True)


class Partner(SQLModel, table=True):
    """An actor that takes part in the cooperation of a domain mention."""

    __tablename__: ClassVar[str] = "partner"
    __table_args__ = (UniqueConstraint("domain_mention_id", "actor_id"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    domain_mention_id: int = Column(foreign_key="domain_mention.id", ondelete="CASCADE")
    actor_id: int = Column(foreign_key="actor.id", ondelete="CASCADE", index=True)


class FieldValue(SQLModel, table=True):
    """The value of an annotation in one of the analyst's own fields."""

    __tablename__: ClassVar[str] = "field_value"
    __table_args__ = (UniqueConstraint("annotation_id", "field_id"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    annotation_id: int = Column(foreign_key="annotation.id", ondelete="CASCADE")
    field_id: int = Column(foreign_key="field.id", ondelete="CASCADE", index=True)
    choice_id: int | None = _key("choice.id", "SET NULL", index=True)
    number: float | None = None
    text: str | None = None


class Changeset(SQLModel, table=True):
    """One step of the history: an edit, or the undo or redo of one.

    `reverts_id` is the changeset that this one inverted. `undone_by_id` is set on an edit while it
    is undone. `digest` chains each changeset to the previous one.
    """

    __tablename__: ClassVar[str] = "changeset"
    __table_args__ = (_one_of("kind", ("edit", "undo", "redo")), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    label: str
    kind: str = "edit"
    reverts_id: int | None = _key("changeset.id", "SET NULL")
    undone_by_id: int | None = _key("changeset.id", "SET NULL", index=True)
    annotator: str | None = None
    created: str = Column(default_factory=now)
    digest: str = ""


class Change(SQLModel, table=True):
    """One row that a changeset inserted, updated or deleted.

    `before` and `after` are JSON objects of the columns that an update changed; a delete keeps the
    whole row in `before`; an insert keeps neither, since its undo needs only the id.
    """

    __tablename__: ClassVar[str] = "change"
    __table_args__ = (
        Index("change_of_row", "table_name", "row_id", "id"),
        Index("change_of_annotation", "annotation_id"),
        _NUMBERED,
    )
    id: int | None = Column(default=None, primary_key=True)
    changeset_id: int = Column(foreign_key="changeset.id", ondelete="CASCADE", index=True)
    table_name: str
    row_id: int
    operation: str
    annotation_id: int | None = None
    before: str | None = None
    after: str | None = None


class Recording(SQLModel, table=True):
    """One row: the changeset that the triggers write to, NULL when nothing is recorded."""

    __tablename__: ClassVar[str] = "recording"
    id: int | None = Column(default=None, primary_key=True)
    changeset_id: int | None = None


class RowHash(SQLModel, table=True):
    """The hash of a row when it was last committed; for an annotation it covers its parts.

    `digest` is a signed 64-bit integer.
    """

    __tablename__: ClassVar[str] = "seal"
    __table_args__ = (UniqueConstraint("table_name", "row_id"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    table_name: str
    row_id: int
    digest: int


class ChangedRow(SQLModel, table=True):
    """A row that the transaction changed; its hash is updated before the commit."""

    __tablename__: ClassVar[str] = "unsealed"
    __table_args__ = (UniqueConstraint("table_name", "row_id"), _NUMBERED)
    id: int | None = Column(default=None, primary_key=True)
    table_name: str
    row_id: int


metadata: MetaData = SQLModel.metadata

_NOT_RECORDED = frozenset({"changeset", "change", "recording", "model", "seal", "unsealed"})


def recorded_tables() -> list[Table]:
    """Return the tables whose changes the history records, parents before children."""
    return [table for table in metadata.sorted_tables if table.name not in _NOT_RECORDED]


ANNOTATION_COLUMN = {
    "annotation": "id",
    "span": "annotation_id",
    "unplaced_span": "annotation_id",
    "mention": "id",
    "claim": "id",
    "further_speaker": "claim_id",
    "claim_domain": "claim_id",
    "addressee": "claim_id",
    "domain_mention": "id",
    "partner": "domain_mention_id",
    "field_value": "annotation_id",
}
"""By table: the column with the id of the annotation that the row belongs to."""
