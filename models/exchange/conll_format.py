# SPDX-License-Identifier: MIT
"""CoNLL: tokens in columns with the tags of entities; three formats.

- `conll` is written as two columns, token and IOB2 tag; all shapes are read. It has no running
  text and no annotation but mentions that do not overlap.
- `conll-iob1` is the same in IOB1, as the files of CoNLL-2003 really are: B- only where an entity
  follows another one of its type.
- `conllu` is CoNLL-U: the text in `# text` and SpacesAfter, mentions as NE= in the last column, and
  everything else as a comment `# claimdesk = {…}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from claimdesk.models.exchange.corpus import Corpus, CorpusAnnotation, CorpusArticle
from claimdesk.models.exchange.foreign.carried import KEY, pack
from claimdesk.models.exchange.foreign.conll_reading import read_documents
from claimdesk.models.exchange.foreign.documents import ForeignDocument, Native
from claimdesk.models.exchange.foreign.format import (
    ExchangedFormat,
    ForeignFormat,
    count_written,
    natives,
)
from claimdesk.models.exchange.foreign.json_writing import compact
from claimdesk.models.exchange.foreign.tokens import Token, tokens_of
from claimdesk.models.exchange.format import WritableFormat, register_format
from claimdesk.models.exchange.losses import PARTS_OF_ANNOTATIONS, PARTS_OF_PROJECT
from claimdesk.models.exchange.reports import Loss, Written
from claimdesk.models.messages.catalogue import _

_ESCAPES = str.maketrans({"\\": "\\\\", " ": "\\s", "\n": "\\n", "\t": "\\t", "|": "\\p"})

Entities = list[tuple[CorpusAnnotation, Native]]


class ConlluFormat(ExchangedFormat):
    """Reads and writes CoNLL-U."""

    name = "conllu"
    extensions = (".conllu", ".conllup")
    also = (".conll", ".txt", ".tsv")
    position = 35
    kinds = ("conllu",)

    @property
    def label(self) -> str:
        return _("CoNLL-U, tokens with the running text in comments")

    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        return read_documents(path)

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        written = Written()
        with output.open("x", encoding="utf-8", newline="\n") as file:
            for article in corpus.articles():
                _write_conllu(file, article)
                count_written(written, article)
        return written


class ConllFormat(ForeignFormat, WritableFormat):
    """Reads CoNLL in columns, and writes IOB2."""

    name = "conll"
    extensions = (".conll", ".iob", ".iob2", ".bio")
    also = (".tsv", ".txt")
    position = 36
    kinds = ("conll",)
    layers = ("actor",)
    states = ("accepted",)
    drops = (*PARTS_OF_ANNOTATIONS, *PARTS_OF_PROJECT)
    first = False
    """Whether an entity begins with B- only where it follows another one of its type."""

    @property
    def label(self) -> str:
        return _("CoNLL, tokens and IOB2 tags of mentions")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (
            _("the running text, but for its words"),
            _("claims and domains"),
            _("mentions that overlap or have several pieces"),
            _("which actor is mentioned"),
            _("what is to decide or rejected"),
            _("the history"),
        )

    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        return read_documents(path)

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        written = Written()
        with output.open("x", encoding="utf-8", newline="\n") as file:
            for article in corpus.articles():
                entities, left = _entities(article)
                file.write("-DOCSTART-\tO\n\n")
                for rows in _tagged_lines(article.article.body, entities, self.first):
                    file.writelines(f"{form}\t{tag}\n" for form, tag in rows)
                    file.write("\n")
                written.articles += 1
                written.annotations += len(entities)
                loss = Loss("overlapping mentions", _("mentions that overlap or have pieces"))
                written.left_out[loss] += left
        return written

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        wanted = (_words_and_labels(one, _entities(one)[0]) for one in corpus.articles())
        found = (
            (document.text.split(), [span.label for span in document.spans])
            for document in self.documents(output)
        )
        return [each for each in wanted if each[0]] == list(found)


class Conll1Format(WritableFormat):
    """Writes IOB1."""

    name = "conll-iob1"
    extensions = (".iob",)
    position = 37
    layers = ("actor",)
    states = ("accepted",)
    drops = ConllFormat.drops

    @property
    def label(self) -> str:
        return _("CoNLL, tokens and IOB1 tags of mentions, as in CoNLL-2003")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return ConllFormat().cannot_hold

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        return _IOB1.write(corpus, output, name)

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        return _IOB1.reads_back(corpus, output)


_IOB1 = ConllFormat()
_IOB1.first = True


def _entities(article: CorpusArticle) -> tuple[Entities, int]:
    """Return the mentions of one piece that do not overlap, and how many others there are."""
    mentions = [
        (each, own)
        for each in article.annotations
        if each.layer == "actor" and (own := natives(each))
    ]
    kept: Entities = []
    for each, own in sorted(mentions, key=lambda one: (one[1][0].span.start, -one[1][0].span.end)):
        if len(own) == 1 and (not kept or own[0].span.start >= kept[-1][1].span.end):
            kept.append((each, own[0]))
    return kept, len(mentions) - len(kept)


def _words_and_labels(article: CorpusArticle, entities: Entities) -> tuple[list[str], list[str]]:
    body = article.article.body
    tokens = tokens_of(body, [native.span for _each, native in entities])
    return [body[slice(*token.span)] for token in tokens], [each.label for _a, each in entities]


def _tagged_lines(
    body: str, entities: Entities, first: bool = False
) -> Iterator[list[tuple[str, str]]]:
    """Yield the tokens of each line of the text that has some, with their tags."""
    tokens = tokens_of(body, [native.span for _each, native in entities])
    tags = _tags(tokens, entities, first)
    rows: list[tuple[str, str]] = []
    for number, (token, tag) in enumerate(zip(tokens, tags, strict=True)):
        rows.append((body[slice(*token.span)], tag))
        after = tokens[number + 1].span.start if number + 1 < len(tokens) else len(body)
        inside = number + 1 < len(tokens) and tags[number + 1].startswith("I-") and tag != "O"
        if "\n" in body[token.span.end : after] and not inside:
            yield rows
            rows = []
    if rows:
        yield rows


def _tags(tokens: Sequence[Token], entities: Entities, first: bool) -> list[str]:
    tags = ["O"] * len(tokens)
    starts = {token.span.start: token.id for token in tokens}
    for _each, native in entities:
        at = starts[native.span.start]
        before = tags[at - 1][2:] if at else ""
        begins = "B" if not first or before == native.label else "I"
        for token in tokens[at:]:
            if token.span.start >= native.span.end:
                break
            tags[token.id] = f"{begins}-{native.label}"
            begins = "I"
    return tags


def _write_conllu(file: TextIO, article: CorpusArticle) -> None:
    body = article.article.body
    entities, _left = _entities(article)
    kept = {id(each): [native] for each, native in entities}
    annotations = [(each, kept.get(id(each), [])) for each in article.annotations]
    tokens = tokens_of(body, [native.span for _each, native in entities])
    tags = _tags(tokens, entities, first=False)
    starts = tokens[0].span.start if tokens else 0
    text = body if starts else None
    file.write(f"# newdoc id = {article.id or 0}\n")
    file.write(f"# {KEY} = {compact(pack(article, annotations, text=text))}\n")
    line: list[int] = []
    for number, token in enumerate(tokens):
        line.append(number)
        after = tokens[number + 1].span.start if number + 1 < len(tokens) else token.span.end
        inside = number + 1 < len(tokens) and tags[number + 1].startswith("I-")
        if number + 1 == len(tokens) or ("\n" in body[token.span.end : after] and not inside):
            _write_sentence(file, body, [tokens[n] for n in line], [tags[n] for n in line], after)
            line = []


def _write_sentence(
    file: TextIO, body: str, tokens: Sequence[Token], tags: Sequence[str], end: int
) -> None:
    text = body[tokens[0].span.start : tokens[-1].span.end]
    if "\n" not in text:
        file.write(f"# text = {text}\n")
    starts = [token.span.start for token in tokens[1:]] + [end]
    for number, (token, tag, after) in enumerate(zip(tokens, tags, starts, strict=True), 1):
        misc = [] if tag == "O" else [f"NE={tag}"]
        between = body[token.span.end : after]
        if between == "":
            misc.append("SpaceAfter=No")
        elif between != " " or number == len(tokens):
            misc.append(f"SpacesAfter={between.translate(_ESCAPES)}")
        form = body[slice(*token.span)]
        columns = [str(number), form, *["_"] * 7, "|".join(misc) or "_"]
        file.write("\t".join(columns) + "\n")
    file.write("\n")


register_format(ConlluFormat())
register_format(ConllFormat())
register_format(Conll1Format())
