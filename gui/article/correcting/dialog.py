# SPDX-License-Identifier: MIT
"""The dialog to correct the text of an article, with the effect on its annotations."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from claimdesk.gui.article.correcting.editor import TextEditor
from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.widgets.dialogs import dialog_sheet
from claimdesk.gui.widgets.labels import hint_label, problem_label, show_problem
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import NotSaved
from claimdesk.models.store import correcting
from claimdesk.models.store.correcting import Correction
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import ArticleText

_REST = 300
"""Debounce of the comparison while typing, in milliseconds."""


def plan(project: Project, article_id: int, text: str) -> Correction:
    """Return the effect of a corrected text; runs in a job."""
    with project.reading() as connection:
        return correcting.plan(connection, article_id, text)


def save(project: Project, label: str, article_id: int, text: str, shown: str) -> Correction:
    """Correct the text of an article in one edit; runs in a job."""
    with project.edit(label) as session:
        return correcting.correct(session, article_id, text, shown=shown)


class CorrectDialog(QDialog):
    """Edits the text of the open article; Save is one edit.

    Unsaved changes are never discarded without a question.
    """

    corrected = Signal(object)
    """The Correction that is on disk."""

    def __init__(self, desk: Desk, jobs: Jobs, article: ArticleText, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._article = desk, jobs, article
        self._saving = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Correct the text"))
        self.setStyleSheet(dialog_sheet())
        marked = [
            piece.span
            for row in desk.annotations.values()
            if row.state != "rejected"
            for piece in row.pieces
        ]
        self.editor = TextEditor(article.body, marked, self)
        self.summary = QLabel(self)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.summary.setAccessibleName(_("Effect of the correction"))
        self.problem = problem_label(self)
        self._debounce = debounce_timer(_REST, self._compare, self)
        self._lay_out()
        self.editor.textChanged.connect(self._typed)
        self._show_unchanged()

    @property
    def changed(self) -> bool:
        """Whether there are unsaved changes."""
        return self.editor.document().isModified() and self.editor.text() != self._article.body

    def accept(self) -> None:
        """Save in a job; the dialog closes when it is on disk."""
        project = self._desk.project
        if project is None or self._saving or not self.changed:
            return
        self._set_saving(True)
        self.summary.setText(_("Saving…"))
        label = _("Correct the text of “{title}”").format(title=self._article.title)
        self._jobs.run(
            save,
            project,
            label,
            self._article.id,
            self.editor.text(),
            self._article.body,
            done=partial(self._saved, label),
            failed=self._failed,
        )

    def reject(self) -> None:
        """Close, after a question if there are unsaved changes."""
        if self._saving:
            return
        question = _("Close without saving your changes?")
        leave = _("Close without saving")
        if self.changed:
            dialogs.ask(self, question, [(leave, super().reject)], safe=True)
        else:
            super().reject()

    def _lay_out(self) -> None:
        hint = hint_label(
            self,
            _(
                "Correct misprints and copying errors. Annotated words, marked here, keep their "
                "place; words that you change are listed for review. Ctrl+Z undoes typing."
            ),
        )
        buttons = QDialogButtonBox(self)
        self.save_button = QPushButton(_("&Save the correction"), self)
        self.save_button.setAutoDefault(False)
        self.save_button.setToolTip(_("One step of undo (Ctrl+S)"))
        self.save_button.setShortcut("Ctrl+S")
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(hint)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self.summary)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        unit = self.fontMetrics().height()
        self.resize(unit * 46, unit * 36)

    def _typed(self) -> None:
        show_problem(self.problem, None)
        self.summary.setText(_("Comparing…"))
        self._debounce.start()

    def _compare(self) -> None:
        if self._desk.project is None or self._saving:
            return
        self.save_button.setEnabled(self.changed)
        if not self.changed:
            self._show_unchanged()
            return
        self._jobs.run(
            plan,
            self._desk.project,
            self._article.id,
            self.editor.text(),
            done=self._show_effect,
            failed=self._failed,
            name="correction",
        )

    def _show_unchanged(self) -> None:
        self.save_button.setEnabled(False)
        self.summary.setText(_("No changes yet."))

    def _show_effect(self, planned: Correction) -> None:
        if self._saving or self._debounce.isActive():
            return
        self.save_button.setEnabled(planned.changed)
        self.summary.setText(summary_text(planned) if planned.changed else _("No changes yet."))

    def _saved(self, label: str, done: Correction) -> None:
        self._desk.saved.emit(label)
        super().accept()
        self.corrected.emit(done)

    def _failed(self, error: Exception) -> None:
        was_saving = self._saving
        self._set_saving(False)
        if was_saving and isinstance(error, NotSaved) and self._desk.wants_retry(error):
            self.accept()
            return
        self.summary.clear()
        show_problem(self.problem, str(error))

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self.editor.setReadOnly(saving)
        self.save_button.setEnabled(not saving)


def summary_text(planned: Correction) -> str:
    """Return the effect of a correction on the annotations, in one sentence."""
    number = QLocale().toString
    if not planned.kept and not planned.lost:
        return _("No words are marked in this article.")
    if not planned.lost:
        return _("All {n} marked places keep their words.").format(n=number(planned.kept))
    kept = ngettext(
        "1 marked place keeps its words", "{n} marked places keep their words", planned.kept
    ).format(n=number(planned.kept))
    lost = ngettext("1 needs review", "{n} need review", planned.lost).format(
        n=number(planned.lost)
    )
    return _("{kept}, {lost}.").format(kept=kept, lost=lost)
