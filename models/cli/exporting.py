# SPDX-License-Identifier: MIT
"""What `claimdesk export` does: by options or by a profile, which may be saved on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from claimdesk.models.exchange.export_scope import export_by_profile
from claimdesk.models.exchange.profiles import ExportProfile, profile_named, save_profile
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project


def export(
    path: Path,
    target: Path,
    format_name: str | None,
    state: str | None,
    where: Mapping[str, str],
    profile: str | None,
    save_as: str | None,
) -> dict[str, Any]:
    """Export a project and return the report; options say otherwise than the profile.

    Raises ClaimdeskError if that is not possible, and typer.BadParameter if no format is named.
    """
    with Project.read(path) as opened:
        chosen = ExportProfile(format_name or "")
        if profile is not None:
            with opened.reading() as connection:
                chosen = profile_named(connection, profile)
        chosen = replace(
            chosen,
            format=format_name or chosen.format,
            state=state or chosen.state,
            where={**chosen.where, **where},
        )
        if not chosen.format:
            raise typer.BadParameter(_("Name a format with --format, or a profile."))
        report = export_by_profile(opened, chosen, target)
    if save_as is not None:
        label = _("Save export profile {name}").format(name=save_as)
        with Project.open(path) as opened, opened.edit(label) as session:
            save_profile(session, save_as, chosen)
    return report.as_json()
