# SPDX-License-Identifier: MIT
"""An analyst who brings an article to its hand-made claims the cheapest way the window offers."""

from __future__ import annotations

from effort_gold import Article, Gold, Spans, folded
from effort_hands import ALT, CONTROL, NONE, SHIFT, Hands, Key

from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import clause_edge, snapped, word_edge

_SAME = 0.3
"""A suggestion is corrected, not made anew, if it shares this part of its characters with gold."""
_FAR = 10_000


def letters(text: str, spans: Spans) -> frozenset[int]:
    """Return where the letters and digits of some pieces stand."""
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def contents(row: AnnotationRow) -> Spans:
    """Return the pieces of the content."""
    return tuple(piece.span for piece in row.role("content"))


class Analyst:
    """Looks at the window and at the gold claims, and does what is cheapest."""

    def __init__(self, workbench: Workbench, article: Article) -> None:
        self.desk = workbench.desk
        self.article = article
        self.hands = Hands(workbench)
        self.workbench = workbench
        self.made: dict[Gold, int] = {}
        self.failed: dict[Gold, str] = {}
        """Claims that could not be brought to what they should be, and at what it failed."""
        assert workbench.desk.article is not None
        self.text = workbench.desk.article.body
        self._actors: dict[str, int] = {}
        """The actor that was taken for a gold speaker."""
        self._last_domains: frozenset[str] = frozenset()
        self._last: Gold | None = None
        """The claim that was made or decided last."""

    # Reading the screen.

    def row(self) -> AnnotationRow:
        row = self.desk.current_row()
        assert row is not None, "no claim is current"
        return row

    def suggestions(self) -> list[AnnotationRow]:
        rows = self.desk.annotations.values()
        return [row for row in rows if row.layer == "claim" and row.state == "suggested"]

    def domain(self, name: str) -> int:
        """Return the domain of the codebook that a gold name means."""
        known = {row.name: row.id for row in self.desk.domains.values()}
        if name in known:
            return known[name]
        starts = [number for own, number in known.items() if own.startswith(name.split(" (")[0])]
        assert len(starts) == 1, name
        return starts[0]

    def domains(self, gold: Gold) -> set[int]:
        return {self.domain(name) for name in gold.domains}

    def choice(self, field: str, key: str) -> int:
        """Return the id of a value of the codebook."""
        return next(c.id for c in self.desk.fields[field].choices if c.key == key)

    def is_speaker(self, actor: int | None, gold: Gold) -> bool:
        """Return whether an actor is right as the speaker of a claim."""
        row = self.desk.actors.get(actor or 0)
        return row is not None and self.article.is_speaker(gold, (row.name, *row.aliases))

    def may_be(self, actor: int | None, gold: Gold) -> bool:
        """Return whether an actor can stand for a gold speaker: known for it, or called so."""
        if not self.article.one_to_one:
            return self.is_speaker(actor, gold)
        if actor is not None and gold.speaker in self._actors:
            return self._actors[gold.speaker] == actor
        return actor not in self._actors.values() and self.is_speaker(actor, gold)

    def _may_become(self, name: str, gold: Gold) -> bool:
        """Return whether a new actor of a name would be right as the speaker of a claim."""
        return gold.speaker not in self._actors and self.article.is_speaker(gold, (name,))

    def is_coded(self, row: AnnotationRow, field: str, keys: tuple[str, ...]) -> bool:
        """Return whether a field of a claim has one of the values; any will do if none is named."""
        return not keys or row.codes.get(field) in {self.choice(field, key) for key in keys}

    def matched(self) -> dict[int, Gold]:
        """Return the suggestions and the gold claims that they come closest to, one to one."""
        pairs = []
        for row in self.suggestions():
            own = letters(self.text, contents(row))
            for number, gold in enumerate(self.article.claims):
                other = letters(self.text, gold.content)
                if own & other:
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
        for row in rows:
            self._go_to(row, first=row is rows[0])
            if row.id in pairs:
                self.correct(pairs[row.id])
            else:
                self.hands.press(Key.Key_X)
            while missing and (not self.suggestions() or self._due(missing[0], row, rows)):
                self.add(missing.pop(0))
        for gold in missing:
            self.add(gold)

    def _go_to(self, row: AnnotationRow, *, first: bool) -> None:
        """Go to a suggestion: by the key for the next one, or by a click into the list."""
        if not first:
            if self.desk.current != row.id:
                self.hands.press(Key.Key_Tab)
            if self.desk.current == row.id:
                return
        pane = self.workbench.panes["claims"]
        index = pane.model.index_of(row.id)
        pane.view.scrollTo(index)
        self.hands.click(pane.view.visualRect(index).center(), pane.view.viewport())
        assert self.desk.current == row.id, "the list went on to another suggestion"

    def _due(self, gold: Gold, row: AnnotationRow, rows: list[AnnotationRow]) -> bool:
        """Return whether the place of a missing claim has been read when `row` was decided."""
        later = [other.start for other in rows if other.start > row.start]
        return gold.start < min(later, default=_FAR)

    def from_nothing(self) -> None:
        """Record every claim from an article without suggestions."""
        for gold in self.article.claims:
            self.add(gold)

    def add(self, gold: Gold) -> None:
        """Record a claim that was not suggested, and code it."""
        try:
            self._add(gold)
        except (AssertionError, ValueError) as error:
            self._give_up(gold, error)

    def correct(self, gold: Gold) -> None:
        """Bring the current suggestion to a gold claim."""
        try:
            self._fit(gold)
            self._code(gold)
        except (AssertionError, ValueError) as error:
            self._give_up(gold, error)

    def _add(self, gold: Gold) -> None:
        last = self._last
        self.hands.select(gold.content[0])
        if last is not None and last.speaker == gold.speaker:
            self.hands.press(Key.Key_L)
            self._fit(gold)
            self._code(gold)
            return
        self.hands.press(Key.Key_C)
        known = [i for i in self.hands.offered() if i is not None and self.may_be(i, gold)]
        new = [(i, n) for i, n in self.hands.new() if self._may_become(n, gold)]
        if known:
            self._pick_actor(known[0])
        elif new:
            self.hands.pick(*new[0])
        elif (words := self._naming(gold)) is None:
            self.hands.create(gold.speaker)
        else:
            self.hands.press(Key.Key_Escape)
            self._new_speaker(gold, words)
        self._fit(gold)
        self._code(gold)

    def _give_up(self, gold: Gold, error: Exception) -> None:
        """Leave a claim as it is; what the window did not take remains wrong."""
        self.failed[gold] = str(error) or type(error).__name__
        self.hands.escape()
        row = self.desk.current_row()
        if row is not None and row.layer == "claim" and row.state == "accepted":
            self.made.setdefault(gold, row.id)

    # Bounds.

    def _fit(self, gold: Gold) -> None:
        """Bring the content to the letters of the gold one."""
        wanted = letters(self.text, gold.content)
        if letters(self.text, contents(self.row())) == wanted:
            return
        several = len(gold.content) > 1 or len(contents(self.row())) > 1
        if several or self._steps(gold.content[0]) > 6:
            self._set_content(gold.content)
        else:
            self._move_end(gold.content[0], at_start=True)
            self._move_end(gold.content[0], at_start=False)
        got = [self.text[s:e] for s, e in contents(self.row())]
        assert letters(self.text, contents(self.row())) == wanted, f"content is {got}"

    def _set_content(self, wanted: Spans) -> None:
        """Select the pieces one by one, the first only if it is not there yet."""
        first = (letters(self.text, spans) for spans in (contents(self.row()), wanted[:1]))
        if len(set(first)) > 1:
            self.hands.select(wanted[0])
            self.hands.press(Key.Key_T)
        for piece in wanted[1:]:
            self.hands.select(piece)
            self.hands.press(Key.Key_P)

    def _steps(self, content: Span) -> int:
        """Return what moving both ends would cost; many if no word ends where they should."""
        return sum(min(2, abs(self._presses(content, start))) for start in (True, False)) * 2

    def _presses(self, content: Span, at_start: bool) -> int:
        """Return how many words an end has to move, on (positive) or back."""
        row = contents(self.row())
        point = row[0].start if at_start else row[-1].end
        wanted = letters(self.text, (content,))
        edge = min(wanted) if at_start else max(wanted) + 1
        present = letters(self.text, row)
        if edge == (min(present) if at_start else max(present) + 1):
            return 0
        step = 1 if edge > point else -1
        for count in range(1, 200):
            point = word_edge(self.text, point, step, starts=at_start)
            if point == edge:
                return count * step
        return _FAR

    def _move_end(self, content: Span, *, at_start: bool) -> None:
        presses = self._presses(content, at_start)
        step = 1 if presses > 0 else -1
        if abs(presses) > 1 and self._by_clause(content, step, at_start=at_start):
            return
        if abs(presses) <= 2:
            key = Key.Key_Right if presses > 0 else Key.Key_Left
            for _press in range(abs(presses)):
                self.hands.press(key, SHIFT if at_start else ALT)
            return
        spans = contents(self.row())
        self.hands.show(Span(content.start, spans[-1].end))
        begin = spans[0].start if at_start else spans[-1].end
        target = content.start if at_start else content.end
        self.hands.drag(self.hands.place(begin), self.hands.place(target))

    def _by_clause(self, content: Span, step: int, *, at_start: bool) -> bool:
        """Move an end by one clause, if that is what brings it to its place."""
        row = contents(self.row())
        point = row[0].start if at_start else row[-1].end
        moved = clause_edge(self.text, point, step, starts=at_start)
        wanted = letters(self.text, (content,))
        got = list(letters(self.text, (Span(min(moved, point), max(moved, point)),)))
        inside = [i for i in got if i in wanted]
        grows = (step < 0) == at_start
        edge = min(wanted) if at_start else max(wanted)
        if not got or (grows and (len(inside) != len(got) or edge not in got)):
            return False
        if not grows and (inside or edge != self._left(row, got, at_start=at_start)):
            return False
        key = Key.Key_Down if step > 0 else Key.Key_Up
        self.hands.press(key, ALT | SHIFT if at_start else ALT)
        return True

    def _left(self, row: Spans, going: list[int], *, at_start: bool) -> int:
        """Return the letter at which an annotation begins or ends once some letters go."""
        left = letters(self.text, row) - set(going)
        return min(left) if at_start else max(left)

    # Codes.

    def _code(self, gold: Gold) -> None:
        """Speaker, stance, kind and domains, then on to the next claim."""
        self._set_speaker(gold)
        self._set_stance(gold)
        self._set_kind(gold)
        wanted = self.domains(gold)
        row = self.row()
        self.made[gold] = row.id
        if set(row.domain_ids) == wanted:
            if row.state == "suggested":
                self.hands.press(Key.Key_A)
        elif wanted and self._last_domains == gold.domains:
            self.hands.press(Key.Key_R)
        else:
            self._set_domains(set(row.domain_ids), wanted)
        self._last_domains = gold.domains
        self._last = gold

    def _set_speaker(self, gold: Gold) -> None:
        self._drop_speakers(gold)
        if not self._has_speaker(gold):
            known = [actor for actor in self.desk.actors if self.may_be(actor, gold)]
            words = self._naming(gold)
            self.hands.press(Key.Key_S)
            new = [(i, n) for i, n in self.hands.new() if self._may_become(n, gold)]
            if known:
                self._pick_actor(known[0])
            elif new:
                self.hands.pick(*new[0])
            elif words is None:
                self.hands.create(gold.speaker)
            else:
                self.hands.press(Key.Key_Escape)
                self._new_speaker(gold, words)
        if not self._has_speaker(gold):
            # The words are the name of another actor, or joined one.
            self.hands.press(Key.Key_S)
            self.hands.create(gold.speaker)
        speaker = self.row().speaker_id
        assert speaker is not None, "no speaker was set"
        self._actors[gold.speaker] = speaker

    def _has_speaker(self, gold: Gold) -> bool:
        ids = self.row().speaker_ids
        return bool(ids) and all(self.may_be(actor, gold) for actor in ids)

    def _drop_speakers(self, gold: Gold) -> None:
        """Untick those of several speakers that are wrong."""
        ids = self.row().speaker_ids
        wrong = [actor for actor in ids if not self.may_be(actor, gold)]
        if wrong and len(ids) > 1:
            self.hands.press(Key.Key_S)
            for actor in wrong:
                self.hands.tick(actor, self.desk.actors[actor].name)
            self.hands.press(Key.Key_Return)

    def _pick_actor(self, actor: int) -> None:
        self.hands.pick(actor, self.desk.actors[actor].name)

    def _new_speaker(self, gold: Gold, words: Span) -> None:
        """Select the words that name the speaker and make them the source: a new actor."""
        self.hands.select(words)
        self.hands.press(Key.Key_S)
        if self.hands.picker() is not None:
            fitting = [i for i in self.hands.offered() if i is not None and self.may_be(i, gold)]
            if fitting:
                self._pick_actor(fitting[0])
                return
            self.hands.press(Key.Key_Return)

    def _naming(self, gold: Gold) -> Span | None:
        """Return words of the text that name a gold speaker, those nearest to its source."""
        lowered = self.text.casefold().replace("’", "'")
        near = gold.start if gold.source is None else gold.source.start
        found = []
        for name in self.article.called[gold.speaker]:
            start = lowered.find(name)
            while start >= 0:
                span = Span(start, start + len(name))
                if snapped(self.text, span) == span and folded(self.text[slice(*span)]) == name:
                    found.append((abs(start - near), -len(name), span))
                start = lowered.find(name, start + 1)
        return min(found)[2] if found else None

    def _set_stance(self, gold: Gold) -> None:
        if not self.is_coded(self.row(), "stance", gold.stances):
            keys = [choice.key for choice in self.desk.fields["stance"].choices]
            self.hands.press(Key(Key.Key_1 + keys.index(gold.stances[0])), NONE)

    def _set_kind(self, gold: Gold) -> None:
        if not self.is_coded(self.row(), "kind", gold.kinds):
            self.hands.press(Key.Key_K)
            kind = self.choice("kind", gold.kinds[0])
            self.hands.pick(kind, self.desk.choice_label("kind", kind) or "")

    def _set_domains(self, ticked: set[int], wanted: set[int]) -> None:
        """Take one alone or none; or untick what is too much and tick what is missing.

        The last step also takes and goes on.
        """
        likely = self.workbench.coding.likely_domains()
        if len(wanted) == 1 and wanted <= set(likely):
            # The card shows them with their digits.
            place = likely.index(next(iter(wanted)))
            self.hands.press(Key(Key.Key_1 + place), CONTROL | ALT)
            return
        self.hands.press(Key.Key_D, SHIFT)
        missing = sorted(wanted - ticked)
        labels = {number: self.desk.domains[number].name for number in ticked | wanted}
        if not wanted:
            self.hands.take_none()
        elif len(wanted) == 1:
            number = next(iter(wanted))
            self.hands.take_only(number, labels[number])
        else:
            for number in [*sorted(ticked - wanted), *missing[:-1]]:
                self.hands.tick(number, labels[number])
            if missing:
                self.hands.pick(missing[-1], labels[missing[-1]])
            else:
                self.hands.press(Key.Key_Return, SHIFT)


def wrong(analyst: Analyst, rows: dict[int, AnnotationRow]) -> dict[Gold, list[str]]:
    """Return what is not as the hand annotation has it, read from the project file."""
    found = {}
    for gold in analyst.article.claims:
        row = rows.get(analyst.made.get(gold, 0))
        problems = ["not made"] if row is None else _problems(analyst, gold, row)
        if problems and gold in analyst.failed:
            problems.append(analyst.failed[gold])
        if problems:
            found[gold] = problems
    return found


def _problems(analyst: Analyst, gold: Gold, row: AnnotationRow) -> list[str]:
    got, wanted = (letters(analyst.text, spans) for spans in (contents(row), gold.content))
    checks = {
        "state": row.state == "accepted",
        "content": got == wanted,
        "speaker": bool(row.speaker_ids)
        and all(analyst.is_speaker(actor, gold) for actor in row.speaker_ids),
        "stance": analyst.is_coded(row, "stance", gold.stances),
        "kind": analyst.is_coded(row, "kind", gold.kinds),
        "domains": set(row.domain_ids) == analyst.domains(gold),
    }
    return [name for name, right in checks.items() if not right]


def too_much(analyst: Analyst, rows: dict[int, AnnotationRow]) -> list[str]:
    """Return what is wrong with the article as a whole: other claims, speakers that are mixed."""
    problems = []
    accepted = {r.id for r in rows.values() if r.layer == "claim" and r.state == "accepted"}
    gold = analyst.article.claims
    if accepted != set(analyst.made.values()) or len(accepted) != len(gold):
        problems.append(f"{len(accepted)} accepted claims for {len(gold)} gold ones")
    speakers: dict[str, set[int | None]] = {}
    for claim, number in analyst.made.items():
        speakers.setdefault(claim.speaker, set()).add(rows[number].speaker_id)
    taken = [min(found, key=str) for found in speakers.values()]
    mixed = any(len(found) != 1 for found in speakers.values()) or len(set(taken)) != len(taken)
    if mixed and analyst.article.one_to_one:
        problems.append("speakers and actors do not go one to one")
    return problems
