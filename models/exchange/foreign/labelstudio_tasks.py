# SPDX-License-Identifier: MIT
"""One task of Label Studio, read and written."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import Any

from claimdesk.models.exchange.corpus import CorpusArticle
from claimdesk.models.exchange.foreign.carried import KEY, pack
from claimdesk.models.exchange.foreign.documents import (
    ForeignDocument,
    ForeignRelation,
    ForeignSpan,
    Piece,
)
from claimdesk.models.exchange.foreign.format import natives
from claimdesk.models.exchange.foreign.html_text import HtmlText
from claimdesk.models.exchange.foreign.json_files import Unreadable, index_of, label_of, said
from claimdesk.models.exchange.reports import Loss
from claimdesk.models.messages.catalogue import _

_PLACES = ("start", "end", "startOffset", "endOffset", "globalOffsets", "labels")
_OFFSETS = (*_PLACES, "text")
_PAGE = "hypertextlabels"
_LABELS = ("labels", "hypertextlabels", "paragraphlabels")
_SHORT_FORM = {
    *("id", "annotator", "annotation_id", "lead_time", "created_at", "updated_at"),
    *("data", "annotations", "predictions", "drafts", "meta", KEY),
}

# Writing


def task_of(number: int, article: CorpusArticle, labels: set[str]) -> dict[str, Any]:
    """Return an article as a task; adds the labels that it has to `labels`."""
    body = article.article.body
    annotations = [(each, natives(each)) for each in article.annotations]
    by_annotator: dict[str, list[dict[str, Any]]] = {}
    for at, (annotation, own) in enumerate(annotations):
        for piece, native in enumerate(own):
            labels.add(native.label)
            by_annotator.setdefault(annotation.annotator or "", []).append(
                {
                    "id": f"a{at}p{piece}",
                    "type": "labels",
                    "from_name": "label",
                    "to_name": "text",
                    "origin": "manual",
                    "value": {
                        "start": native.span.start,
                        "end": native.span.end,
                        "text": body[slice(*native.span)],
                        "labels": [native.label],
                    },
                }
            )
    results = [{"result": result} for _who, result in sorted(by_annotator.items())]
    return {
        "id": number,
        "data": {"text": body},
        "annotations": results,
        "meta": {KEY: pack(article, annotations)},
    }


# Reading


def read_task(where: str, value: Any) -> ForeignDocument:  # noqa: ANN401
    """Return what a task says."""
    return _Task(where, value).document()


class _Task:
    def __init__(self, where: str, value: Any) -> None:  # noqa: ANN401
        self._value = value if isinstance(value, dict) else {}
        data = self._value.get("data")
        self._data = data if isinstance(data, dict) else self._value
        self._is_short = not isinstance(data, dict)
        self._key = _text_key(self._data)
        self._where = where
        self._html: HtmlText | None = None
        self._lines: list[int] = []
        """Where each turn of a dialogue begins."""
        self._document = ForeignDocument(self._text(), where)
        if isinstance(value, Unreadable):
            self._document.problems.append(value)

    def document(self) -> ForeignDocument:
        """Return all that it says."""
        document, meta = self._document, self._value.get("meta")
        if isinstance(meta, dict):
            document.carried = meta.get(KEY)
            document.notes += [said(str(n), each) for n, each in meta.items() if n != KEY]
        self._read_data()
        if self._is_short:
            self._read_short()
            return document
        answers = [each for each in self._listed("annotations", "completions") if each]
        self._leave_out(_("skipped answers"), "skipped answers", answers, "was_cancelled")
        answers = [each for each in answers if not each.get("was_cancelled")]
        for number, each in enumerate(answers, 1):
            self._read_answer(number, each, _annotator(each.get("completed_by")), "accepted")
        document.is_done = bool(answers)
        predictions = self._listed("predictions")
        if not answers:
            for number, each in enumerate(predictions, 1):
                self._read_answer(number, each, None, "suggested")
        else:
            self._leave_out(
                _("predictions beside annotations"), "predictions beside annotations", predictions
            )
        self._leave_out(_("drafts"), "drafts", self._listed("drafts"))
        self._count_history(answers)
        return document

    def _text(self) -> str:
        """Return the text of a task: as it is, of a page without its tags, or of a dialogue."""
        text = self._data.get(self._key)
        if isinstance(text, list):
            turns = [_turn(each) for each in text]
            self._lines = list(accumulate((len(words) + 1 for _who, words in turns), initial=0))
            self._lines = [at + len(who) for at, (who, _w) in zip(self._lines, turns, strict=False)]
            return "\n".join(words for _who, words in turns)
        if isinstance(text, str) and self._is_page():
            self._html = HtmlText(text)
            return self._html.shown
        return text if isinstance(text, str) else ""

    def _is_page(self) -> bool:
        """Return whether a result is about a web page."""
        answers = self._listed("annotations", "completions", "predictions")
        results = [one for each in answers for one in _listed(each.get("result"))]
        return any(isinstance(one, dict) and one.get("type") == _PAGE for one in results)

    def _listed(self, *names: str) -> list[dict[str, Any]]:
        for name in names:
            if isinstance(self._value.get(name), list):
                return [each for each in self._value[name] if isinstance(each, dict)]
        return []

    def _read_data(self) -> None:
        """Keep the other columns of a task as lines of the note of its article."""
        for name, each in self._data.items():
            known = name == self._key or (self._is_short and name in _SHORT_FORM)
            is_result = self._is_short and isinstance(each, list | dict)
            if known or is_result or each in (None, "", [], {}):
                continue
            self._document.notes.append(said(str(name), each))

    def _read_short(self) -> None:
        """Read a task of the short form, where results stand beside the text."""
        annotator = _annotator(self._value.get("annotator"))
        for name, each in self._value.items():
            if name in _SHORT_FORM or not isinstance(each, list | dict):
                continue
            for number, value in enumerate(each if isinstance(each, list) else [each], 1):
                where = f"{self._where}, {name} {number}"
                if isinstance(value, dict) and "start" in value:
                    self._regions(where, name, value, None, annotator, "accepted", None)
                elif value not in (None, "", [], {}):
                    self._document.notes.append(said(name, value))
        self._document.is_done = True

    def _read_answer(
        self, number: int, answer: dict[str, Any], annotator: str | None, state: str
    ) -> None:
        """Read what one annotator, or a model, says; regions before what is said of them."""
        listed = [each for each in _listed(answer.get("result")) if isinstance(each, dict)]
        score = answer.get("score")
        score = float(score) if isinstance(score, int | float) else None
        for at, result in enumerate(listed, 1):
            where = _("{where}, annotation {number}, result {at}").format(
                where=self._where, number=number, at=at
            )
            value = result.get("value")
            if str(result.get("type", "labels")) in _LABELS and isinstance(value, dict):
                name = str(result.get("from_name", "label"))
                own = f"{number}/{result.get('id', at)}"
                self._regions(where, name, value, own, annotator, state, score)
                self._attach_meta(own, result.get("meta"))
        for result in listed:
            self._read_other(number, result)

    def _regions(
        self,
        where: str,
        name: str,
        value: dict[str, Any],
        own: str | None,
        annotator: str | None,
        state: str,
        score: float | None,
    ) -> None:
        """Add one annotation for each label of a region."""
        words = value.get("text")
        start, end = self._place(value)
        if (start is None or end is None) and not (isinstance(words, str) and words.strip()):
            self._document.problems.append(
                _("{where} has no offsets in the text; it is left out.").format(where=where)
            )
            return
        piece = Piece(start, end, words if isinstance(words, str) else None)
        found = [label_of(each) for key in _LABELS for each in _listed(value.get(key))]
        for label in [each for each in found if each] or [name]:
            self._document.spans.append(
                ForeignSpan(label, [piece], where, own, annotator, state, score)
            )

    def _place(self, value: dict[str, Any]) -> tuple[int | None, int | None]:
        """Return where a region is in the text."""
        offsets = value.get("globalOffsets")
        at = offsets if isinstance(offsets, dict) else value
        start, end = index_of(at.get("start")), index_of(at.get("end"))
        if self._html is not None and start is not None and end is not None:
            return self._html.place(start, end)
        if self._lines:
            # The number of a turn, and offsets in it.
            return (
                self._in_turn(value.get("start"), value.get("startOffset")),
                self._in_turn(value.get("end"), value.get("endOffset")),
            )
        return start, end

    def _in_turn(self, turn: Any, offset: Any) -> int | None:  # noqa: ANN401
        number, at = label_of(turn), index_of(offset)
        if number is None or at is None or not number.isdecimal():
            return None
        place = int(number[:9])
        return self._lines[place] + at if place < len(self._lines) else None

    def _attach_meta(self, own: str, meta: Any) -> None:  # noqa: ANN401
        """Keep what an annotator noted on a region."""
        notes = _listed(meta.get("text")) if isinstance(meta, dict) else []
        lines = [each for each in notes if isinstance(each, str)]
        for span in self._document.spans:
            if span.id == own:
                span.notes += lines

    def _read_other(self, number: int, result: dict[str, Any]) -> None:
        kind, value = str(result.get("type", "labels")), result.get("value")
        if kind in _LABELS:
            return
        if kind == "relation":
            labels = " ".join(str(each) for each in _listed(result.get("labels"))) or "relation"
            ends = [f"{number}/{result.get(name)}" for name in ("from_id", "to_id")]
            self._document.relations.append(ForeignRelation(labels, ends[0], ends[1]))
            return
        if not isinstance(value, dict):
            return
        known = _PLACES if kind == "textarea" else _OFFSETS
        rest = {name: each for name, each in value.items() if name not in known}
        plain = [", ".join(map(str, e)) if isinstance(e, list) else str(e) for e in rest.values()]
        name = str(result.get("from_name", kind))
        own = f"{number}/{result.get('id')}"
        about = [span for span in self._document.spans if span.id == own]
        for span in about:
            span.attributes.append((name, "; ".join(plain)))
        if not about:
            self._document.notes.append(f"{name}: {'; '.join(plain)}")

    def _leave_out(
        self, words: str, key: str, listed: list[dict[str, Any]], only: str = "result"
    ) -> None:
        """Count those of a list of which something is said."""
        count = sum(bool(each.get(only)) for each in listed)
        self._document.left_out += +Counter({Loss(key, words): count})

    def _count_history(self, answers: list[dict[str, Any]]) -> None:
        steps = sum(len(_listed(each.get("history"))) for each in answers)
        loss = Loss("steps of the history there", _("steps of the history there"))
        self._document.left_out[loss] += steps


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else []


def _text_key(data: dict[str, Any]) -> str:
    """Return which value of a task is its text: `text`, or else the longest."""
    texts = {name: each for name, each in data.items() if isinstance(each, str)}
    if "text" in texts:
        return "text"
    for name, each in data.items():
        # A dialogue: turns with a text each.
        if isinstance(each, list) and each and all(_is_turn(one) for one in each):
            return name
    return max(texts, key=lambda name: len(texts[name]), default="text")


def _is_turn(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, dict) and isinstance(value.get("text"), str)


def _turn(value: Any) -> tuple[str, str]:  # noqa: ANN401
    """Return who speaks, as it stands before the words, and all of a turn of a dialogue."""
    if not _is_turn(value):
        return "", ""
    names = (label_of(value.get(name)) for name in ("author", "speaker", "name", "role"))
    who = next((f"{name}: " for name in names if name), "")
    return who, f"{who}{value['text']}"


def _annotator(value: Any) -> str | None:  # noqa: ANN401
    if isinstance(value, dict):
        names = [value.get(name) for name in ("first_name", "last_name")]
        full = " ".join(each for each in names if isinstance(each, str) and each.strip())
        email = value.get("email")
        known = full or (email if isinstance(email, str) else "")
        value = known or value.get("id")
    label = label_of(value)
    if label is None:
        return None
    return _("annotator {number}").format(number=label) if label.isdecimal() else label
