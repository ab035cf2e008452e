# SPDX-License-Identifier: MIT
"""The message catalogue: everything that people read, in the window and on the command line.

Messages are written in English where they are used, as `_("…")`, or `ngettext(one, many, n)` where
a number decides the form; placeholders are those of str.format. `packaging/messages.py` extracts
them with Babel into resources/locale/claimdesk.pot; translations are compiled catalogues of GNU
gettext, resources/locale/LANGUAGE/LC_MESSAGES/claimdesk.mo.
"""

from __future__ import annotations

import gettext
import os
from functools import lru_cache
from importlib.resources import as_file, files

DOMAIN = "claimdesk"
PSEUDO = "pseudo"
"""The language that marks every message, ⟦like this⟧, to find text outside the catalogue."""

LANGUAGE_VARIABLE = "CLAIMDESK_LANGUAGE"
"""The environment variable that names the language; else the variables of GNU gettext do."""


class _Pseudo(gettext.NullTranslations):
    """Marks every message."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{super().ngettext(msgid1, msgid2, n)}⟧"


@lru_cache(maxsize=1)
def _translations() -> gettext.NullTranslations:
    """Return the catalogue of this process, chosen once."""
    language = os.environ.get(LANGUAGE_VARIABLE)
    if language == PSEUDO:
        return _Pseudo()
    with as_file(files("claimdesk.resources") / "locale") as folder:
        languages = [language] if language else None
        return gettext.translation(DOMAIN, folder, languages, fallback=True)


def _(message: str) -> str:
    """Translate a message; an unknown one stays as it is."""
    return _translations().gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate the form of a message that goes with a number."""
    return _translations().ngettext(one, many, number)
