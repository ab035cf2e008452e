# SPDX-License-Identifier: MIT
"""The features of the window; to add one, write its module and name it here."""

from __future__ import annotations

from collections.abc import Callable

from claimdesk.gui.annotating.bulk.feature import BulkFeature
from claimdesk.gui.annotating.card.feature import InspectorFeature
from claimdesk.gui.annotating.feature import AnnotatingFeature
from claimdesk.gui.article.correcting.feature import CorrectingFeature
from claimdesk.gui.article.feature import ArticleFeature
from claimdesk.gui.claims.feature import ClaimsFeature
from claimdesk.gui.codebook.feature import CodebookFeature
from claimdesk.gui.library.feature import LibraryFeature
from claimdesk.gui.panes.feature import PanesFeature
from claimdesk.gui.plots.feature import PlotsFeature
from claimdesk.gui.project.backups.feature import BackupsFeature
from claimdesk.gui.project.exporting.feature import ExportFeature
from claimdesk.gui.project.history.feature import HistoryFeature
from claimdesk.gui.registry.feature import RegistryFeature
from claimdesk.gui.search.feature import SearchFeature
from claimdesk.gui.suggestions.evaluation.feature import EvaluationFeature
from claimdesk.gui.suggestions.feature import SuggestionsFeature
from claimdesk.gui.suggestions.language_feature import LanguageFeature
from claimdesk.gui.suggestions.learning.feature import LearningFeature
from claimdesk.gui.suggestions.queue.feature import QueueFeature
from claimdesk.gui.window.feature_base import Feature
from claimdesk.gui.window.focus_feature import FocusFeature
from claimdesk.gui.window.palette.feature import PaletteFeature
from claimdesk.gui.window.project_feature import ProjectFeature
from claimdesk.gui.window.saving_feature import SavingFeature
from claimdesk.gui.window.settings.feature import SettingsFeature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.gui.window.workspaces_feature import WorkspacesFeature

FEATURES: tuple[Callable[[Workbench], Feature], ...] = (
    AnnotatingFeature,
    ArticleFeature,
    BackupsFeature,
    BulkFeature,
    ClaimsFeature,
    CodebookFeature,
    CorrectingFeature,
    EvaluationFeature,
    ExportFeature,
    FocusFeature,
    HistoryFeature,
    InspectorFeature,
    LanguageFeature,
    LearningFeature,
    LibraryFeature,
    PaletteFeature,
    PanesFeature,
    PlotsFeature,
    ProjectFeature,
    QueueFeature,
    RegistryFeature,
    SavingFeature,
    SearchFeature,
    SettingsFeature,
    SuggestionsFeature,
    WorkspacesFeature,
)
"""What the window can do, in any order."""
