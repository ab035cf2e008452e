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
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store.schema import Setting
from claimdesk.models.store.settings import put_setting, setting

_KEY = "export.profile."
_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, ClaimdeskError)
"""What a text raises that is no profile."""


@dataclass(frozen=True, slots=True)
class ExportProfile:
    """What an export holds; corpus_filter.py says what `where` may name."""

    format: str
    state: str = "accepted"
    where: Mapping[str, str] = field(default_factory=dict)
    articles: ArticleFilter = field(default_factory=ArticleFilter)
    """The articles that it exports, as the library filters them."""

    def to_json(self) -> str:
        """Return it as JSON."""
        found = asdict(self) | {"articles": json.loads(self.articles.to_json())}
        return json.dumps(found, ensure_ascii=False)


def save_profile(session: Session, name: str, profile: ExportProfile | None) -> None:
    """Save a profile under a name; None removes it. Raises ClaimdeskError for an empty name."""
    name = " ".join(name.split())
    if not name:
        raise ClaimdeskError(_("Give the profile a name."))
    text = None if profile is None else profile.to_json()
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
        articles = ArticleFilter.from_json(json.dumps(found.get("articles", {})))
        state = str(found.get("state", "accepted"))
        return ExportProfile(str(found["format"]), state, where, articles)
    except _DAMAGE as error:
        raise ClaimdeskError(
            _("The export profile “{name}” is damaged; save it again.").format(name=name)
        ) from error
