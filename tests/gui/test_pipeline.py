# SPDX-License-Identifier: MIT
"""The suggestion process as the window sees it, when the language pipeline is another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimdesk.models.suggest import preferences

PATIENCE = 60_000


@pytest.mark.drill
def test_another_pipeline_is_read_with_from_then_on(open_window, sample: Path, qtbot) -> None:
    workbench = open_window(sample)
    desk, suggesting = workbench.desk, workbench.suggesting
    article = desk.article.id
    with qtbot.waitSignal(suggesting.finished, timeout=PATIENCE):
        suggesting.start(article)
    told = []
    suggesting.failed.disconnect(workbench.show_error)
    suggesting.failed.connect(told.append)
    desk.act("Prefer", lambda session: preferences.set_pipeline(session, "xx_odd"))
    with qtbot.waitSignal(suggesting.finished, timeout=PATIENCE):
        suggesting.start(article)
    assert len(told) == 1
    assert "“xx_odd” is not installed" in told[0]
    desk.undo()
    with qtbot.waitSignal(suggesting.finished, timeout=PATIENCE):
        suggesting.start(article)
    assert len(told) == 1
