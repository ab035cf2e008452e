# SPDX-License-Identifier: MIT
"""How many events it takes to annotate a real article to its hand-made claims.

The real window is driven by key and mouse events. A key press counts 1 (a chord too), a click 1, a
drag 2, a typed character 1; turning the wheel to bring words into sight counts nothing. The hand
annotation is used only to choose what to do next: at each step the cheapest way that the window
offers is looked for among what a person can see in it.

At the end every claim is checked in the project file. It is right if an accepted claim has
- as content exactly the letters and digits of the gold content (so white space, quotation marks and
  punctuation at its ends, or between two pieces, make no difference);
- as speaker the actor of the gold speaker: gold speakers and actors go one to one, and the actor
  bears the gold name or words by which the gold annotation mentions it;
- the stance, and exactly the domains. Gold names in another wording are mapped by their beginning.

Domains of the gold annotation that the starter codebook lacks are added before counting starts, as
an analyst sets up a codebook once.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from claimdesk.gui.annotating.picking.picker import Picker
from claimdesk.gui.app import application
from claimdesk.gui.window.features import FEATURES
from claimdesk.gui.window.main_window import MainWindow
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models import codebook
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span, Utf16Map
from claimdesk.models.text.words import clause_edge, snapped, word_edge

SEED = Path(__file__).resolve().parents[2] / "../shared/seed"
NAME = "effort: {}"
TARGETS = {True: 4.0, False: 10.0}
_SAME = 0.3
"""A suggestion is corrected, not made anew, if it shares this part of its characters with gold."""
_FAR = 10_000

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT, _ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Gold:
    """One claim of the hand annotation."""

    content: Span
    source: Span
    speaker: str
    stance: str
    domains: frozenset[str]


@dataclass(frozen=True)
class Article:
    """The article with its claims, and by which words each speaker is mentioned."""

    text: str
    claims: tuple[Gold, ...]
    called: dict[str, frozenset[str]]


def folded(name: str) -> str:
    return " ".join(name.split()).casefold().removeprefix("the ").removeprefix("a ")


def read_article(body: str, stored: dict[str, Any]) -> Article:
    raw = (SEED / "article.txt").read_bytes().decode("utf-8")
    moved = raw.index(body)
    called: dict[str, set[str]] = {a["name"]: {folded(a["name"])} for a in stored["actors"]}
    for mention in stored["mentions"]:
        called[mention["actor"]].add(folded(mention["quote"]))
    claims = [
        Gold(
            Span(claim["content"][0][0] - moved, claim["content"][-1][1] - moved),
            Span(claim["source"][0][0] - moved, claim["source"][0][1] - moved),
            claim["speaker"],
            claim["stance"],
            frozenset(claim["domains"]),
        )
        for claim in stored["claims"]
        if len(claim["content"]) == 1
    ]
    assert len(claims) == len(stored["claims"]), "a gold content of several pieces"
    ordered = tuple(sorted(claims, key=lambda gold: gold.content))
    return Article(body, ordered, {name: frozenset(words) for name, words in called.items()})


def letters(text: str, spans: list[Span]) -> frozenset[int]:
    """Where the letters and digits of some pieces stand."""
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def contents(row: AnnotationRow) -> list[Span]:
    return [piece.span for piece in row.role("content")]


class Hands:
    """Key and mouse events on the window, counted."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self.view = workbench.view
        self.count = 0
        self._map = Utf16Map(workbench.desk.article.body)  # type: ignore[union-attr]

    def press(self, key: Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        self.count += 1
        QTest.keyClick(self._focus(), key, modifier)
        QApplication.processEvents()

    def type(self, letter: str) -> None:
        self.count += 1
        QTest.keyClicks(self._focus(), letter)
        QApplication.processEvents()

    def click(self, place: QPoint, widget: QWidget) -> None:
        self.count += 1
        QTest.mouseClick(widget, Left, pos=place)
        QApplication.processEvents()

    def drag(self, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = _NONE) -> None:
        self.count += 2
        page = self.view.viewport()
        QTest.mousePress(page, Left, pos=start)
        QTest.mouseMove(page, (start + end) / 2)
        QTest.mouseMove(page, end)
        QTest.mouseRelease(page, Left, modifier, end)
        QApplication.processEvents()
        # So that the next press is not taken for a second or third click.
        QTest.qWait(QApplication.doubleClickInterval() + 10)

    def select(self, span: Span) -> None:
        """Selects words by dragging over them; the selection grows to whole words by itself."""
        self.show(span)
        self.drag(self.place(span.start), self.place(span.end))
        assert self.view.selected_span() is not None

    def show(self, span: Span) -> None:
        """Turns the wheel until words are in sight."""
        for _turn in range(400):
            top, bottom = self.place(span.start).y(), self.place(span.end).y()
            if top >= 4 and bottom <= self.view.viewport().height() - 4:
                return
            self._wheel(1 if top < 4 else -1)

    def place(self, point: int) -> QPoint:
        """Where the caret before a code point would stand in the viewport."""
        cursor = self.view.textCursor()
        cursor.setPosition(self._map.unit(point))
        return self.view.cursorRect(cursor).center()

    def _wheel(self, direction: int) -> None:
        page = self.view.viewport()
        middle = QPointF(page.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(page.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, 60 * direction),
            Qt.MouseButton.NoButton,
            _NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(page, event)
        QApplication.processEvents()

    def _focus(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        return popup.field if isinstance(popup, Picker) else QApplication.focusWidget() or self.view


class Analyst:
    """Looks at the window and at the gold claims, and does what is cheapest."""

    def __init__(self, workbench: Workbench, article: Article) -> None:
        self.desk = workbench.desk
        self.article = article
        self.hands = Hands(workbench)
        self.workbench = workbench
        self._actors: dict[str, int] = {}
        """The actor that was taken for a gold speaker."""
        self._made: dict[Gold, int] = {}
        self._last_domains: frozenset[str] = frozenset()

    # Reading the screen.

    def row(self) -> AnnotationRow:
        row = self.desk.current_row()
        assert row is not None
        return row

    def suggestions(self) -> list[AnnotationRow]:
        rows = self.desk.annotations.values()
        return [row for row in rows if row.layer == "claim" and row.state == "suggested"]

    def domain(self, name: str) -> int:
        """The domain of the codebook that a gold name means."""
        known = {row.name: row.id for row in self.desk.domains.values()}
        if name in known:
            return known[name]
        starts = [number for own, number in known.items() if own.startswith(name.split(" (")[0])]
        assert len(starts) == 1, name
        return starts[0]

    def domains(self, gold: Gold) -> set[int]:
        return {self.domain(name) for name in gold.domains}

    def may_be(self, actor: int | None, speaker: str) -> bool:
        """Whether an actor can stand for a gold speaker: known for it, or called so."""
        if actor is None or actor not in self.desk.actors:
            return False
        if speaker in self._actors:
            return self._actors[speaker] == actor
        row = self.desk.actors[actor]
        called = {folded(name) for name in (row.name, *row.aliases)}
        return actor not in self._actors.values() and bool(called & self.article.called[speaker])

    def matched(self) -> dict[int, Gold]:
        """The suggestions and the gold claims that they come closest to, one to one."""
        pairs = []
        for row in self.suggestions():
            own = letters(self.article.text, contents(row))
            for number, gold in enumerate(self.article.claims):
                other = letters(self.article.text, [gold.content])
                pairs.append((len(own & other) / len(own | other), row.id, number))
        result: dict[int, Gold] = {}
        for shared, row_id, number in sorted(pairs, reverse=True):
            gold = self.article.claims[number]
            if shared >= _SAME and row_id not in result and gold not in result.values():
                result[row_id] = gold
        return result

    # The work.

    def review(self) -> None:
        """From suggestions: go through them, correcting, rejecting, adding what is missing."""
        pairs = self.matched()
        missing = [gold for gold in self.article.claims if gold not in pairs.values()]
        rows = self.suggestions()
        pane = self.workbench.panes["claims"]
        first = pane.view.visualRect(pane.model.index_of(rows[0].id)).center()
        self.hands.click(first, pane.view.viewport())
        for row in rows:
            if self.desk.current != row.id:
                self.hands.press(Key.Key_Tab)
            assert self.desk.current == row.id, "the window went on to another suggestion"
            if row.id in pairs:
                self.correct(pairs[row.id])
            else:
                self.hands.press(Key.Key_X)
            while missing and (not self.suggestions() or self._due(missing[0], row, rows)):
                self.add(missing.pop(0))

    def _due(self, gold: Gold, row: AnnotationRow, rows: list[AnnotationRow]) -> bool:
        """Whether the place of a missing claim has been read when `row` was decided."""
        later = [other.start for other in rows if other.start > row.start]
        return gold.content.start < min(later, default=_FAR)

    def from_nothing(self) -> None:
        for gold in self.article.claims:
            self.add(gold)

    def add(self, gold: Gold) -> None:
        """Record a claim that was not suggested, and code it."""
        self.hands.select(gold.content)
        self.hands.press(Key.Key_C)
        offered = self.offered()
        known = [i for i in offered if i is not None and self.may_be(i, gold.speaker)]
        if known:
            self.pick(known[0])
        else:
            self.hands.press(Key.Key_Escape)
        self._fit(gold)
        self._code(gold)

    def correct(self, gold: Gold) -> None:
        self._fit(gold)
        self._code(gold)

    def _fit(self, gold: Gold) -> None:
        """Bring the content to the letters of the gold one."""
        text = self.article.text
        wanted = letters(text, [gold.content])
        if letters(text, contents(self.row())) == wanted:
            return
        if len(contents(self.row())) > 1 or self._steps(gold) > 6:
            self.hands.select(gold.content)
            self.hands.press(Key.Key_T)
        else:
            self._move_end(gold, at_start=True)
            self._move_end(gold, at_start=False)
        got = [text[s:e] for s, e in contents(self.row())]
        assert letters(text, contents(self.row())) == wanted, (gold, got)

    def _steps(self, gold: Gold) -> int:
        """What moving both ends would cost; many if no word ends where they should."""
        return sum(min(2, abs(self._presses(gold, start))) for start in (True, False)) * 2

    def _presses(self, gold: Gold, at_start: bool) -> int:
        """How many words an end has to move, on (positive) or back."""
        text = self.article.text
        row = contents(self.row())
        point = row[0].start if at_start else row[-1].end
        wanted = letters(text, [gold.content])
        edge = min(wanted) if at_start else max(wanted) + 1
        present = letters(text, row)
        if edge == (min(present) if at_start else max(present) + 1):
            return 0
        step = 1 if edge > point else -1
        for count in range(1, 200):
            point = word_edge(text, point, step, starts=at_start)
            if point == edge:
                return count * step
        return _FAR

    def _move_end(self, gold: Gold, *, at_start: bool) -> None:
        presses = self._presses(gold, at_start)
        if abs(presses) > 1 and self._by_clause(gold, 1 if presses > 0 else -1, at_start=at_start):
            return
        if abs(presses) <= 2:
            key = Key.Key_Right if presses > 0 else Key.Key_Left
            for _press in range(abs(presses)):
                self.hands.press(key, _SHIFT if at_start else _ALT)
            return
        spans = contents(self.row())
        self.hands.show(Span(gold.content.start, spans[-1].end))
        begin = spans[0].start if at_start else spans[-1].end
        target = gold.content.start if at_start else gold.content.end
        self.hands.drag(self.hands.place(begin), self.hands.place(target))

    def _by_clause(self, gold: Gold, step: int, *, at_start: bool) -> bool:
        """Move an end by one clause, if that is what brings it to its place."""
        row, text = contents(self.row()), self.article.text
        point = row[0].start if at_start else row[-1].end
        moved = clause_edge(text, point, step, starts=at_start)
        wanted = letters(text, [gold.content])
        got = [i for i in letters(text, [Span(min(moved, point), max(moved, point))])]
        inside = [i for i in got if i in wanted]
        grows = (step < 0) == at_start
        edge = min(wanted) if at_start else max(wanted)
        if not got or (grows and (len(inside) != len(got) or edge not in got)):
            return False
        if not grows and (inside or edge != self._left(row, got, at_start=at_start)):
            return False
        key = Key.Key_Down if step > 0 else Key.Key_Up
        self.hands.press(key, _ALT | _SHIFT if at_start else _ALT)
        return True

    def _left(self, row: list[Span], going: list[int], *, at_start: bool) -> int:
        """The letter at which an annotation begins or ends once some letters go."""
        left = letters(self.article.text, row) - set(going)
        return min(left) if at_start else max(left)

    def _code(self, gold: Gold) -> None:
        """Speaker, stance and domains, then on to the next claim."""
        self._set_speaker(gold)
        self._set_stance(gold)
        wanted = self.domains(gold)
        row = self.row()
        if set(row.domain_ids) == wanted:
            if row.state == "suggested":
                self.hands.press(Key.Key_A)
        elif self._repeats(gold):
            self.hands.press(Key.Key_R)
        else:
            self._set_domains(gold, wanted)
        self._last_domains = gold.domains
        self._made[gold] = row.id

    def _repeats(self, gold: Gold) -> bool:
        return bool(self._made) and self._last_domains == gold.domains

    def _set_speaker(self, gold: Gold) -> None:
        if not self.may_be(self.row().speaker_id, gold.speaker):
            if gold.speaker in self._actors:
                self.hands.press(Key.Key_S)
                self.pick(self._actors[gold.speaker])
            else:
                self._new_speaker(gold)
        speaker = self.row().speaker_id
        assert speaker is not None
        self._actors[gold.speaker] = speaker

    def _new_speaker(self, gold: Gold) -> None:
        """Select the words that name the speaker and make them the source: a new actor."""
        words = self._naming(gold)
        self.hands.select(words)
        self.hands.press(Key.Key_S)
        if isinstance(QApplication.activePopupWidget(), Picker):
            offered = self.offered()
            fitting = [i for i in offered if i is not None and self.may_be(i, gold.speaker)]
            if fitting:
                self.pick(fitting[0])
                return
            self.hands.press(Key.Key_Return)
            self.hands.press(Key.Key_Return)

    def _naming(self, gold: Gold) -> Span:
        """Words of the text that name a gold speaker, those nearest to its source."""
        text = self.article.text
        lowered = text.casefold()
        found = []
        for name in self.article.called[gold.speaker]:
            start = lowered.find(name)
            while start >= 0:
                span = Span(start, start + len(name))
                if snapped(text, span) == span:
                    found.append((abs(start - gold.source.start), -len(name), span))
                start = lowered.find(name, start + 1)
        return min(found)[2]

    def _set_stance(self, gold: Gold) -> None:
        choices = self.desk.fields["stance"].choices
        keys = [choice.key for choice in choices]
        wanted = keys.index(gold.stance)
        if self.row().codes.get("stance") != choices[wanted].id:
            self.hands.press(Key(Key.Key_1 + wanted))

    def _set_domains(self, gold: Gold, wanted: set[int]) -> None:
        ticked = set(self.row().domain_ids)
        self.hands.press(Key.Key_D, _SHIFT)
        if len(wanted) == 1:
            self.pick(min(wanted))
            return
        differing = sorted(ticked ^ wanted)
        last = differing[-1]
        for number in differing[:-1]:
            self._tick(number)
        if len(differing) > 1 and last not in ticked:
            # It joins what is ticked.
            self.pick(last)
            return
        self._tick(last)
        self.hands.press(Key.Key_Return, _SHIFT)

    # Pickers.

    def offered(self) -> list[int | None]:
        """The rows that the open picker shows."""
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, Picker)
        items = (popup.list.item(i) for i in range(popup.list.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items]

    def pick(self, number: int) -> None:
        """Take a row by its digit; a picker of several goes on to the next claim then."""
        self.hands.press(self._digit(number), _CONTROL)

    def _tick(self, number: int) -> None:
        self.hands.press(self._digit(number), _ALT)

    def _digit(self, number: int) -> Key:
        """The digit that the picker shows at a row, once enough is typed to bring it among nine."""
        for _letter in range(40):
            place = self.offered().index(number)
            if place < 9:
                return Key(Key.Key_1 + place)
            self._type(number)
        raise AssertionError("the picker does not find it")

    def _type(self, number: int) -> None:
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, Picker)
        label = self._label(number)
        typed = "" if popup.field.hasSelectedText() else popup.field.text()
        self.hands.type(label[len(typed)].lower())

    def _label(self, number: int) -> str:
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, Picker)
        item = popup.list.item(self.offered().index(number))
        return item.text()


def wrong(analyst: Analyst, rows: dict[int, AnnotationRow]) -> list[str]:
    """What is not as the hand annotation has it, read from the project file."""
    article, problems = analyst.article, []
    speakers: dict[str, set[int | None]] = {}
    stances = {choice.key: choice.id for choice in analyst.desk.fields["stance"].choices}
    for gold, number in analyst._made.items():
        row = rows[number]
        speakers.setdefault(gold.speaker, set()).add(row.speaker_id)
        actor = analyst.desk.actors.get(row.speaker_id or 0)
        called = {folded(n) for n in (actor.name, *actor.aliases)} if actor else set()
        checks = {
            "state": row.state == "accepted",
            "content": letters(article.text, contents(row))
            == letters(article.text, [gold.content]),
            "speaker": bool(called & article.called[gold.speaker]),
            "stance": row.codes.get("stance") == stances[gold.stance],
            "domains": set(row.domain_ids) == analyst.domains(gold),
        }
        problems += [f"{gold.content}: {name}" for name, right in checks.items() if not right]
    taken = [min(found, key=str) for found in speakers.values()]
    if any(len(found) != 1 for found in speakers.values()) or len(set(taken)) != len(taken):
        problems.append("speakers and actors do not go one to one")
    accepted = {r.id for r in rows.values() if r.layer == "claim" and r.state == "accepted"}
    if accepted != set(analyst._made.values()) or len(accepted) != len(article.claims):
        problems.append(f"{len(accepted)} accepted claims for {len(article.claims)} gold ones")
    return problems


def prepare(path: Path, stored: dict[str, Any], *, with_suggestions: bool) -> int:
    """A project with the article and the codebook it needs; how many domains were added."""
    create_project(path)
    with Project.open(path) as project:
        import_paths(project, [SEED / "article.txt"])
        with project.reading() as connection:
            names = [row.name for row in queries.domains(connection).values()]
        wanted = {name for claim in stored["claims"] for name in claim["domains"]}
        lacking = [n for n in sorted(wanted) if not any(own.startswith(n) for own in names)]
        with project.edit("Codebook") as session:
            for name in lacking:
                codebook.add_domain(session, name)
        if with_suggestions:
            with project.reading() as connection:
                article = queries.article(connection, 1)
                known = read_knowledge(connection)
            assert article is not None
            engine = Engine.load()
            run = Run(project, 1, engine.pipeline)
            run.add(engine.suggest_all(article.body, known))
            run.finish()
    return len(lacking)


def measure(path: Path, stored: dict[str, Any], *, with_suggestions: bool) -> dict[str, object]:
    added = prepare(path, stored, with_suggestions=with_suggestions)
    settings = QSettings(str(path.with_suffix(".ini")), QSettings.Format.IniFormat)
    settings.setValue("suggest_on_open", False)
    window = MainWindow(settings)
    workbench = Workbench(window, FEATURES)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    workbench.projects.open(path)
    while workbench.desk.article is None:
        QApplication.processEvents()
    workbench.view.setFocus()
    analyst = Analyst(workbench, read_article(workbench.desk.article.body, stored))
    if with_suggestions:
        analyst.review()
    else:
        analyst.from_nothing()
    with workbench.desk.project.reading() as connection:  # type: ignore[union-attr]
        rows = {row.id: row for row in queries.article_annotations(connection, 1)}
    problems = wrong(analyst, rows)
    window.close()
    claims = len(analyst.article.claims)
    value = math.ceil(1000 * analyst.hands.count / claims) / 1000
    what = (
        "events per gold claim, from suggestions"
        if with_suggestions
        else "from an article without suggestions"
    )
    right = claims - len({problem.split(":")[0] for problem in problems})
    return {
        "name": NAME.format(what),
        "value": value,
        "unit": f"events per claim ({analyst.hands.count} events; {right} of {claims} claims right;"
        f" {added} domains added to the starter codebook first)",
        "baseline": "some 15 actions per claim in a form",
        "target": TARGETS[with_suggestions],
        "met": not problems and value <= TARGETS[with_suggestions],
        **({"wrong": problems} if problems else {}),
    }


def main() -> int:
    if not (SEED / "gold.json").exists():
        print("effort: no annotated article beside the checkout, so nothing is measured")
        return 0
    stored = json.loads((SEED / "gold.json").read_text(encoding="utf-8"))
    application([], "light")
    with tempfile.TemporaryDirectory() as folder:
        for with_suggestions in (True, False):
            path = Path(folder) / f"effort-{with_suggestions}.claimdesk"
            print(json.dumps(measure(path, stored, with_suggestions=with_suggestions)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
