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
import re
from functools import lru_cache
from importlib.resources import as_file, files

DOMAIN = "claimdesk"
PSEUDO = "pseudo"
"""The language that marks the words of every message, ⟦like this⟧, to find text that is not in the
catalogue. What is put into placeholders has to bring marks of its own or be data.
"""

LANGUAGE_VARIABLE = "CLAIMDESK_LANGUAGE"
"""The environment variable that names the language; else the variables of GNU gettext do."""


class _Pseudo(gettext.NullTranslations):
    """Marks the words of every message."""

    def gettext(self, message: str) -> str:
        return marked(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return marked(super().ngettext(msgid1, msgid2, n))


def marked(message: str) -> str:
    """Return a message with marks around all that is not a placeholder."""
    parts = re.split(r"(\{\w*\})", message)
    return "".join(
        part if not part.strip() or part.startswith("{") else f"⟦{part}⟧" for part in parts
    )


def language() -> str:
    """Return the language of the messages of this process, such as "ja"; empty for English."""
    if os.environ.get(LANGUAGE_VARIABLE) == PSEUDO:
        return PSEUDO
    header = _translations().info() if isinstance(_translations(), gettext.GNUTranslations) else {}
    return header.get("language", "")


@lru_cache(maxsize=1)
def _translations() -> gettext.NullTranslations:
    """Return the catalogue of this process, chosen once."""
    wanted = os.environ.get(LANGUAGE_VARIABLE)
    if wanted == PSEUDO:
        return _Pseudo()
    with as_file(files("claimdesk.resources") / "locale") as folder:
        languages = [wanted] if wanted else None
        return gettext.translation(DOMAIN, folder, languages, fallback=True)


def _(message: str) -> str:
    """Translate a message; an unknown one stays as it is."""
    return _translations().gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate the form of a message that goes with a number."""
    return _translations().ngettext(one, many, number)
