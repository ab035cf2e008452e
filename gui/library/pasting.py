# SPDX-License-Identifier: MIT
"""A pasted text becomes an article."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from sqlmodel import Session, select

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.library.details import date_problem
from claimdesk.gui.widgets.dialogs import dialog_sheet
from claimdesk.gui.widgets.labels import problem_label, show_problem
from claimdesk.models.articles.read import MAX_BYTES, ArticleFile, article_from_text
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.schema import Article
from claimdesk.models.text.normalization import body_hash

_GUESS_AFTER = 200
"""Milliseconds of rest after which the details are guessed from the text."""


class PasteDialog(QDialog):
    """Takes a text with title, outlet, author and date; OK adds it as one edit and opens it.

    Details are guessed from the text until the analyst types others.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Paste text as article"))
        self.setStyleSheet(dialog_sheet())
        self._text = QPlainTextEdit(self)
        self._lines = {
            name: QLineEdit(self) for name in ("title", "outlet", "author", "published_on")
        }
        self._problem = problem_label(self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._guessing = debounce_timer(_GUESS_AFTER, self._guess, self)
        self._lay_out()
        self._take_clipboard()

    def accept(self) -> None:
        self._guess()
        try:
            article = self._article()
            self._check_new(article)
        except ClaimdeskError as error:
            show_problem(self._problem, str(error))
            return
        label = _("Add the article “{title}”").format(title=article.title)
        created = self._desk.act(label, lambda session: _add(session, article))
        if created is not None:
            super().accept()
            self._desk.open_article(created.value)

    def _lay_out(self) -> None:
        self._text.setPlaceholderText(_("Paste or type the article here"))
        self._text.setAccessibleName(_("Text"))
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._guessing_soon)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("&Title"), self._lines["title"])
        form.addRow(_("&Outlet"), self._lines["outlet"])
        form.addRow(_("&Author"), self._lines["author"])
        form.addRow(_("&Date"), self._lines["published_on"])
        self._lines["published_on"].setPlaceholderText(_("YYYY-MM-DD"))
        add = self._buttons.addButton(_("Add article"), QDialogButtonBox.ButtonRole.AcceptRole)
        add.setDefault(True)
        # Enter in the text begins a new line.
        keys = [QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")]
        add.setToolTip(keys[0].toString(QKeySequence.SequenceFormat.NativeText))
        finish = QShortcut(self)
        finish.setKeys(keys)
        finish.activated.connect(self.accept)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        label = QLabel(_("T&ext"), self)
        label.setBuddy(self._text)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self._text, 1)
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addWidget(self._buttons)
        unit = self.fontMetrics().height()
        self.resize(unit * 40, unit * 32)

    def _take_clipboard(self) -> None:
        """Begin with the text that was copied; typing or pasting another replaces it."""
        copied = QGuiApplication.clipboard().mimeData()
        if copied is None or copied.hasUrls() or not copied.hasText():
            return
        text = copied.text()
        if text.strip() and len(text) <= MAX_BYTES:
            self._text.setPlainText(text)
            self._text.selectAll()
            self._guess()

    def _guessing_soon(self) -> None:
        show_problem(self._problem, None)
        self._guessing.start()

    def _guess(self) -> None:
        """Fill the fields that the analyst did not touch."""
        self._guessing.stop()
        try:
            found = article_from_text(self._raw())
        except ClaimdeskError:
            return
        for name, line in self._lines.items():
            if not line.isModified():
                line.setText(getattr(found, name) or "")
                line.setCursorPosition(0)

    def _raw(self) -> str:
        # toPlainText() would turn no-break spaces into spaces.
        return self._text.document().toRawText().replace("\u2029", "\n")

    def _check_new(self, article: Article) -> None:
        """Raise ClaimdeskError if the same text is in the project."""
        if self._desk.project is None:
            return
        same = select(Article.title).where(Article.sha256 == article.sha256)
        with self._desk.project.reading() as connection:
            title = connection.execute(same).scalars().first()
        if title is not None:
            raise ClaimdeskError(
                _("This text is in the project already, as “{title}”.").format(title=title)
            )

    def _article(self) -> Article:
        """Return the article from the fields; raises ClaimdeskError if something is wrong."""
        found: ArticleFile = article_from_text(self._raw(), _("The text"))
        typed = {name: " ".join(line.text().split()) for name, line in self._lines.items()}
        problem = date_problem(typed["published_on"])
        if problem:
            self._lines["published_on"].setFocus()
            raise ClaimdeskError(problem)
        return Article(
            title=typed["title"] or found.title,
            body=found.body,
            language=found.language,
            author=typed["author"] or None,
            agency=found.agency,
            outlet=typed["outlet"] or None,
            published_on=typed["published_on"] or None,
            url=found.url,
            sha256=body_hash(found.body),
        )


def _add(session: Session, article: Article) -> int:
    session.add(article)
    session.flush()
    assert article.id is not None
    return article.id
