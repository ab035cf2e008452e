# SPDX-License-Identifier: MIT
"""TEI P5 with stand-off annotation: for archives and editions.

- Each article is a `TEI` of a `teiCorpus`: header, text as an `ab` of segments, `standOff`.
- The text is cut at every place where an annotation begins or ends; each segment is a `seg` with an
  `xml:id`. Annotations name segments, not offsets, which programs read in different ways.
- `listAnnotation` has an `annotation` for each; its `target` lists the segments of its pieces, and
  notes of types `role`, `stance` … say the rest. Actors are `person` or `org` in the header of the
  corpus, domains and values of fields categories of its taxonomies.

White space is preserved. Characters that XML cannot hold become U+FFFD.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from claimdesk.models.exchange.corpus import Corpus, CorpusActor, CorpusAnnotation, CorpusArticle
from claimdesk.models.exchange.format import WritableFormat, register_format
from claimdesk.models.exchange.hostile_xml import children, local
from claimdesk.models.exchange.refi_writing import escaped
from claimdesk.models.exchange.reports import Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.normalization import xml_text

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"


class TeiFormat(WritableFormat):
    """Writes TEI."""

    name = "tei"
    extensions = (".xml",)
    position = 60
    drops = (
        "pieces of text that wait for review",
        "terms",
        "countries, memberships and notes of actors",
    )

    @property
    def label(self) -> str:
        return _("TEI P5 with stand-off annotation")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (_("terms"), _("countries and notes of actors"), _("the history"))

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        written = Written()
        with output.open("xb") as file:
            file.write("".join(_head(corpus)).encode())
            for number, one in enumerate(corpus.articles(), 1):
                file.write("".join(_article(number, one)).encode())
                written.articles += 1
                written.annotations += len(one.annotations)
                written.claims += sum(each.layer == "claim" for each in one.annotations)
            file.write(b"</teiCorpus>\n")
        return written

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        try:
            with output.open("rb") as file:
                elements = _texts(file, str(output))
                for one in corpus.articles():
                    if next(elements, None) != _wanted(one):
                        return False
                return next(elements, None) is None
        except ClaimdeskError:
            return False


def _head(corpus: Corpus) -> Iterator[str]:
    title = escaped(Path(corpus.source).stem)
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<teiCorpus xmlns="{_NAMESPACE}">\n'
    yield (
        f"<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt>"
        "<p>Exported by Claimdesk</p></publicationStmt><sourceDesc><p>Born digital</p>"
        "</sourceDesc></fileDesc><encodingDesc><classDecl>\n"
    )
    if corpus.domains:
        yield '<taxonomy xml:id="domains">\n'
        for domain in corpus.domains:
            said = f"<gloss>{escaped(domain.definition)}</gloss>" if domain.definition else ""
            inside = "" if domain.parent is None else f' corresp="#domain-{domain.parent}"'
            yield f'<category xml:id="domain-{domain.key}"{inside}><catDesc>'
            yield f"<term>{escaped(domain.name)}</term>{said}</catDesc></category>\n"
        yield "</taxonomy>\n"
    for field in corpus.fields:
        if not field.choices:
            continue
        yield f'<taxonomy xml:id="field-{field.id}" n="{escaped(f"{field.layer}.{field.key}")}">\n'
        for choice in field.choices:
            said = f"<gloss>{escaped(choice.definition)}</gloss>" if choice.definition else ""
            yield f'<category xml:id="choice-{choice.id}" n="{escaped(choice.key)}"><catDesc>'
            yield f"<term>{escaped(choice.label)}</term>{said}</catDesc></category>\n"
        yield "</taxonomy>\n"
    yield "</classDecl></encodingDesc>"
    if corpus.actors:
        yield "<profileDesc><particDesc>\n"
        for tag, people in (("Person", True), ("Org", False)):
            named = [each for each in corpus.actors if (each.kind == "person") == people]
            if named:
                yield f"<list{tag}>\n"
                yield from (_actor(each, tag) for each in named)
                yield f"</list{tag}>\n"
        yield "</particDesc></profileDesc>"
    yield "</teiHeader>\n"


def _actor(actor: CorpusActor, tag: str) -> str:
    name = {"Person": "persName", "Org": "orgName"}[tag]
    names = "".join(
        f'<{name} type="{kind}">{escaped(words)}</{name}>'
        for kind, words in (("main", actor.name), *(("alias", each) for each in actor.aliases))
    )
    own = tag.lower()
    return f'<{own} xml:id="actor-{actor.key}" role="{actor.kind}">{names}</{own}>\n'


def _article(number: int, one: CorpusArticle) -> Iterator[str]:
    article = one.article
    said = [
        ("author", article.author),
        ("publisher", article.outlet),
        ("date", article.published_on),
    ]
    facts = "".join(f"<{tag}>{escaped(value)}</{tag}>" for tag, value in said if value)
    address = f'<ref target="{escaped(article.url)}"/>' if article.url else ""
    notes = "".join(f"<note>{escaped(line)}</note>" for line in one.notes)
    yield (
        f'<TEI xml:id="article-{one.id or number}" xml:lang="{escaped(article.language)}">'
        f"<teiHeader><fileDesc><titleStmt><title>{escaped(article.title)}</title></titleStmt>"
        "<publicationStmt><p>Part of a corpus</p></publicationStmt><sourceDesc><bibl>"
        f"<title>{escaped(article.title)}</title>{facts}{address}{notes}</bibl></sourceDesc>"
        '</fileDesc></teiHeader>\n<text><body><ab xml:space="preserve">'
    )
    cuts = _cuts(one)
    start = f"s{one.id or number}-"
    for place, (begin, end) in enumerate(pairwise(cuts), 1):
        words = escaped(article.body[begin:end])
        yield f'<seg xml:id="{start}{place}">{words}</seg>'
    yield "</ab></body></text>\n"
    if one.annotations:
        yield "<standOff><listAnnotation>\n"
        for count, each in enumerate(one.annotations, 1):
            yield _annotation(each, cuts, start, f"a{one.id or number}-{count}")
        yield "</listAnnotation></standOff>\n"
    yield "</TEI>\n"


def _cuts(one: CorpusArticle) -> list[int]:
    spans = [s for each in one.annotations for own in each.spans.values() for s in own]
    edges = {0, len(one.article.body), *(edge for span in spans for edge in span)}
    return sorted(edges)


def _annotation(each: CorpusAnnotation, cuts: Sequence[int], start: str, own: str) -> str:
    targets: list[str] = []
    notes: list[str] = []
    for role, spans in each.spans.items():
        segments = [
            f"#{start}{place + 1}"
            for begin, end in spans
            for place in range(bisect_left(cuts, begin), bisect_left(cuts, end))
        ]
        targets += segments
        pieces = " ".join(f"{begin}-{end}" for begin, end in spans)
        notes.append(f'<note type="role" n="{role}" corresp="{" ".join(segments)}">{pieces}</note>')
    for kind, actors in (
        ("speaker" if each.layer == "claim" else "actor", each.speakers),
        ("addressee", each.addressees),
        ("partner", each.partners),
    ):
        notes += (f'<note type="{kind}" corresp="#actor-{actor.key}"/>' for actor in actors)
    notes += (f'<note type="domain" corresp="#domain-{one.key}"/>' for one in each.domains)
    notes += (
        f'<note type="code" n="{escaped(code.field)}">{escaped(str(code.value))}</note>'
        for code in each.codes
    )
    if each.note:
        notes.append(f'<note type="note">{escaped(each.note)}</note>')
    if each.score is not None:
        notes.append(f'<note type="score">{each.score!r}</note>')
    by = f"<respStmt><resp>annotator</resp><name>{escaped(each.annotator or '')}</name></respStmt>"
    return (
        f'<annotation xml:id="{own}" type="{each.layer}" subtype="{each.state}" '
        f'source="{escaped(each.origin or "").replace(" ", "%20")}" target="{" ".join(targets)}">'
        f"{by if each.annotator else ''}{''.join(notes)}</annotation>\n"
    )


_Said = tuple[str, list[tuple[str, str, list[tuple[str, str]]]]]
"""The text of an article, and layer, state and, by role, words of each annotation."""


def _wanted(one: CorpusArticle) -> _Said:
    body = one.article.body
    return xml_text(body), [
        (
            each.layer,
            each.state,
            [
                (role, "|".join(xml_text(body[begin:end]) for begin, end in spans))
                for role, spans in each.spans.items()
            ],
        )
        for each in one.annotations
    ]


def _texts(file: IO[bytes], name: str) -> Iterator[_Said]:
    """Yield what the articles of a file say, read by the identifiers of their segments."""
    for element in children(file, name, frozenset({"TEI"})):
        segments = {
            each.get(_ID): each.text or "" for each in element.iter() if local(each) == "seg"
        }
        yield (
            "".join(segments.values()),
            [
                (each.get("type"), each.get("subtype"), list(_roles(each, segments)))
                for each in element.iter()
                if local(each) == "annotation"
            ],
        )


def _roles(annotation: Any, segments: dict[str, str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for note in annotation:
        if local(note) != "note" or note.get("type") != "role":
            continue
        # Segments are pieces of a span until the length of the span is reached.
        words = [segments[one.lstrip("#")] for one in (note.get("corresp") or "").split()]
        pieces: list[str] = []
        for place in (note.text or "").split():
            begin, _sign, end = place.partition("-")
            length, piece = int(end) - int(begin), ""
            while len(piece) < length:
                piece += words.pop(0)
            pieces.append(piece)
        yield note.get("n"), "|".join(pieces)


register_format(TeiFormat())
