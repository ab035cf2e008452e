# SPDX-License-Identifier: MIT
"""The window of learning: what was learned, how good it is, and what is left alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.suggestions.learning import reports
from claimdesk.gui.suggestions.learning.fields import FieldsPanel
from claimdesk.gui.suggestions.learning.models import ModelPanel, Source
from claimdesk.gui.suggestions.learning.panel import LearningPanel
from claimdesk.gui.suggestions.learning.rejected_words import rejected_words_panel
from claimdesk.gui.suggestions.learning.terms import terms_panel
from claimdesk.gui.suggestions.learning.threshold import ClaimThreshold, ThresholdBar
from claimdesk.gui.suggestions.learning.trainer import Trainer
from claimdesk.models.learning.model_store import CLAIM_MODELS, CODE_MODELS, MENTION_MODELS
from claimdesk.models.messages.catalogue import _

_SHEET = "QTreeView::item { padding: 2px 4px; }"


class LearningDialog(QDialog):
    """Pages for the models of each layer and for what decisions taught."""

    used = Signal()
    """Suggestions are to be made by another version from now on."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        trainer: Trainer,
        threshold: ClaimThreshold,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._trainer = desk, trainer
        self.setWindowTitle(_("Learning"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setStyleSheet(_SHEET)
        self.models = {
            source.store.layer: ModelPanel(desk, jobs, source) for source in self._sources()
        }
        self.fields = FieldsPanel(desk, jobs)
        self._panels: dict[str, LearningPanel] = {
            **self.models,
            CODE_MODELS.layer: self.fields,
        }
        self.rejected_words = rejected_words_panel(desk, jobs)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Pages of learning"))
        names = {"claim": _("&Claims"), "actor": _("&Mentions"), "domain": _("C&odes and words")}
        for layer, panel in self._panels.items():
            self.tabs.addTab(panel, names[layer])
            panel.learn_wanted.connect(lambda layer: trainer.start([layer]))
            panel.stop_wanted.connect(trainer.stop)
            panel.used.connect(self.used)
        self.threshold = ThresholdBar(desk, threshold)
        self.models["claim"].add_below(self.threshold)
        self.terms = terms_panel(desk, jobs)
        self.tabs.addTab(self.terms, _("&Terms"))
        self.tabs.addTab(self.rejected_words, _("&No longer suggested"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)
        close.setShortcut(QKeySequence.StandardKey.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        layout.addWidget(buttons)
        unit = self.fontMetrics().averageCharWidth()
        free = self.screen().availableGeometry()
        self.resize(min(unit * 150, free.width() - 40), min(unit * 90, free.height() - 60))
        trainer.progressed.connect(self._progressed)
        trainer.learned.connect(self._learned)
        trainer.failed.connect(self._failed)
        trainer.ended.connect(self._ended)
        desk.project_changed.connect(self._project_changed)

    def _sources(self) -> Sequence[Source]:
        return [
            Source(
                CLAIM_MODELS,
                intro=_(
                    "From articles that are done, the program learns which words you mark as "
                    "source, cue and content of claims. A new version is used only if it is "
                    "clearly better than the rules in articles that it was not trained on."
                ),
                without=_("No version is in use: claims are suggested by rules alone."),
                example=_("For example"),
            ),
            Source(
                MENTION_MODELS,
                intro=_(
                    "From articles that are done, the program learns which words you mark as "
                    "actors, where they begin and end, and of what kind they are. A new version "
                    "is used only if it finds more in articles that it was not trained on."
                ),
                without=_(
                    "No version is in use: mentions are suggested by names, rules and the "
                    "language pipeline."
                ),
                example=_("Kind"),
            ),
        ]

    def _progressed(self, layer: str, progress: float, step: str) -> None:
        for own, panel in self._panels.items():
            panel.set_running(progress if own == layer else 0.0, step if own == layer else "")

    def _learned(self, layer: str, report: dict[str, object]) -> None:
        self._panels[layer].tell(reports.sentence(layer, report))
        self._panels[layer].refresh()

    def _failed(self, reason: str) -> None:
        for own in self._panels.values():
            own.set_running(None)
        current = self.tabs.currentWidget()
        shown = [own for own in self._panels.values() if own is current]
        (shown or list(self._panels.values()))[0].tell(f"⚠ {reason}")

    def _ended(self) -> None:
        for panel in self._panels.values():
            panel.set_running(None)

    def _project_changed(self) -> None:
        if self._desk.project is None:
            self.close()
