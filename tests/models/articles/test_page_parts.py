# SPDX-License-Identifier: MIT
"""Saved pages of sites that declare little: headline, outlet and text from how they are built."""

from __future__ import annotations

import pytest

from claimdesk.models.articles.drafts import article_of_draft
from claimdesk.models.articles.web_page import page_draft

HEADLINE = "Ports open a watch room"
FIRST = (
    "Two ports opened a joint watch room on Sunday, and both coast guards said that they would"
    " answer the radio together from next spring."
)
SECOND = (
    "Minister Ada Quill told reporters that the ferry had been late for years, which nobody on the"
    " island would put up with any longer."
)
LAST = "The harbour master, who was not asked, called the plan an expensive way to drink tea."
TEXT = f"<div><p>{FIRST}</p><p>{SECOND}</p><p>{LAST}</p></div>"


def read(markup: str):
    return article_of_draft(page_draft(markup, "page.html"), "page.html")


@pytest.mark.parametrize(
    ("title", "top", "foot"),
    [
        (f"{HEADLINE} — Merle Mirador", '<a href="/" class="x">Merle Mirador</a>', ""),
        (f"{HEADLINE} :: Merle Mirador", '<img src="logo.png" alt="Merle Mirador">', ""),
        (f"Merle Mirador：{HEADLINE}：News", "", "<p>Copyright (C) Merle Mirador社</p>"),
        (f"{HEADLINE} - News - Merle Mirador", "", "<p>© 2024 Merle Mirador Verlag GmbH</p>"),
        (f"{HEADLINE} | Merle Mirador | Coast", "", "<p>© Merle Mirador. Imprint.</p>"),
        (HEADLINE, '<a href="https://mm.example/">Merle Mirador</a>', ""),
    ],
)
def test_the_outlet_is_what_links_logos_or_rights_confirm(title, top, foot):
    found = read(
        f"<html><head><title>{title}</title></head><body><div>{top}</div><h1>{HEADLINE}</h1>"
        f"{TEXT}<div>{foot}</div></body></html>"
    )
    assert (found.title, found.outlet) == (HEADLINE, "Merle Mirador")


def test_a_dash_in_a_headline_is_no_outlet():
    headline = "Ports open a watch room - and a kettle"
    found = read(
        f"<html><head><title>{headline}</title></head><body><a href='/'>Home</a>"
        f"<h1>{headline}</h1>{TEXT}</body></html>"
    )
    assert (found.title, found.outlet) == (headline, None)


@pytest.mark.parametrize(
    "heading",
    [f"<h2>{HEADLINE}</h2>", f'<div class="tytul"><b>{HEADLINE}</b></div>'],
)
def test_a_page_laid_out_in_tables_gives_its_article_alone(heading):
    found = read(
        "<html><head><title>Mirador - weekly of the isles</title></head><body><table><tr>"
        '<td colspan=3><img src="masthead.gif" alt="Mirador"></td></tr><tr>'
        '<td>MENU<br><a href="a.php">Sport</a><br><a href="b.php">Archive</a></td><td>'
        f"{heading}<div>8 May 2011</div><div>{FIRST}<br><br>{SECOND}<br><br>{LAST}</div>"
        '<br><a href="p.php">Drucken</a> | <a href="k.php">Meinungen (14)</a></td>'
        "<td>POLL<br>Who pays?</td></tr></table></body></html>"
    )
    assert found.outlet == "Mirador"
    assert found.body.rstrip().endswith(LAST)
    assert "MENU" not in found.body
    assert "Meinungen" not in found.body


def test_headline_by_class_counts_only_without_others():
    found = read(
        "<html><head><title>Mirador</title></head><body>"
        f'<a href="/">Mirador</a><div class="tytul">{HEADLINE}</div>{TEXT}</body></html>'
    )
    assert (found.title, found.outlet) == (HEADLINE, "Mirador")


def test_tables_of_figures_stay():
    rows = "".join(f"<tr><td>Port {n}</td><td>{n * 11} ships</td></tr>" for n in range(1, 9))
    found = read(
        f"<html><head><title>{HEADLINE}</title></head><body><article><h1>{HEADLINE}</h1>"
        f"<p>{FIRST}</p><p>{SECOND}</p><table>{rows}</table><p>{LAST}</p></article></body></html>"
    )
    assert "66 ships" in found.body


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:site_name" content="mirador.example">'
        '<meta name="publisher" content="Merle Mirador">',
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "'
        + HEADLINE
        + '", "publisher": {"@id": "#o"}}, {"@type": "Organization", "@id": "#o",'
        ' "name": "Merle Mirador"}]}</script>',
    ],
)
def test_a_name_for_people_goes_before_an_address(head):
    found = read(
        f"<html><head><title>{HEADLINE}</title>{head}</head><body><h1>{HEADLINE}</h1>{TEXT}"
        "</body></html>"
    )
    assert found.outlet == "Merle Mirador"


def test_the_authority_between_headline_and_text_is_the_outlet():
    found = read(
        f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1><dl><dt>From:</dt>"
        f"<dd><a href='/o'>Ministry of Tides</a></dd></dl>{TEXT}</body></html>"
    )
    assert found.outlet == "Ministry of Tides"
