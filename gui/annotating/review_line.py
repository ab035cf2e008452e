# SPDX-License-Identifier: MIT
"""The line of the queue: what is left to decide, in which order, and what can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.annotating.review import Review
from claimdesk.gui.desk.debounce import Debouncer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.labels import SteadyLabel
from claimdesk.gui.widgets.spacing import STRIP
from claimdesk.gui.widgets.wording import quoted
from claimdesk.models.analysis.trust import Trust, read_trust
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow

LAYERS = ("claim", "actor", "domain")
_ID = Qt.ItemDataRole.UserRole
_BAR_WIDTH = 120
_DELAY = 80
_BAR = """
QProgressBar { border: 1px solid palette(dark); border-radius: 4px; background: palette(base);
    max-height: 8px; }
QProgressBar::chunk { background: palette(accent); border-radius: 3px; }
"""


def left_text(layer: str, n: int) -> str:
    """Return how many of a layer are left, such as "17 claims left"."""
    if layer == "claim":
        return ngettext("{n} claim left", "{n} claims left", n).format(n=n)
    if layer == "actor":
        return ngettext("{n} mention left", "{n} mentions left", n).format(n=n)
    return ngettext("{n} domain left", "{n} domains left", n).format(n=n)


class ReviewLine(QWidget):
    """Stands below the text while something is to decide in the article, and tells of the end."""

    done_wanted = Signal()
    """The article is finished and the next one is wanted."""

    def __init__(self, desk: Desk, jobs: Jobs, review: Review, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Suggestions left to decide"))
        self._desk = desk
        self._jobs = jobs
        self._review = review
        self._layer = LAYERS[0]
        self.label = SteadyLabel(self)
        self.progress = QProgressBar(self)
        self.progress.setFixedWidth(_BAR_WIDTH)
        self.progress.setTextVisible(False)
        self.progress.setStyleSheet(_BAR)
        self.progress.setAccessibleName(_("Decided in this article"))
        self.order = QComboBox(self)
        self.order.setAccessibleName(_("Order of the queue"))
        self.order.addItems([_("In the order of the text"), _("Least sure first")])
        self.order.activated.connect(review.set_least_sure_first)
        self.offer = QPushButton(self)
        self.offer.setAutoDefault(False)
        self.offer.hide()
        self.offer.clicked.connect(self.preview)
        self.done = QPushButton(_("Done, next article"), self)
        self.done.setAutoDefault(False)
        self.done.clicked.connect(self.done_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(STRIP)
        for widget in (self.label, self.progress, self.order):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.offer)
        layout.addWidget(self.done)
        self._reviewed: int | None = None
        """The article in which something was to decide when it was shown last."""
        self._sure: list[AnnotationRow] = []
        self._trust: Trust | None = None
        soon = Debouncer(self.refresh, _DELAY, 10 * _DELAY, self)
        for signal in (desk.annotations_changed, desk.article_changed, desk.current_changed):
            signal.connect(soon.schedule)
        review.order_changed.connect(self._show_order)
        self._show_order()
        self.hide()

    def _show_order(self) -> None:
        self.order.setCurrentIndex(int(self._review.least_sure_first))

    def refresh(self) -> None:
        """Show what is left of the layer one is in, or of all when it has nothing left.

        When all is decided that was to decide here, tell so and offer to go on.
        """
        article, left = self._desk.article, self._desk.waiting()
        if article is not None and left:
            self._reviewed = article.id
        ends = article is not None and not left and self._reviewed == article.id
        self.setVisible(article is not None and (left > 0 or ends))
        self.done.setVisible(ends)
        self.order.setVisible(not ends)
        if left:
            self._show_left()
        elif ends:
            self._show_end()

    def _show_progress(self, layers: Sequence[str]) -> None:
        """Show how much of some layers is decided."""
        counts = [(state, n) for (of, state), n in self._desk.counts.items() if of in layers]
        self.progress.setRange(0, sum(n for _state, n in counts))
        self.progress.setValue(sum(n for state, n in counts if state != "suggested"))

    def _show_end(self) -> None:
        self.offer.hide()
        self._show_progress(LAYERS)
        counts = self._desk.counts
        accepted, rejected = (
            sum(counts[layer, state] for layer in LAYERS) for state in ("accepted", "rejected")
        )
        text = _("All decided: {accepted} accepted, {rejected} rejected")
        self.label.show_text(text.format(accepted=accepted, rejected=rejected))

    def _show_left(self) -> None:
        row = self._desk.current_row()
        self._layer = row.layer if row is not None else self._layer
        here = self._desk.waiting(self._layer)
        layers = [self._layer] if here else [name for name in LAYERS if self._desk.waiting(name)]
        parts = [left_text(name, self._desk.waiting(name)) for name in layers]
        self.label.show_text(" · ".join(parts))
        self._show_progress(layers)
        layer, project = layers[0], self._desk.project
        if project is None:
            return

        def show(trust: Trust | None) -> None:
            if self._desk.project is project:
                self._show_offer(layer, trust)

        self._jobs.run(_trust, project, layer, done=show, failed=lambda _error: None, name="trust")

    def _show_offer(self, layer: str, trust: Trust | None) -> None:
        self._trust = trust
        waiting = [
            row
            for row in self._desk.annotations.values()
            if row.layer == layer and row.state == "suggested"
        ]
        self._sure = [
            row for row in waiting if trust is not None and (row.score or 0.0) >= trust.certainty
        ]
        self.offer.setVisible(bool(self._sure))
        if trust is not None and self._sure:
            n = len(self._sure)
            words = ngettext("Accept {n} that is sure…", "Accept {n} that are sure…", n)
            self.offer.setText(words.format(n=n))
            self.offer.setToolTip(reason(trust))

    def preview(self) -> None:
        """Show what could be accepted together, if anything can."""
        if self._trust is None or not self._sure:
            self._desk.status_message.emit(
                _("Nothing is sure enough yet; decide on some more suggestions first.")
            )
            return
        dialog = _Preview(self._sure, self._trust, self.window())
        dialog.taken.connect(self._accept)
        dialog.open()

    def _accept(self, ids: Sequence[int]) -> None:
        n = len(ids)
        label = ngettext("Accept {n} sure suggestion", "Accept {n} sure suggestions", n)
        if not ids:
            return
        done = self._desk.act(label.format(n=n), lambda session: edits.accept(session, ids))
        if done is not None:
            text = ngettext("{n} suggestion accepted", "{n} suggestions accepted", n)
            self._desk.offer_undo(text.format(n=n), done)


def reason(trust: Trust) -> str:
    """Return why suggestions of some certainty can be trusted."""
    text = _("You accepted {right} of {decided} suggestions unchanged, at least {certainty} sure.")
    certainty = f"{trust.certainty:.0%}"
    return text.format(right=trust.right, decided=trust.decided, certainty=certainty)


def _trust(project: Project, layer: str) -> Trust | None:
    with project.reading() as connection:
        return read_trust(connection, layer)


class _Preview(QDialog):
    """Lists what would be accepted; what is not ticked stays to decide."""

    taken = Signal(list)

    def __init__(self, rows: Sequence[AnnotationRow], trust: Trust, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Accept what is sure"))
        why = QLabel(reason(trust), self)
        why.setTextFormat(Qt.TextFormat.PlainText)
        why.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("To accept"))
        for row in sorted(rows, key=lambda row: row.score or 0.0):
            item = QListWidgetItem(f"{row.score or 0.0:.0%}   {quoted(row)}")
            item.setData(_ID, row.id)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.button = buttons.addButton(_("Accept"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (why, self.list, buttons):
            layout.addWidget(widget)
        self.resize(self.fontMetrics().averageCharWidth() * 80, self.sizeHint().height())

    def _take(self) -> None:
        items = [self.list.item(n) for n in range(self.list.count())]
        self.accept()
        self.taken.emit(
            [item.data(_ID) for item in items if item.checkState() == Qt.CheckState.Checked]
        )
