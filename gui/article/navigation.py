# SPDX-License-Identifier: MIT
"""Going to words of any article of the project."""

from __future__ import annotations

from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Span


def show_words(desk: Desk, view: ArticleView, article_id: int, span: Span) -> None:
    """Open an article and select some of its words."""
    if desk.article is None or desk.article.id != article_id:
        desk.open_article(article_id)
    if desk.article is None or span.end > len(desk.article.body):
        desk.status_message.emit(_("The article is gone; search again."))
        return
    view.select_span(span)
    view.show_span(span)
    view.setFocus()
