# SPDX-License-Identifier: MIT
"""Files of references by themselves: they hold no articles, and say so."""

from __future__ import annotations

from pathlib import Path

from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.articles.readers import ArticleReader, ReadingOptions, register_reader
from claimdesk.models.articles.references import KINDS, read_references
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError


class ReferenceReader(ArticleReader):
    """Refuses references, which are read with the files that they are about."""

    name = "references"
    extensions = (".ris", ".bib")
    kinds = KINDS
    position = 150

    @property
    def label(self) -> str:
        return _("References (RIS, BibTeX) to files imported with them")

    def read(self, path: Path, options: ReadingOptions) -> ArticleFile:
        count = len(read_references(path))
        raise ClaimdeskError(
            ngettext(
                "{name} holds 1 reference and no article; import it together with its file.",
                "{name} holds {n} references and no articles; import it together with their files.",
                count,
            ).format(name=path, n=count)
        )


register_reader(ReferenceReader())
