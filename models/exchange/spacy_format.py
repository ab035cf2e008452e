# SPDX-License-Identifier: MIT
"""spaCy DocBin: a folder of `corpus.spacy` and `config.cfg`, a training configuration.

Mentions that do not overlap are `doc.ents`; all labelled pieces are in the span group `sc`, as a
span categorizer learns them, at the edges of tokens; everything else, claims among it, is JSON in
`doc.user_data["claimdesk"]`. Offsets are code points, and the text is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimdesk.models.exchange.corpus import Corpus, CorpusArticle
from claimdesk.models.exchange.foreign.carried import KEY, pack
from claimdesk.models.exchange.foreign.docbin_reading import GROUP, read_docbin
from claimdesk.models.exchange.foreign.documents import ForeignDocument, Native
from claimdesk.models.exchange.foreign.format import ExchangedFormat, count_written, natives
from claimdesk.models.exchange.foreign.json_writing import compact
from claimdesk.models.exchange.format import register_format
from claimdesk.models.exchange.reports import ImportReport, Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_CONFIG = "config.cfg"
_CORPUS = "corpus.spacy"


class SpacyFormat(ExchangedFormat):
    """Reads and writes spaCy DocBin."""

    name = "spacy"
    extensions = (".spacy",)
    position = 41
    kinds = ("spacy",)
    is_folder = True

    @property
    def label(self) -> str:
        return _("spaCy DocBin, a folder with a training configuration")

    def report_others(self, others: Sequence[Path], report: ImportReport) -> None:
        super().report_others([path for path in others if path.suffix != ".cfg"], report)

    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        return read_docbin(path)

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        from spacy.tokens import DocBin

        written = Written()
        docbin = DocBin(store_user_data=True)
        nlp = _tokenizer(corpus)
        for article in corpus.articles():
            docbin.add(_doc(nlp, article))
            count_written(written, article)
        docbin.to_disk(output / _CORPUS)
        config = _configuration(nlp.lang or "xx")
        (output / _CONFIG).write_text(config, encoding="utf-8", newline="\n")
        return written


def _tokenizer(corpus: Corpus) -> Language:
    """Return the tokenizer for the language of most articles, or for any language."""
    import spacy

    languages = Counter(article.article.language for article in corpus.articles())
    for language, _count in languages.most_common(1):
        try:
            return spacy.blank(language)
        except (ImportError, ValueError, OSError):
            break
    return spacy.blank("xx")


def _doc(nlp: Language, article: CorpusArticle) -> Doc:
    doc = nlp.make_doc(article.article.body)
    annotations = []
    group: list[Any] = []
    mentions: list[Any] = []
    for each in article.annotations:
        own = [_snapped(doc, native) for native in natives(each)]
        group += [span for _native, span in own]
        if each.layer == "actor" and len(own) == 1:
            mentions.append(own[0][1])
        annotations.append((each, [native for native, _span in own]))
    doc.spans[GROUP] = group
    doc.ents = _apart(mentions)
    doc.user_data[KEY] = compact(pack(article, annotations))
    return doc


def _snapped(doc: Doc, native: Native) -> tuple[Native, Any]:
    """Return a piece at the edges of tokens, with its span."""
    start, end = native.span
    span = doc.char_span(start, end, label=native.label, alignment_mode="expand")
    assert span is not None
    return Native(native.label, Span(span.start_char, span.end_char)), span


def _apart(spans: list[Any]) -> list[Any]:
    """Return spans that do not overlap, the first and longest of those that do."""
    kept: list[Any] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        empty = not span.text.strip() or span[0].is_space or span[-1].is_space
        if not empty and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return kept


def _configuration(language: str) -> str:
    """Return a training configuration for entities; train and dev are to be parted."""
    import spacy

    nlp = spacy.blank(language)
    nlp.add_pipe("tok2vec")
    nlp.add_pipe("ner", config={"model": _LISTENING})
    config = nlp.config.copy()
    config["paths"]["train"] = _CORPUS
    config["paths"]["dev"] = _CORPUS
    config["training"]["max_epochs"] = 20
    return str(config.to_str(interpolate=False))


_LISTENING = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
    "nO": None,
    "tok2vec": {
        "@architectures": "spacy.Tok2VecListener.v1",
        "width": 96,
        "upstream": "*",
    },
}

register_format(SpacyFormat())
