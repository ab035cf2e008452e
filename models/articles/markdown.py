# SPDX-License-Identifier: MIT
"""Markdown as an article: its marks go, its front matter says title, author and date."""

from __future__ import annotations

import re

from claimdesk.models.articles.drafts import Block, Draft, document_draft
from claimdesk.models.text.normalization import clean_body

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_-]{2,30}):[ \t]*(.+)$", re.MULTILINE)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.{0,20000}?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING = re.compile(r"^([\w\"'-]{2,40})[ \t]*=[ \t]*(.+)$", re.MULTILINE)
_PERCENT = re.compile(r"\A%[ \t]*(.+)\n(?:%[ \t]*(.*)\n)?(?:%[ \t]*(.*)\n)?")
_OUTLETS = ("outlet", "publication", "publisher", "newspaper", "site", "site_name", "source")
"""What a front matter calls the outlet, the surest first."""
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_UNDERLINED = re.compile(r"^([^\n#>*-][^\n]{0,300})\n(=+|-{3,})[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_INLINE = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,500})\]\[[^\]\n]{0,100}\]"), r"\1"),
    (re.compile(r"^\[[^\]\n]{1,100}\]:[ \t]*\S+.*$", re.MULTILINE), ""),
    (re.compile(r"<(https?://[^>\s]{1,2000})>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>\n]{0,500}>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,2000}?)(?<=\S)\*(?!\w)"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,2000}?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{1,1000})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
)


def markdown_draft(text: str) -> Draft:
    """Return the article that a text in Markdown is."""
    body = clean_body(text)
    fields, body = _front_matter(body)
    body = _UNDERLINED.sub(lambda match: f"{'#' if match[2][0] == '=' else '##'} {match[1]}", body)
    for pattern, instead in _INLINE:
        body = pattern.sub(instead, body)
    draft = document_draft(list(_blocks(_FENCE.sub("", body))))
    values = {key.lower(): value.strip().strip("\"'") for key, value in fields.items()}
    draft.title = values.get("title") or draft.title
    draft.author = values.get("author") or values.get("byline")
    named = (values[name] for name in _OUTLETS if values.get(name))
    draft.outlet = next((name for name in named if not _is_address(name)), None)
    draft.stated_date = values.get("date") or values.get("published")
    addresses = (values[name] for name in ("url", "link", "source") if name in values)
    draft.url = next(filter(_is_address, addresses), None)
    draft.language_hint = values.get("lang") or values.get("language")
    return draft


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://"))


def _front_matter(body: str) -> tuple[dict[str, str], str]:
    """Return the fields above a text, in YAML, TOML or as Pandoc writes them, and the text."""
    if front := _FRONT.match(body):
        return dict(_FIELD.findall(front[1])), body[front.end() :]
    if front := _TOML.match(body):
        fields = {key.strip("\"'"): value for key, value in _SETTING.findall(front[1])}
        return fields, body[front.end() :]
    if front := _PERCENT.match(body):
        return dict(zip(("title", "author", "date"), front.groups(""), strict=True)), (
            body[front.end() :]
        )
    return {}, body


def _blocks(body: str) -> list[Block]:
    found: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", re.sub(r"^(#{1,6}[ \t].*)$", r"\n\1\n", body, flags=re.M)):
        lines = [re.sub(r"^[ \t]{0,3}(?:>[ \t]?)+", "", line) for line in part.split("\n")]
        kept = "\n".join(line for line in lines if not _RULE.fullmatch(line)).strip()
        heading = _HEADING.fullmatch(kept)
        if heading and heading[2]:
            found.append(Block(heading[2], len(heading[1])))
        elif kept:
            found.append(Block(kept))
    return found
