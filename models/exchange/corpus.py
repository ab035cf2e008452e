# SPDX-License-Identifier: MIT
"""A corpus in the middle of every exchange: articles with annotations, all names resolved.

Formats read files into a corpus and write a corpus to files; corpus_export.py makes one of a
project, corpus_import.py adds one to a project. No format knows the tables of a project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.codebook.file import Book
from claimdesk.models.exchange.records import Record
from claimdesk.models.exchange.reports import ImportReport
from claimdesk.models.store.queries import FieldRow, UnplacedPiece
from claimdesk.models.store.schema import STATES
from claimdesk.models.text.spans import Span

CorpusValue = str | float | bool
"""The value of a coded field: of a choice its key or label, of the others what they hold."""


@dataclass(frozen=True, slots=True)
class CorpusActor:
    """An actor by name and kind."""

    name: str
    kind: str
    key: int | str | None = None
    """What distinguishes it from another actor of the corpus with the same name and kind."""
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    aliases: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CorpusDomain:
    """A domain by name."""

    name: str
    key: int | str | None = None
    """What the corpus calls it beside its name."""
    parent: int | str | None = None
    """The key of the domain that it is in."""
    definition: str | None = None
    colour: str | None = None
    """`#rrggbb`."""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusCode:
    """The value that an annotation has in a coded field of its layer, built in or own."""

    field: str
    """The key of the field, such as `stance`."""
    value: CorpusValue
    label: str | None = None
    """What people read for a choice; None for other values, or if the corpus does not say."""


@dataclass(frozen=True, slots=True)
class CorpusAnnotation:
    """One annotation of layer `actor`, `claim` or `domain`."""

    layer: str
    spans: Mapping[str, Sequence[Span]]
    """By role; code points of the body, in order, disjoint and not empty."""
    annotator: str | None = None
    actor: CorpusActor | None = None
    """The actor that a mention refers to, or the first speaker of a claim."""
    codes: Sequence[CorpusCode] = ()
    domains: Sequence[CorpusDomain] = ()
    """The domains of a claim, or the one of a domain mention.

    Domains that the codebook does not have are added to it.
    """
    further_speakers: Sequence[CorpusActor] = ()
    """Who makes a claim together with its first speaker, in order."""
    addressees: Sequence[CorpusActor] = ()
    partners: Sequence[CorpusActor] = ()
    note: str | None = None
    state: str = "accepted"
    origin: str | None = None
    """Where it comes from, as the tables keep it; None: the import itself."""
    score: float | None = None
    reason: str | None = None
    unplaced: Sequence[UnplacedPiece] = ()
    """Its pieces that have no place in the text until somebody reviews them."""
    id: int | None = None
    """Its id in the project that the corpus was read from."""

    @property
    def speakers(self) -> tuple[CorpusActor, ...]:
        """All who make a claim, in order; empty if nobody is named."""
        return () if self.actor is None else (self.actor, *self.further_speakers)

    def code(self, name: str) -> CorpusCode | None:
        """Return the value of a coded field; None if it is not coded."""
        return next((code for code in self.codes if code.field == name), None)


@dataclass(slots=True)
class CorpusArticle:
    """An article with its annotations."""

    article: ArticleFile
    status: str = "unread"
    """`done` if its annotators have finished it."""
    annotations: list[CorpusAnnotation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """The lines of its note."""
    id: int | None = None
    """Its id in the project that the corpus was read from."""


@dataclass(frozen=True, slots=True)
class CorpusVersion:
    """An article of a corpus that is a version of another one, there or in the project."""

    number: int
    """Its place among the articles of the corpus, from 0."""
    first: int | None = None
    """The place of the other one."""
    first_id: int | None = None
    """The id of the other one, if it is in the project already."""
    carries: bool = False
    """Whether it takes the accepted annotations of that article of the project."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles as a stream, and what belongs to all of them."""

    read_articles: Callable[[], Iterable[CorpusArticle]] = tuple
    """Begins to read the articles; those of a project as often as needed, those of files once."""
    states: Sequence[str] = STATES
    """The states in which it has annotations."""
    fields: Sequence[FieldRow] = ()
    """The coded fields of its codebook; empty if the corpus has none. An import adds those of
    claims and other layers that the project does not have."""
    domains: Sequence[CorpusDomain] = ()
    """The domains of its codebook in order, whether or not annotations name them; those that only
    annotations name need not be here."""
    actors: Sequence[CorpusActor] = ()
    """Actors, whether or not annotations name them; as with domains."""
    book: Book | None = None
    """A codebook that is merged into that of the project before anything else."""
    records: Callable[[], Iterator[Record]] | None = None
    """The same, row by row as in the tables, where nothing may be lost. A corpus that a file holds
    in this form has no other."""
    versions: Sequence[CorpusVersion] = ()
    keeps_copies: bool = False
    """Whether articles come in though one before them, or of the project, has the same text."""
    source: str = ""
    """The file or folder that it was read from."""
    name: str | None = None
    """What an import of it is called in the history; None if the number of articles says enough."""
    origin: str = "import"
    """The origin of annotations that name none."""
    report: ImportReport = field(default_factory=ImportReport)
    """What is to be reported about reading it; complete when all articles are read."""

    def articles(self) -> Iterator[CorpusArticle]:
        """Return the articles, from the first one on."""
        return iter(self.read_articles())
