# SPDX-License-Identifier: MIT
"""Part of a corpus: articles and annotations that have certain values.

Fields of articles are `outlet`, `author`, `agency`, `language`, `status`, `from` and `to` (dates,
both inclusive); of annotations `layer`, `annotator`, `speaker`, `domain` and the keys of coded
fields. Without a value, nothing is known or coded there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from claimdesk.models.exchange.corpus import Corpus, CorpusAnnotation, CorpusArticle
from claimdesk.models.exchange.refi_writing import value_name
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.folding import name_key

_OF_ARTICLE = ("outlet", "author", "agency", "language", "status", "from", "to")
_OF_ANNOTATION = ("layer", "annotator", "speaker", "domain")
FILTER_FIELDS = (*_OF_ARTICLE, *_OF_ANNOTATION)
"""What every corpus can be filtered by, beside its coded fields."""


def filtered(corpus: Corpus, where: Mapping[str, str]) -> Corpus:
    """Return the part of a corpus that has these values.

    Articles without a value that is asked of articles are left out; so are annotations that do not
    have what is asked of annotations. Raises ClaimdeskError for a field that is not known.
    """
    known = (*FILTER_FIELDS, *(field.key for field in corpus.fields))
    for name in where:
        if name not in known:
            raise ClaimdeskError(
                _("There is no field “{name}” to choose by; choose one of {names}.").format(
                    name=name, names=", ".join(dict.fromkeys(known))
                )
            )
    of_article = article_conditions(where)
    rest = {name: value for name, value in where.items() if name not in _OF_ARTICLE}

    def articles() -> Iterator[CorpusArticle]:
        for one in corpus.articles():
            if article_has(_article_values(one), of_article):
                kept = [
                    each
                    for each in one.annotations
                    if all(_has(each, name, value) for name, value in rest.items())
                ]
                yield replace(one, annotations=kept)

    return replace(corpus, read_articles=articles)


def article_conditions(where: Mapping[str, str]) -> dict[str, str]:
    """Return those conditions that articles have to meet."""
    return {name: value for name, value in where.items() if name in _OF_ARTICLE}


def article_has(values: Mapping[str, str | None], where: Mapping[str, str]) -> bool:
    """Return whether the outlet, author, agency … and `published_on` of an article meet these."""
    return all(_meets(values, name, value) for name, value in where.items())


def _article_values(one: CorpusArticle) -> dict[str, str | None]:
    article = one.article
    return {
        "outlet": article.outlet,
        "author": article.author,
        "agency": article.agency,
        "language": article.language,
        "status": one.status,
        "published_on": article.published_on,
    }


def _meets(values: Mapping[str, str | None], name: str, value: str) -> bool:
    if name in ("from", "to"):
        date = values["published_on"] or ""
        if name == "from":
            return date >= value if date else False
        return bool(date) and date[: len(value)] <= value
    return name_key(values[name] or "") == name_key(value)


def _has(each: CorpusAnnotation, name: str, value: str) -> bool:
    wanted = name_key(value)
    if name == "speaker":
        found = [actor.name for actor in each.speakers]
    elif name == "domain":
        found = [domain.name for domain in each.domains]
    elif name in ("layer", "annotator"):
        own = getattr(each, name)
        found = [own] if own else []
    else:
        code = each.code(name)
        found = [] if code is None else [value_name(code), str(code.value)]
    return wanted in map(name_key, found) if wanted else not found
