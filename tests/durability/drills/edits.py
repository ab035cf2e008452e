# SPDX-License-Identifier: MIT
"""Random edits of all kinds, made through the functions that the window and commands use."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlmodel import Session

from claimdesk.models import codebook, registry
from claimdesk.models.articles.importing import import_text
from claimdesk.models.codebook import fields
from claimdesk.models.editing import edits, occurrences
from claimdesk.models.editing.addressees import set_addressees
from claimdesk.models.editing.codes import set_code
from claimdesk.models.exchange.formats import import_corpus
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import correcting
from claimdesk.models.store.project import Project, set_annotator
from claimdesk.models.store.schema import ACTOR_KINDS, ARTICLE_STATUSES, Partner
from claimdesk.models.store.settings import set_guideline
from claimdesk.models.suggest import data
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span

_TEXT = (
    "harbour reef 協力 minister patrol quantum 🇯🇵 clock talks envoy said “agree” treaty "
    "O’Brien archipelago e\u0301lan sonar, grow. never"
)
_WORDS = tuple(_TEXT.split())
_NAMES = ("Oceana", "Mara Lindt", "日本", "O’Brien", "Reef Council", "Nippon", "the envoy", "🇯🇵")


class Nothing(Exception):
    """There is nothing in the project that the edit could be made to."""


class Hand:
    """One edit under way: its session, and what chance picks from the project."""

    def __init__(self, session: Session, chance: random.Random) -> None:
        self.session = session
        self.chance = chance

    def ids(self, table: str, where: str = "1") -> list[int]:
        found = self.session.connection().exec_driver_sql(
            f'SELECT id FROM "{table}" WHERE {where} ORDER BY id'
        )
        return [row[0] for row in found]

    def one(self, table: str, where: str = "1") -> int:
        found = self.ids(table, where)
        if not found:
            raise Nothing
        return self.chance.choice(found)

    def maybe(self, table: str, where: str = "1") -> int | None:
        return self.chance.choice([None, *self.ids(table, where)])

    def some(self, table: str, where: str = "1", most: int = 4) -> list[int]:
        found = self.ids(table, where)
        if not found:
            raise Nothing
        return self.chance.sample(found, self.chance.randint(1, min(most, len(found))))

    def name(self) -> str:
        return self.chance.choice(_NAMES) + self.chance.choice(["", "", " II", f" {self.number}"])

    @property
    def number(self) -> int:
        return self.chance.randrange(1000)

    def colour(self) -> str:
        return f"#{self.chance.randrange(1 << 24):06x}"

    def text(self, words: int) -> str:
        return some_text(self.chance, words)

    def span(self, article: int) -> Span:
        length = self.row("article", article)["n"]
        start = self.chance.randrange(length)
        return Span(start, min(length, start + self.chance.randint(1, 30)))

    def row(self, table: str, key: int) -> Mapping[str, Any]:
        more = ", length(body) AS n" if table == "article" else ""
        sql = f'SELECT *{more} FROM "{table}" WHERE id = ?'
        found = self.session.connection().exec_driver_sql(sql, (key,))
        return found.mappings().one()


def some_text(chance: random.Random, words: int) -> str:
    """A text of so many words, in lines of about ten."""
    picked = (chance.choice(_WORDS) + ("\n" if chance.random() < 0.1 else "") for _ in range(words))
    return f"Harbour talks {chance.randrange(10**6)}\n\n" + " ".join(picked)


_CLAIM = "layer = 'claim'"


def _mention(hand: Hand) -> None:
    article = hand.one("article")
    edits.create_mention(hand.session, article, hand.span(article), hand.maybe("actor"))


def _claim(hand: Hand) -> None:
    article = hand.one("article")
    spans = {role: [hand.span(article)] for role in ("source", "cue", "content")}
    domains = hand.some("domain") if hand.chance.random() < 0.7 else []
    speaker = hand.maybe("actor")
    further = hand.some("actor") if speaker and hand.chance.random() < 0.3 else []
    edits.create_claim(
        *(hand.session, article, spans),
        speaker_id=speaker,
        further_speakers=further,
        domain_ids=domains,
    )


def _domain_mention(hand: Hand) -> None:
    article = hand.one("article")
    span = hand.span(article)
    edits.create_domain_mention(hand.session, article, span, hand.maybe("domain"))


def _partner(hand: Hand) -> None:
    row = Partner(domain_mention_id=hand.one("domain_mention"), actor_id=hand.one("actor"))
    hand.session.add(row)


def _code(hand: Hand) -> None:
    ids = hand.some("claim")
    stance, kind = (
        hand.maybe("choice", f"field_id IN (SELECT id FROM field WHERE key = '{key}')")
        for key in ("stance", "kind")
    )
    set_code(hand.session, ids, "stance", stance)
    set_code(hand.session, ids, "kind", kind)


def _move_span(hand: Hand) -> None:
    row = hand.row("span", hand.one("span"))
    article = hand.row("annotation", row["annotation_id"])["article_id"]
    old = Span(row["start"], row["end"])
    edits.move_span(hand.session, row["annotation_id"], row["role"], old, hand.span(article))


def _add_span(hand: Hand) -> None:
    claim = hand.one("claim")
    article = hand.row("annotation", claim)["article_id"]
    edits.add_span(hand.session, claim, "content", hand.span(article))


def _remove_span(hand: Hand) -> None:
    row = hand.row("span", hand.one("span", "role <> 'mention'"))
    old = Span(row["start"], row["end"])
    edits.remove_span(hand.session, row["annotation_id"], row["role"], old)


def _set_role(hand: Hand) -> None:
    claim = hand.one("claim")
    article = hand.row("annotation", claim)["article_id"]
    edits.set_role(hand.session, claim, "source", [hand.span(article)])


def _own_value(hand: Hand) -> None:
    field = hand.row("field", hand.one("field", "key NOT IN ('stance', 'kind', 'certainty')"))
    value: object = {
        "choice": hand.maybe("choice", f"field_id = {field['id']}"),
        "number": hand.number / 7,
        "boolean": hand.chance.random() < 0.5,
        "text": hand.text(3),
    }[field["kind"]]
    ids = hand.some("annotation", f"layer = '{field['layer']}'")
    set_code(hand.session, ids, field["key"], value)  # type: ignore[arg-type]


def _occurrences(hand: Hand) -> None:
    article = hand.one("article")
    spans = occurrences.spans_of(hand.row("article", article)["body"], "reef")
    target = occurrences.Target("actor", hand.maybe("actor"))
    occurrences.annotate(hand.session, {article: spans}, target)


def _article_fields(hand: Hand) -> None:
    values = {"title": hand.text(2), "outlet": hand.name(), "note": hand.text(4)}
    status = hand.chance.choice(ARTICLE_STATUSES)
    edits.set_article(hand.session, hand.one("article"), status=status, **values)


def _correct_text(hand: Hand) -> None:
    """Some words go and others come, so that some spans move and others lose their place."""
    article = hand.one("article")
    words = hand.row("article", article)["body"].split(" ")
    start = hand.chance.randrange(len(words))
    words[start : start + hand.chance.randrange(6)] = hand.text(hand.chance.randrange(5)).split(" ")
    correcting.correct(hand.session, article, " ".join(words))


def _create_actor(hand: Hand) -> None:
    names = [hand.name() for _ in range(3)]
    registry.create_actor(hand.session, names[0], hand.chance.choice(ACTOR_KINDS), aliases=names)


def _merge(hand: Hand) -> None:
    registry.merge_actors(hand.session, hand.one("actor"), hand.some("actor"))


def _split(hand: Hand) -> None:
    mention = hand.one("mention", "actor_id IS NOT NULL")
    actor = hand.row("mention", mention)["actor_id"]
    registry.split_actor(hand.session, actor, hand.name(), annotations=[mention])


def _delete_actor(hand: Hand) -> None:
    registry.delete_actor(hand.session, hand.one("actor"), hand.maybe("actor"))


def _add_domain(hand: Hand) -> None:
    created = codebook.add_domain(hand.session, hand.name(), parent_id=hand.maybe("domain"))
    codebook.set_terms(hand.session, created, hand.text(3).split())


def _replace_term(hand: Hand) -> None:
    """A row goes and another takes its unique words, or its id, in one edit."""
    row = hand.row("term", hand.one("term"))
    sql = hand.session.connection().exec_driver_sql
    sql("DELETE FROM term WHERE id = ?", (row["id"],))
    number = hand.chance.choice([None, row["id"]])
    values = (number, row["domain_id"], row["text"])
    sql("INSERT INTO term(id, domain_id, text) VALUES (?, ?, ?)", values)


def _add_field(hand: Hand) -> None:
    kind = hand.chance.choice(["choice", "number", "boolean", "text"])
    created = fields.add_field(hand.session, hand.name(), kind)
    fields.set_letter(hand.session, created, hand.chance.choice("QWERTZUIOP"))
    if kind == "choice":
        codebook.add_choice(hand.session, created, hand.name())


EDITS: dict[str, Callable[[Hand], object]] = {
    "mention": _mention,
    "claim": _claim,
    "domain mention": _domain_mention,
    "partner": _partner,
    "accept": lambda hand: edits.accept(hand.session, hand.some("annotation")),
    "reject": lambda hand: edits.reject(hand.session, hand.some("annotation")),
    "delete": lambda hand: edits.delete_annotations(hand.session, hand.some("annotation")),
    "note": lambda hand: edits.set_note(hand.session, hand.some("annotation"), hand.text(4)),
    "set actor": lambda hand: edits.set_actor(
        hand.session, hand.some("mention"), hand.maybe("actor")
    ),
    "set domain": lambda hand: edits.set_domain(
        hand.session, hand.some("domain_mention"), hand.maybe("domain")
    ),
    "set domains": lambda hand: edits.set_domains(
        hand.session, hand.some("claim"), hand.some("domain")
    ),
    "speaker": lambda hand: edits.set_speaker(
        hand.session, hand.some("claim"), hand.maybe("actor")
    ),
    "speakers": lambda hand: edits.set_speakers(
        hand.session, hand.some("claim"), hand.some("actor")
    ),
    "add speaker": lambda hand: edits.add_speaker(
        hand.session, hand.some("claim"), hand.one("actor")
    ),
    "addressees": lambda hand: set_addressees(hand.session, hand.some("claim"), hand.some("actor")),
    "code": _code,
    "move span": _move_span,
    "add span": _add_span,
    "remove span": _remove_span,
    "set role": _set_role,
    "own value": _own_value,
    "occurrences": _occurrences,
    "article fields": _article_fields,
    "correct text": _correct_text,
    "delete article": lambda hand: edits.delete_article(hand.session, hand.one("article")),
    "create actor": _create_actor,
    "rename actor": lambda hand: registry.rename_actor(
        hand.session, hand.one("actor"), hand.name()
    ),
    "aliases": lambda hand: registry.set_aliases(
        hand.session, hand.one("actor"), [hand.name(), hand.name()]
    ),
    "member of": lambda hand: registry.set_member_of(
        hand.session, hand.one("actor"), hand.maybe("actor")
    ),
    "actor colour": lambda hand: registry.set_colour(
        hand.session, hand.some("actor"), hand.colour()
    ),
    "merge actors": _merge,
    "split actor": _split,
    "delete actor": _delete_actor,
    "add domain": _add_domain,
    "terms": lambda hand: codebook.set_terms(
        hand.session, hand.one("domain"), hand.text(4).split()
    ),
    "replace term": _replace_term,
    "move domain": lambda hand: codebook.move_domain(
        hand.session, hand.one("domain"), hand.maybe("domain"), hand.chance.randrange(3)
    ),
    "recode domain": lambda hand: codebook.recode_domain(
        hand.session, hand.one("domain"), hand.maybe("domain")
    ),
    "merge domains": lambda hand: codebook.merge_domains(
        hand.session, [hand.one("domain")], hand.one("domain")
    ),
    "delete domain": lambda hand: codebook.delete_domain(
        hand.session, hand.one("domain"), hand.maybe("domain")
    ),
    "add field": _add_field,
    "delete field": lambda hand: fields.delete_field(hand.session, hand.one("field")),
    "add choice": lambda hand: codebook.add_choice(hand.session, hand.one("field"), hand.name()),
    "recode choice": lambda hand: codebook.recode_choice(
        hand.session, hand.one("choice"), hand.maybe("choice")
    ),
    "delete choice": lambda hand: codebook.delete_choice(hand.session, hand.one("choice"), None),
    "guideline": lambda hand: set_guideline(hand.session, hand.text(20)),
}
"""Every kind of edit, by the name that is also its label."""


def do(project: Project, kind: str, chance: random.Random) -> None:
    """Make one edit of a kind. Raises Nothing or ClaimdeskError if it can't be made."""
    with project.edit(kind) as session:
        EDITS[kind](Hand(session, chance))


def edit(project: Project, kind: str, chance: random.Random) -> None:
    """Make one edit of a kind; if the project has nothing to make it to, or refuses it, none."""
    try:
        do(project, kind, chance)
    except (Nothing, ClaimdeskError):
        return


def paste(project: Project, chance: random.Random) -> None:
    """Add an article as pasted text."""
    import_text(project, some_text(chance, chance.randint(20, 200)))


def suggest(project: Project, chance: random.Random) -> None:
    """Suggestions of a whole run over one article, in two batches."""
    with project.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id, length(body) FROM article").all()
    if not rows:
        return
    article, length = chance.choice(rows)
    run = Run(project, article, data.Pipeline("drill", "1"))
    for _ in range(2):
        run.add(_batch(chance, length))
    run.finish()


def _batch(chance: random.Random, length: int) -> data.Suggestions:
    def span() -> Span:
        start = chance.randrange(length)
        return Span(start, min(length, start + chance.randint(1, 20)))

    actor = data.ActorEntry(chance.choice(_NAMES), "person")
    why = (chance.random(), "rule:drill", "because")
    mentions = tuple(data.MentionSuggestion(span(), actor, *why) for _ in range(4))
    claims = tuple(
        data.ClaimSuggestion((span(),), (span(),), (span(),), actor, *why) for _ in range(2)
    )
    return data.Suggestions(mentions, claims)


def act(project: Project, chance: random.Random, corpus: Path | None = None) -> str:
    """Do one thing that an analyst does, from a note to an import; its name.

    `corpus` is a file that is imported now and then.
    """
    others: dict[str, Callable[[], object]] = {
        "undo": lambda: _turn_back(project.undo),
        "redo": lambda: _turn_back(project.redo),
        "paste": lambda: paste(project, chance),
        "suggest": lambda: suggest(project, chance),
        "annotator": lambda: set_annotator(project, chance.choice(_NAMES)),
    }
    if corpus is not None:
        others["import"] = lambda: import_corpus(project, corpus)
    kind = chance.choice([*EDITS, *others, "undo", "undo", "redo", "paste", "claim", "mention"])
    if kind in others:
        others[kind]()
    else:
        edit(project, kind, chance)
    return kind


def _turn_back(what: Callable[[], object]) -> None:
    try:
        what()
    except ClaimdeskError:
        # Suggestions made since may stand in the way of an undo: refused, and nothing changed.
        return
