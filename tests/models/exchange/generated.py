# SPDX-License-Identifier: MIT
"""A project with everything that a corpus can contain, generated from a source of chance."""

from __future__ import annotations

from random import Random

from sqlmodel import Session

from claimdesk.models.store.schema import (
    Actor,
    Addressee,
    Alias,
    Annotation,
    Annotator,
    Article,
    Choice,
    Claim,
    ClaimDomain,
    CodedField,
    Domain,
    DomainMention,
    FieldValue,
    FurtherSpeaker,
    Mention,
    Partner,
    SpanRow,
    Term,
    UnplacedSpan,
)
from claimdesk.models.text.normalization import body_hash, clean_body
from claimdesk.models.text.spans import Span, anchor, trimmed

WORDS = (
    "envoy", "said", "🇯🇵", "協力", "レーダー", "e\u0301te\u0301", "שלום", "مرحبا", "👩‍🔬",
    "n\u0303", "reef,", "“talks”", "grow.", "\n\n", "\n", "Žádná", "=1+1", "_x0041_", "¿Qué?", "𝒳",
)  # fmt: skip
NAMES = ("Mara Lindt", "Japan", "日本", "منظمة", "Org 🇳🇴", "E\u0301tat", "Japan")
FIELDS = {
    ("claim", "stance"): "choice",
    ("claim", "kind"): "choice",
    ("claim", "certainty"): "choice",
    ("domain", "stage"): "choice",
    ("claim", "tone"): "choice",
    ("claim", "weight"): "number",
    ("claim", "seen"): "boolean",
    ("claim", "remark"): "text",
    ("actor", "role"): "choice",
    ("domain", "cost"): "number",
}
STATES = ("accepted", "accepted", "suggested", "rejected")
PIECES = {"actor": ("mention",), "claim": ("source", "cue", "content"), "domain": ("evidence",)}
NOTES = (None, None, "A note", "Two\nlines 🇯🇵", "ملاحظة")


def fill(session: Session, chance: Random, *, states: tuple[str, ...] = STATES) -> None:
    """Fill an empty project, inside an edit."""
    for name in ("Ana", "Bo", "注釈者"):
        session.add(Annotator(name=name))
    for number, (layer, key) in enumerate(FIELDS):
        session.add(
            CodedField(
                layer=layer, key=key, label=f"{key} 値", kind=FIELDS[layer, key], position=number
            )
        )
    session.flush()
    for number, ((_layer, key), kind) in enumerate(FIELDS.items(), 1):
        for place in range(3 if kind == "choice" else 0):
            session.add(
                Choice(
                    field_id=number, key=f"{key}{place}", label=f"{key} {place} 🇯🇵", position=place
                )
            )
    for number, name in enumerate(("Sea", "Sea routes", "海", "بحر")):
        session.add(
            Domain(name=name, parent_id=1 if number else None, definition=name, position=number)
        )
    session.flush()
    session.add(Term(domain_id=1, text="sonar"))
    for name in NAMES:
        kind = chance.choice(("person", "state", "organization"))
        session.add(Actor(name=name, kind=kind, country=chance.choice((None, "JP"))))
    session.flush()
    session.add(Alias(actor_id=1, text="M. Lindt"))
    for number in range(chance.randint(1, 3)):
        _add_article(session, chance, number, states)
    session.flush()


def _add_article(session: Session, chance: Random, number: int, states: tuple[str, ...]) -> None:
    words = [chance.choice(WORDS) for _ in range(chance.randint(3, 40))]
    body = clean_body(f"Article {number} " + " ".join(words))
    article = Article(
        title=f"Article {number} 記事",
        body=body,
        sha256=body_hash(body),
        outlet=chance.choice((None, "The Example")),
        published_on=chance.choice((None, "2025-05-12")),
        status=chance.choice(("done", "in progress")),
    )
    session.add(article)
    session.flush()
    assert article.id is not None
    for _ in range(chance.randint(0, 8)):
        _add_annotation(session, chance, article.id, body, states)


def _add_annotation(
    session: Session, chance: Random, article_id: int, body: str, states: tuple[str, ...]
) -> None:
    layer = chance.choice(("actor", "claim", "domain"))
    spans = {role: _spans(chance, body) for role in PIECES[layer]}
    if layer == "claim":
        for role in ("source", "cue"):
            if chance.random() < 0.3:
                spans[role] = []
    state = chance.choice(states)
    row = Annotation(
        article_id=article_id,
        layer=layer,
        state=state,
        origin=chance.choice(("analyst", "rule:quoted")),
        score=chance.choice((None, 0.25)),
        note=chance.choice(NOTES),
        annotator_id=None if state == "suggested" else chance.randint(1, 3),
    )
    session.add(row)
    session.flush()
    own = row.id
    assert own is not None
    for role, pieces in spans.items():
        for piece in pieces:
            found = anchor(body, piece)
            session.add(
                SpanRow(
                    annotation_id=own,
                    role=role,
                    start=found.start,
                    end=found.end,
                    quote=found.quote,
                    prefix=found.prefix,
                    suffix=found.suffix,
                )
            )
    if layer == "claim" and chance.random() < 0.15:
        session.add(UnplacedSpan(annotation_id=own, role="content", start=1, quote="gone 語"))
    {"actor": _add_mention, "claim": _add_claim, "domain": _add_domain}[layer](session, chance, own)
    session.flush()
    _add_own_values(session, chance, own, layer)


def _add_mention(session: Session, chance: Random, own: int) -> None:
    session.add(Mention(id=own, actor_id=_actor(chance)))


def _add_claim(session: Session, chance: Random, own: int) -> None:
    speaker = _actor(chance)
    session.add(
        Claim(
            id=own,
            speaker_id=speaker,
            stance_id=chance.choice((None, 1, 2)),
            kind_id=chance.choice((None, 4, 6)),
            certainty_id=chance.choice((None, 7)),
        )
    )
    session.flush()
    for domain in sorted(chance.sample(range(1, 5), chance.randint(0, 2))):
        session.add(ClaimDomain(claim_id=own, domain_id=domain))
    further = chance.sample(range(1, 8), chance.choice((0, 0, 1, 2))) if speaker else []
    for actor in (other for other in further if other != speaker):
        session.add(FurtherSpeaker(claim_id=own, actor_id=actor))
    for actor in chance.sample(range(1, 7), chance.randint(0, 2)):
        session.add(Addressee(claim_id=own, actor_id=actor))


def _add_domain(session: Session, chance: Random, own: int) -> None:
    session.add(
        DomainMention(
            id=own,
            domain_id=chance.choice((None, 1, 2, 3, 4)),
            stage_id=chance.choice((None, 10, 12)),
        )
    )
    session.flush()
    for actor in chance.sample(range(1, 7), chance.randint(0, 2)):
        session.add(Partner(domain_mention_id=own, actor_id=actor))


def _add_own_values(session: Session, chance: Random, own: int, layer: str) -> None:
    for number, ((of, key), kind) in enumerate(FIELDS.items(), 1):
        if of != layer or number <= 4 or chance.random() < 0.5:
            continue
        value = FieldValue(annotation_id=own, field_id=number)
        if kind == "choice":
            value.choice_id = {"tone": 13, "role": 16}[key] + chance.randint(0, 2)
        elif kind == "text":
            value.text = chance.choice(("007", "ملاحظة", "two\nlines"))
        else:
            value.number = float(chance.randint(0, 1)) if kind == "boolean" else 2.5
        session.add(value)


def _actor(chance: Random) -> int | None:
    return chance.choice((None, *range(1, len(NAMES) + 1)))


def _spans(chance: Random, body: str) -> list[Span]:
    """Return one to three pieces, apart, each without white space at its ends."""
    places = sorted(chance.randint(0, len(body)) for _ in range(2 * chance.randint(1, 3)))
    pieces = [trimmed(body, Span(*pair)) for pair in zip(places[::2], places[1::2], strict=True)]
    apart: list[Span] = []
    for piece in pieces:
        if piece.start < piece.end and (not apart or piece.start > apart[-1].end):
            apart.append(piece)
    start = body.index("Article")
    return apart or [Span(start, start + len("Article"))]
