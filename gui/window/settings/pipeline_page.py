# SPDX-License-Identifier: MIT
"""The settings page of the language pipeline: which one, what its labels mean, who speaks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.languages import language_name
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.store.schema import ACTOR_KINDS
from claimdesk.models.suggest import preferences
from claimdesk.models.suggest.data import DOCUMENTS, GROUP, MEMBERS, NAMED
from claimdesk.models.suggest.entities import KINDS
from claimdesk.models.suggest.installed import InstalledPipeline, installed_pipelines


class _KindBox(QComboBox):
    """A combo box that leaves the wheel to its list, so that scrolling changes no value."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the event to the list."""
        event.ignore()


class PipelinePage(QWidget):
    """Edits choices of the open project; every change can be undone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._installed = {one.name: one for one in installed_pipelines()}
        self.pipeline = QComboBox(self)
        self.pipeline.setAccessibleName(_("Language pipeline"))
        self.about = QLabel(self)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.labels = QTreeWidget(self)
        self.labels.setAccessibleName(_("What the labels of the pipeline mean"))
        self.labels.setHeaderLabels([_("Label"), _("Suggested as")])
        self.labels.setRootIsDecorated(False)
        self.labels.setColumnWidth(0, self.fontMetrics().averageCharWidth() * 30)
        self.defaults = QPushButton(_("Restore &defaults"), self)
        self.defaults.setToolTip(_("Give every label its default meaning"))
        self.defaults.setAutoDefault(False)
        self.documents = self._box(_("Reports and polls without an author"))
        self.joint = self._box(_("Speakers of a joint source"))
        self._fill_pipelines()
        self._fill_speakers()
        self._lay_out()
        self.pipeline.activated.connect(self._choose)
        self.documents.activated.connect(self._choose_documents)
        self.joint.activated.connect(self._choose_joint)
        self.defaults.clicked.connect(lambda: self._set_labels({}))
        self.setEnabled(desk.project is not None)
        self._show()

    def _lay_out(self) -> None:
        hint = hint_label(
            self,
            _(
                "These choices belong to the open project and are used for suggestions that are "
                "made from now on."
            )
            if self._desk.project is not None
            else _("Open a project to choose its language pipeline."),
        )
        form = QFormLayout()
        form.addRow(_("Language &pipeline"), self.pipeline)
        form.addRow(_("&Reports and polls without an author"), self.documents)
        form.addRow(_("Speakers of a &joint source"), self.joint)
        layout = QVBoxLayout(self)
        layout.addWidget(hint)
        layout.addLayout(form)
        layout.addWidget(self.about)
        layout.addWidget(self.labels, 1)
        layout.addWidget(self.defaults, 0, Qt.AlignmentFlag.AlignLeft)

    def _fill_pipelines(self) -> None:
        self.pipeline.addItem(_("Best one installed"), None)
        for one in self._installed.values():
            self.pipeline.addItem(_title(one), one.name)
        wanted = self._wanted()
        if wanted is not None and wanted not in self._installed:
            self.pipeline.addItem(_("{name} (not installed)").format(name=wanted), wanted)

    def _box(self, name: str) -> QComboBox:
        box = _KindBox(self)
        box.setAccessibleName(name)
        return box

    def _fill_speakers(self) -> None:
        self.documents.addItem(_("no speaker"), None)
        for kind in ACTOR_KINDS:
            self.documents.addItem(actor_kind_label(kind), kind)
        self.joint.addItem(_("each of them, if the article names them all"), NAMED)
        self.joint.addItem(_("always each of them"), MEMBERS)
        self.joint.addItem(_("always the group"), GROUP)
        self.joint.setToolTip(_("Whom “the French and Dutch ministers” means"))

    def _show_speakers(self) -> None:
        documents, joint = DOCUMENTS, NAMED
        if self._desk.project is not None:
            with self._desk.reading() as connection:
                documents = preferences.documents(connection)
                joint = preferences.joint(connection)
        self.documents.setCurrentIndex(self.documents.findData(documents))
        self.joint.setCurrentIndex(self.joint.findData(joint))

    def _choose_documents(self) -> None:
        kind = self.documents.currentData()
        label = _("Choose who speaks in reports and polls")
        self._desk.act(label, lambda session: preferences.set_documents(session, kind))

    def _choose_joint(self) -> None:
        meaning = self.joint.currentData()
        label = _("Choose who speaks in joint sources")
        self._desk.act(label, lambda session: preferences.set_joint(session, meaning))

    def _wanted(self) -> str | None:
        if self._desk.project is None:
            return None
        with self._desk.reading() as connection:
            return preferences.pipeline(connection)

    def _own_labels(self) -> dict[str, str | None]:
        if self._desk.project is None:
            return {}
        with self._desk.reading() as connection:
            return preferences.labels(connection)

    def _shown(self) -> list[InstalledPipeline]:
        """Return the pipelines whose labels are listed: the chosen one, or all candidates."""
        wanted = self._wanted()
        if wanted is None:
            return list(self._installed.values())
        return [self._installed[wanted]] if wanted in self._installed else []

    def _show(self) -> None:
        self.pipeline.setCurrentIndex(max(0, self.pipeline.findData(self._wanted())))
        self._show_speakers()
        self.about.setText(self._description())
        own = self._own_labels()
        names = {label for one in self._shown() for label in one.labels} | own.keys()
        self.labels.clear()
        for label in sorted(names):
            item = QTreeWidgetItem(self.labels, [label])
            self.labels.setItemWidget(item, 1, self._kinds(label, own))
        self.defaults.setEnabled(bool(own))

    def _description(self) -> str:
        shown = self._shown()
        if self._wanted() is not None and not shown:
            return _(
                "This pipeline is not installed on this computer; install it or choose another one."
            )
        if not shown:
            return _(
                "No language pipeline is installed; known names and direct quotations are found "
                "all the same."
            )
        return "\n".join(self._sentence(one) for one in shown)

    def _sentence(self, one: InstalledPipeline) -> str:
        language = _language(one.language) or _("unknown language")
        parts = [
            f"{one.name}: {language}",
            _("version {version}").format(version=one.version or "?"),
            _("{n} labels").format(n=len(one.labels)),
        ]
        if not one.parses:
            parts.append(_("without a parser: only direct quotations are found as claims"))
        if one.licence:
            parts.append(_("licence {licence}").format(licence=one.licence))
        return ", ".join(parts)

    def _kinds(self, label: str, own: dict[str, str | None]) -> QComboBox:
        box = _KindBox(self.labels)
        box.setAccessibleName(label)
        box.addItem(_("not an actor"), None)
        for kind in ACTOR_KINDS:
            box.addItem(actor_kind_label(kind), kind)
        box.setCurrentIndex(box.findData(own.get(label, KINDS.get(label))))
        box.activated.connect(lambda _row: self._set_kind(label, box))
        return box

    def _choose(self) -> None:
        name = self.pipeline.currentData()
        if name != self._wanted():
            label = _("Choose the language pipeline")
            self._desk.act(label, lambda session: preferences.set_pipeline(session, name))
            self._show()

    def _set_kind(self, label: str, box: QComboBox) -> None:
        own, kind = self._own_labels(), box.currentData()
        own.pop(label, None)
        if kind != KINDS.get(label):
            own[label] = kind
        self._save(own)
        self.defaults.setEnabled(bool(own))

    def _set_labels(self, own: dict[str, str | None]) -> None:
        self._save(own)
        self._show()

    def _save(self, own: dict[str, str | None]) -> None:
        if own != self._own_labels():
            label = _("Change what labels mean")
            self._desk.act(label, lambda session: preferences.set_labels(session, own))


def _title(one: InstalledPipeline) -> str:
    language = _language(one.language)
    return f"{one.name} {one.version} ({language})" if language else f"{one.name} {one.version}"


def _language(code: str) -> str:
    """Return the name of a language; empty without a code."""
    return language_name(code) if code else ""
