# SPDX-License-Identifier: MIT
"""Export profiles: a format, states and filters that are saved in the project and run by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, select
from sqlmodel import Session, col

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.schema import Setting
from claimdesk.models.store.settings import put_setting, setting

_KEY = "export.profile."


@dataclass(frozen=True, slots=True)
class ExportProfile:
    """What an export holds; corpus_filter.py says what `where` may name."""

    format: str
    state: str = "accepted"
    where: Mapping[str, str] = field(default_factory=dict)


def save_profile(session: Session, name: str, profile: ExportProfile | None) -> None:
    """Save a profile under a name; None removes it. Raises ClaimdeskError for an empty name."""
    name = " ".join(name.split())
    if not name:
        raise ClaimdeskError(_("Give the profile a name."))
    text = None if profile is None else json.dumps(asdict(profile), ensure_ascii=False)
    put_setting(session, _KEY + name, text)


def profile_names(connection: Connection) -> list[str]:
    """Return the names of the profiles of a project."""
    keys = connection.execute(select(col(Setting.key)).where(col(Setting.key).startswith(_KEY)))
    return sorted(key.removeprefix(_KEY) for (key,) in keys)


def profile_named(connection: Connection, name: str) -> ExportProfile:
    """Return a profile. Raises ClaimdeskError, listing the names, if there is none."""
    text = setting(connection, _KEY + " ".join(name.split()))
    if text is None:
        names = ", ".join(profile_names(connection))
        raise ClaimdeskError(
            _("There is no export profile “{name}”; save one with --save-profile.").format(
                name=name
            )
            if not names
            else _("There is no export profile “{name}”; choose one of {names}.").format(
                name=name, names=names
            )
        )
    try:
        found = json.loads(text)
        where = {str(key): str(value) for key, value in dict(found.get("where", {})).items()}
        return ExportProfile(str(found["format"]), str(found.get("state", "accepted")), where)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ClaimdeskError(
            _("The export profile “{name}” is damaged; save it again.").format(name=name)
        ) from error
