# SPDX-License-Identifier: MIT
"""Sentences that are claims without a cue: in transcripts, interviews and whole statements.

Works paragraph by paragraph, in time linear in the length of the article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from claimdesk.models.suggest import syntax
from claimdesk.models.suggest.claim_drafts import (
    STRONG,
    ClaimDraft,
    Paragraph,
    TokenDraft,
)
from claimdesk.models.suggest.claims import is_own_claim, placed
from claimdesk.models.suggest.cues import CueLexicon
from claimdesk.models.suggest.quotes import Quotations
from claimdesk.models.suggest.syntax import NONE, Tokens
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Sentence

TURN, SENTENCE = RULES = ("turn", "statement")
"""The rules of this module: a turn of a transcript, a sentence of a statement."""
QUOTED = frozenset({"quotation", "colon", "signature"})
"""Rules whose claims are in direct speech."""

_WORD = r"[^\W\d_][\w.'’-]*"
_LABEL = re.compile(
    rf"[“\"]?(?P<label>(?:[A-Z]\w*[.'’-]?\w*)(?: (?:{_WORD}|\([^()\n]{{1,40}}\))){{0,5}}):(?=\s|$)"
    r"|(?P<letter>[QA])[.:](?=\s|$)"
)
_ROLES = frozenset(
    {"q", "a", "question", "answer", "questioner", "interviewer", "interviewee", "reporter"}
    | {"moderator", "host", "operator", "speaker", "journalist", "audience"}
)
_ASKING = frozenset(
    {"q", "question", "questioner", "interviewer", "reporter", "moderator", "host", "journalist"}
)
_FIRST_PERSON = frozenset({"i", "we", "our", "my", "us", "me", "ours", "mine"})
_WE = frozenset({"we", "our", "us", "ours"})
_REPORTED = re.compile(
    r"\b(?:said|says|told|according to|reported|reports|tweeted)\b", re.IGNORECASE
)
_WE_WORDS = re.compile(r"\b(?:[Ww]e|[Oo]ur|us)\b")
_I_WORDS = re.compile(r"\b(?:I|[Mm]y|me)\b")
_TITLE = re.compile(r"\b(?:[Ss]tatement|[Dd]eclaration|[Cc]ommuniqu[ée])\b")
_HEAD = 300
"""Code points at the start of an article in which its title says that it is a statement."""
_STOP = re.compile(r"[.!?…][\"”’)]*$")
_FEWEST_WORDS = 3
"""Words of the shortest sentence that is a claim apart from the one before it."""
_NOTE = re.compile(
    r"\(|(?:this|the) (?:interview|briefing|conversation|transcript|exchange) (?:was|has been) ",
    re.IGNORECASE,
)
"""How a sentence begins that is a note on a transcript: `(The briefing ended at noon.)`."""
_YOU = re.compile(r"\b[Yy]ou(?:r|’re|'re)?\b")
_QUESTIONS, _LONGEST_QUESTION = 3, 300
"""How many answered questions an interview has, and code points of the longest."""
_PARAGRAPHS, _SHARE = 3, 0.4
"""How many paragraphs, and what part of the article, a quotation has that is a statement."""
_LONGEST_STATEMENT = 3_000
"""Code points of the longest one; a longer quotation is a speech, recorded as a whole."""
_LONGEST_RELEASE = 6_000
"""Code points of the longest article that is taken for a statement as a whole."""


@dataclass(frozen=True, slots=True)
class Label:
    """The name before a turn of a transcript."""

    span: Span
    begin: int
    """Where what is said begins."""


def transcript_labels(text: str, paragraphs: Sequence[Span]) -> dict[int, Label]:
    """Return the labels of a transcript by the start of their paragraphs; empty if it is none.

    A transcript has at least two different labels, on a fair share of its paragraphs, and they
    are in capitals, are words such as `Question`, or come again.
    """
    found: dict[int, Label] = {}
    for paragraph in paragraphs:
        match = _LABEL.match(text, *paragraph)
        if match is not None:
            name = "label" if match["label"] else "letter"
            found[paragraph.start] = Label(Span(*match.span(name)), match.end())
    names = Counter(text[label.span.start : label.span.end] for label in found.values())
    after = sum(paragraph.start >= min(found, default=0) for paragraph in paragraphs)
    named = [name for name in names if _is_role(name) or names[name] > 1]
    if len(names) < 2 or not named or 4 * sum(names.values()) < after:
        return {}
    capitals = sum(count for name, count in names.items() if name.isupper() or _is_role(name))
    repeated = sum(count for count in names.values() if count > 1)
    return found if max(capitals, repeated) * 3 >= 2 * sum(names.values()) else {}


def interview_start(text: str, paragraphs: Sequence[Span]) -> int | None:
    """Return where an interview without labels begins: with the first question; None without one.

    Questions to `you` and answers take turns, a paragraph or some for each.
    """
    asked = [n for n, span in enumerate(paragraphs) if _is_question(text, span)]
    answered = [n for n in asked if n + 1 < len(paragraphs) and n + 1 not in asked]
    if len(answered) < _QUESTIONS or 3 * len(asked) < len(paragraphs) - asked[0]:
        return None
    direct = sum(_YOU.search(text, *paragraphs[n]) is not None for n in asked)
    first_person = sum(_I_WORDS.search(text, *paragraphs[n + 1]) is not None for n in answered)
    return paragraphs[asked[0]].start if min(direct, first_person) >= 2 else None


def _is_question(text: str, paragraph: Span) -> bool:
    asks = text[paragraph.end - 1] == "?"
    return asks and paragraph.end - paragraph.start <= _LONGEST_QUESTION


def _is_role(name: str) -> bool:
    return name.casefold().strip(".") in _ROLES


def is_release(text: str) -> bool:
    """Return whether the article as a whole is a statement that its issuer makes as `we`."""
    if len(text) > _LONGEST_RELEASE or _I_WORDS.search(text) or _REPORTED.search(text):
        return False
    return len(_WE_WORDS.findall(text)) >= 2 and not re.search('[“”"]', text)


def quoted_statement(text: str, paragraphs: Sequence[Span], quotations: Quotations) -> set[int]:
    """Return where the paragraphs of a quotation begin that is a good part of the whole article.

    It has paragraphs of its own, and is the statement that the article is there to give.
    """
    for paragraph in paragraphs:
        if quotations.continues(paragraph) or not quotations.is_quoted(paragraph):
            continue
        pieces = [paragraph, *quotations.continuation(quotations.of(paragraph)[-1], paragraph)]
        length = sum(piece.end - piece.start for piece in pieces)
        part_of = _SHARE * len(text) <= length <= _LONGEST_STATEMENT
        if part_of and len(pieces) >= _PARAGRAPHS:
            return {piece.start for piece in pieces}
    return set()


class Statements:
    """What is said without a cue in one article; its paragraphs come in order."""

    def __init__(
        self, text: str, paragraphs: Sequence[Span], quotations: Quotations, lexicon: CueLexicon
    ) -> None:
        self._text = text
        self._quotations = quotations
        self._quoted = quoted_statement(text, paragraphs, quotations)
        self._labels = transcript_labels(text, paragraphs)
        self._interview = None if self._labels else interview_start(text, paragraphs)
        self._text = text
        self._release = is_release(text)
        self._titled = _TITLE.search(text, 0, _HEAD) is not None
        self._lexicon = lexicon
        self._open = False
        """Whether the paragraph belongs to a turn or statement that was begun before."""
        self._attributed = False
        """Whether the paragraph before quotes somebody."""
        self.voices: dict[int, tuple[Span, ...]] = {}
        """Who speaks from a chunk on, by its start: where the chunk names them."""
        self.spoken: set[int] = set()
        """Where the chunks begin that somebody says."""
        self._names: frozenset[str] = frozenset()
        """The words that name who makes the statement that an earlier paragraph introduces."""

    def holds(self, paragraph: Span) -> bool:
        """Return whether each sentence of a paragraph in quotation marks is a claim of its own."""
        return paragraph.start in self._quoted

    def is_answer(self, paragraph: Span) -> bool:
        """Return whether a paragraph of an interview without labels answers its questions."""
        return self._is_interview(paragraph) and not _is_question(self._text, paragraph)

    def is_asked(self, paragraph: Span) -> bool:
        """Return whether a paragraph of an interview without labels asks a question."""
        return self._is_interview(paragraph) and _is_question(self._text, paragraph)

    def _is_interview(self, span: Span) -> bool:
        return self._interview is not None and span.start >= self._interview

    @property
    def is_talk(self) -> bool:
        """Whether the article is a transcript or an interview."""
        return bool(self._labels) or self._interview is not None

    def add(
        self, span: Span, whole: Span, paragraph: Paragraph, drafts: Sequence[TokenDraft]
    ) -> list[TokenDraft]:
        """Return the claims of a chunk: `drafts`, and the sentences that are claims.

        `span` is the chunk's, `whole` that of the article's paragraph that it is part of.
        """
        found = self._found(span, whole, paragraph, drafts)
        talks = self.is_talk and (self._open or self._is_interview(span))
        if talks or any(draft.rule in RULES for draft in found):
            self.spoken.add(span.start)
        return found

    def _found(
        self, span: Span, whole: Span, paragraph: Paragraph, drafts: Sequence[TokenDraft]
    ) -> list[TokenDraft]:
        label = self._labels.get(span.start)
        if label is not None:
            self._open = True
            return self._turn(span, paragraph, label, drafts)
        if self._labels:
            return self._spoken(paragraph, drafts, 0) if self._open else list(drafts)
        if self._interview is not None and not self.is_answer(whole) and span == whole:
            asked = self._is_interview(span)
            return self._asked(paragraph, drafts, 0) if asked else list(drafts)
        if self._is_interview(span) or whole.start in self._quoted:
            return self._spoken(paragraph, drafts, 0)
        if self._release:
            return self._issued(span, paragraph, drafts)
        return self._introduced(span, whole, paragraph, drafts)

    # ---- transcripts

    def _turn(
        self, span: Span, paragraph: Paragraph, label: Label, drafts: Sequence[TokenDraft]
    ) -> list[TokenDraft]:
        doc = paragraph.doc
        source = frozenset(
            t.i for t in doc if label.span.start <= span.start + t.idx < label.span.end
        )
        first = next(
            (t.i for t in doc if span.start + t.idx >= label.begin and not t.is_space), len(doc)
        )
        if first >= len(doc) or not source:
            return []
        if self._text[span.start] in '“"':
            return [_turn_of(source, frozenset(range(first, len(doc))))]
        self._speaks(span, paragraph, source)
        name = self._text[label.span.start : label.span.end].casefold().strip(".")
        asked = name in _ASKING or _is_question(self._text, Span(label.begin, span.end))
        said = self._asked if asked else self._spoken
        spoken = said(paragraph, drafts, first)
        plain = next((i for i, draft in enumerate(spoken) if draft.rule == SENTENCE), None)
        if plain is not None:
            spoken[plain] = replace(spoken[plain], source=source, rule=TURN)
        return spoken

    # ---- statements

    def _issued(
        self, span: Span, paragraph: Paragraph, drafts: Sequence[TokenDraft]
    ) -> list[TokenDraft]:
        """Return the claims of a release, which begins where its issuer first speaks as `we`."""
        if not self._open and any(t.lower_ in _WE for t in paragraph.doc):
            subject = self._issuer(paragraph)
            self._open = self._titled or bool(subject)
            self._release = self._open
            if subject:
                self._speaks(span, paragraph, subject)
        return self._spoken(paragraph, drafts, 0) if self._open else list(drafts)

    def _issuer(self, paragraph: Paragraph) -> Tokens:
        """Return the state or body that the first sentence is about, if it is about one."""
        doc = paragraph.doc
        sentence = next(s for s in doc.sents if not s.text.isspace())
        own = syntax.child(sentence.root, "nsubj", "nsubjpass")
        if own is None:
            return NONE
        body = own.ent_type_ in ("GPE", "ORG", "NORP") or own.lemma_.lower() in self._lexicon.bodies
        return syntax.subtree(own) if body else NONE

    def _speaks(self, span: Span, paragraph: Paragraph, source: Tokens) -> None:
        draft = ClaimDraft(source, NONE, NONE, SENTENCE)
        self.voices[span.start] = placed(paragraph.doc, span.start, draft).source

    def _introduced(
        self, span: Span, whole: Span, paragraph: Paragraph, drafts: Sequence[TokenDraft]
    ) -> list[TokenDraft]:
        """`…, the minister said:` and paragraphs without marks that say it."""
        begun, self._open = self._open, False
        if span == whole and not drafts and self._goes_on_quoted(whole):
            return [_statement_of(frozenset(t.i for t in paragraph.doc))]
        self._attributed = any(draft.rule in QUOTED for draft in drafts)
        if begun and not paragraph.quotations and self._goes_on(paragraph):
            self._open = True
            return self._spoken(paragraph, drafts, 0)
        if span.end == whole.end and self._text[span.end - 1] == ":":
            source = self._speaker(paragraph)
            self._names = _naming(paragraph.doc, source)
            self._open = bool(source)
            if source:
                self._speaks(span, paragraph, source)
        return list(drafts)

    def _goes_on_quoted(self, whole: Span) -> bool:
        """Whether a paragraph is a quotation of whoever the paragraph before quotes."""
        quotations = self._quotations
        return self._attributed and quotations.is_quoted(whole) and not quotations.continues(whole)

    def _speaker(self, paragraph: Paragraph) -> Tokens:
        colon = next(t for t in reversed(paragraph.doc) if not t.is_space)
        verb = colon.nbor(-1).sent.root if colon.i else colon
        lemma = self._lexicon.lemma(verb.text, verb.lemma_)
        if "quote" not in self._lexicon.verb(lemma) or paragraph.quotation_at[verb.i] is not None:
            return NONE
        return paragraph.source(verb)

    def _goes_on(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is still part of the statement rather than about who makes it."""
        words = {t.lower_ for t in paragraph.doc}
        return not _FIRST_PERSON.isdisjoint(words) or words.isdisjoint(self._names)

    # ---- sentences

    def _spoken(
        self, paragraph: Paragraph, drafts: Sequence[TokenDraft], first: int
    ) -> list[TokenDraft]:
        """Return the sentences from token `first` on as claims, and the claims inside them.

        A sentence that reports what somebody says is that claim, and not the speaker's own.
        """
        found = []
        for sentence in self._parts(paragraph, drafts, first):
            own = [draft for draft in drafts if draft.anchor in sentence]
            if _is_report(paragraph, own, sentence):
                found += own
                continue
            said = frozenset(i for i in sentence if not paragraph.doc[i].is_space)
            if _says_something(paragraph, said):
                found.append(_statement_of(said))
            found += [draft for draft in own if _is_nested(draft, paragraph)]
        return found

    def _parts(self, paragraph: Paragraph, drafts: Sequence[TokenDraft], first: int) -> list[range]:
        """Return the sentences; a very short one belongs to the one before it, or after it."""
        found: list[range] = []
        joins = False
        for sentence in _sentences(paragraph, first):
            apart = _is_report(paragraph, drafts, sentence)
            short = not apart and _is_short(paragraph, sentence)
            if found and not apart and (short or joins):
                found[-1] = range(found[-1].start, sentence.stop)
                joins = False
            else:
                found.append(sentence)
                joins = short
            if apart:
                joins = False
        return found

    def _asked(
        self, paragraph: Paragraph, drafts: Sequence[TokenDraft], first: int
    ) -> list[TokenDraft]:
        """Return each sentence of one who asks as a claim, and the claims inside it.

        Also where it reports what somebody says, which is there for an answer.
        """
        found = []
        for sentence in self._parts(paragraph, (), first):
            said = frozenset(i for i in sentence if not paragraph.doc[i].is_space)
            own = [draft for draft in drafts if draft.anchor in sentence]
            if _says_something(paragraph, said) or _asks(paragraph, sentence):
                found.append(_statement_of(said))
            report = _is_report(paragraph, own, sentence)
            found += own if report else [d for d in own if _is_nested(d, paragraph)]
        return found


def _is_report(paragraph: Paragraph, drafts: Iterable[TokenDraft], sentence: range) -> bool:
    """Return whether a sentence as a whole is what somebody says."""
    doc = paragraph.doc
    return any(
        draft.anchor in sentence and doc[draft.anchor].dep_ == "ROOT" and draft.source
        for draft in drafts
    )


def _is_short(paragraph: Paragraph, sentence: range) -> bool:
    return sum(paragraph.doc[i].is_alpha for i in sentence) < _FEWEST_WORDS


def _asks(paragraph: Paragraph, sentence: range) -> bool:
    words = [t for t in paragraph.doc[sentence.start : sentence.stop] if not t.is_space]
    return bool(words) and any(t.text == "?" for t in words[-2:])


def _naming(doc: Doc, source: Tokens) -> frozenset[str]:
    """Return the noun that a source is built around, and the last one of its name."""
    head = (doc[i] for i in sorted(source) if doc[i].head.i not in source)
    name = takewhile(lambda t: t.pos_ not in ("PUNCT", "ADP"), (doc[i] for i in sorted(source)))
    nouns = [t for t in name if t.pos_ in ("NOUN", "PROPN")]
    return frozenset(t.lower_ for t in [*islice(head, 1), *nouns[-1:]])


def _is_nested(draft: TokenDraft, paragraph: Paragraph) -> bool:
    return draft.rule not in ("colon", "sentence") and is_own_claim(draft, paragraph)


def _turn_of(source: Tokens, content: Tokens) -> TokenDraft:
    return ClaimDraft(source, NONE, content, TURN, None, False, STRONG, min(content))


def _statement_of(content: Tokens) -> TokenDraft:
    return ClaimDraft(NONE, NONE, content, SENTENCE, None, False, STRONG, min(content))


def _says_something(paragraph: Paragraph, sentence: Iterable[int]) -> bool:
    order = sorted(sentence)
    words = [paragraph.doc[i] for i in order if paragraph.doc[i].is_alpha]
    if order and _NOTE.match(paragraph.doc[order[0] :].text):
        return False
    return len(words) >= _FEWEST_WORDS and any(t.pos_ in ("VERB", "AUX") for t in words)


def _sentences(paragraph: Paragraph, first: int) -> Iterator[range]:
    """Yield the sentences from token `first` on; one that ends without a stop goes on."""
    begin = first
    for sentence in paragraph.doc.sents:
        if sentence.end > begin and (_ends(sentence) or sentence.end == len(paragraph.doc)):
            yield range(begin, sentence.end)
            begin = sentence.end


def _ends(sentence: Sentence) -> bool:
    return _STOP.search(sentence.text.rstrip()) is not None
