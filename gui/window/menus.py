# SPDX-License-Identifier: MIT
"""The menus as tables: every command of the window with its words, its keys and its place.

A command is known by a short id. Who does the work binds to it by that id; nothing else in the
program knows keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from claimdesk.models.messages.catalogue import _

SEPARATOR = ""

PROJECT, ARTICLE, ANNOTATION = "project", "article", "annotation"
"""What has to be open or chosen for a command to be offered."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `keys` are alternatives, the first is shown in the menu."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str | None = None
    tip: str | None = None
    short: str | None = None
    """The words on the tool bar, if those of the menu are too long for it."""
    checkable: bool = False
    needs: str = ""
    """PROJECT, ARTICLE or ANNOTATION; empty if it is always offered."""
    annotates: bool = False
    """Whether its keys act only while the article or a list of annotations has the focus."""
    layers: tuple[str, ...] = ()
    """What annotations a command that needs one acts on: of these layers; empty if of any."""
    one: bool = False
    """Whether it acts on the current annotation, and not if several are chosen."""


Table = list[Command | str]
"""The commands of a menu in their order; SEPARATOR stands for a line between them."""


_marking = partial(Command, needs=ARTICLE, annotates=True)
"""A command that acts on the words of the article, whatever is current."""
_coding = partial(Command, needs=ANNOTATION, annotates=True)
"""A command that acts on the annotations that are chosen."""
_single = partial(_coding, one=True)
"""A command that acts on the current annotation alone."""
_of_claims = partial(_coding, layers=("claim",))
"""A command that acts on the claims that are chosen."""


class Menus(QObject):
    """The tables. A new command is a line in one of them, and a `bind` where its work is done."""

    def tables(self) -> list[tuple[str, str, Table]]:
        """Return the menus in their order: id, title, commands."""
        return [
            ("file", _("&File"), self._file()),
            ("edit", _("&Edit"), self._edit()),
            ("annotate", _("&Annotate"), self._annotate()),
            ("claim", _("&Claim"), self._claim()),
            ("suggestions", _("&Suggestions"), self._suggestions()),
            ("article", _("A&rticle"), self._article()),
            ("view", _("&View"), self._view()),
            ("help", _("&Help"), self._help()),
        ]

    def _file(self) -> Table:
        return [
            Command("new", _("&New project…"), ("Ctrl+N",), "new"),
            Command("open", _("&Open project…"), ("Ctrl+O",), "open"),
            SEPARATOR,
            Command("import", _("&Import articles…"), ("Ctrl+I",), "import", needs=PROJECT),
            Command("import_folder", _("Import a &folder…"), needs=PROJECT),
            Command(
                "paste",
                _("&Paste text as article…"),
                ("Ctrl+Shift+V",),
                "paste",
                needs=PROJECT,
            ),
            Command("export", _("&Export…"), ("Ctrl+E",), "export", needs=PROJECT),
            SEPARATOR,
            Command("backups", _("&Backups…"), ("Ctrl+Shift+B",), needs=PROJECT),
            Command(
                "check",
                _("&Check the project…"),
                tip=_("Compare everything with its hash; never changes anything"),
                needs=PROJECT,
            ),
            SEPARATOR,
            Command("quit", _("&Quit"), ("Ctrl+Q",)),
        ]

    def _edit(self) -> Table:
        return [
            Command("undo", _("&Undo"), ("Ctrl+Z",), "undo"),
            Command("redo", _("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
            Command("history", _("&History"), ("Ctrl+H",), needs=PROJECT),
            Command("deleted", _("Dele&ted things…"), ("Ctrl+Shift+H",), needs=PROJECT),
            SEPARATOR,
            Command("find", _("&Find…"), ("Ctrl+F",), "search", needs=ARTICLE),
            Command("find_next", _("Find ne&xt"), ("F3",), needs=ARTICLE),
            Command("find_previous", _("Find pre&vious"), ("Shift+F3",), needs=ARTICLE),
            Command(
                "find_everywhere",
                _("Find in &all articles…"),
                ("Ctrl+Shift+F",),
                needs=PROJECT,
            ),
            SEPARATOR,
            Command("codebook", _("&Codebook…"), ("Ctrl+B",), "codebook", needs=PROJECT),
            Command("actors", _("Act&ors…"), ("Ctrl+Shift+R",), "actor", needs=PROJECT),
            Command("in_registry", _("Show in re&gistry"), ("Ctrl+Shift+G",), needs=ANNOTATION),
            Command("annotator", _("&Annotator…"), needs=PROJECT),
            SEPARATOR,
            Command("settings", _("&Settings…"), ("Ctrl+,",)),
        ]

    def _annotate(self) -> Table:
        return [
            _marking("mention", _("&Mention of an actor"), ("M",), "actor", short=_("Mention")),
            _marking("claim", _("&Claim"), ("C",), "claim"),
            _marking("domain", _("&Domain"), ("D",), "domain"),
            _single("piece", _("Add a &piece"), ("P",)),
            _single(
                "remove_piece",
                _("Remo&ve a piece"),
                ("Shift+P",),
                tip=_("Remove the pieces that the selection touches, or the last one"),
            ),
            SEPARATOR,
            _marking(
                "every_mention",
                _("&Every occurrence as mention…"),
                ("Shift+M",),
                tip=_("Annotate every occurrence of the selected or current words"),
            ),
            _marking(
                "every_domain",
                _("Every &occurrence as domain…"),
                tip=_("Shift+D, with words selected or a domain current"),
            ),
            _marking(
                "every_mention_project",
                _("Every mention in the pro&ject…"),
                ("Ctrl+Shift+M",),
            ),
            _marking("every_domain_project", _("Every domain in the project…"), ("Ctrl+Shift+D",)),
            SEPARATOR,
            _coding("accept", _("&Accept"), ("A",), "accept"),
            _coding("reject", _("&Reject"), ("X",), "reject"),
            _coding("skip", _("&Skip"), ("Space",)),
            _single(
                "accept_alike",
                _("Accept all li&ke this…"),
                ("Shift+A",),
                tip=_("Accept the suggestions of the same words as the same"),
            ),
            _single(
                "reject_alike",
                _("Re&ject all like this…"),
                ("Shift+X",),
                tip=_("Reject the suggestions of the same words as the same"),
            ),
            SEPARATOR,
            Command("accept_all", _("Accept all s&hown…"), ("Ctrl+Shift+A",), needs=ARTICLE),
            Command("reject_all", _("Reject all sho&wn…"), ("Ctrl+Shift+X",), needs=ARTICLE),
            Command("delete_all", _("Delete all show&n…"), ("Ctrl+Shift+Del",), needs=ARTICLE),
            _coding("delete", _("De&lete"), ("Del",), "delete"),
            SEPARATOR,
            _marking("next", _("&Next"), ("Tab",), "next"),
            _marking("previous", _("&Previous"), ("Shift+Tab",), "previous"),
            SEPARATOR,
            _single("start_back", _("Start a word earlier"), ("Shift+Left",)),
            _single("start_on", _("Start a word later"), ("Shift+Right",)),
            _single("end_back", _("End a word earlier"), ("Alt+Left",)),
            _single("end_on", _("End a word later"), ("Alt+Right",)),
            _single("start_back_clause", _("Start a clause earlier"), ("Alt+Shift+Up",)),
            _single("start_on_clause", _("Start a clause later"), ("Alt+Shift+Down",)),
            _single("end_back_clause", _("End a clause earlier"), ("Alt+Up",)),
            _single("end_on_clause", _("End a clause later"), ("Alt+Down",)),
            _single("start_back_one", _("Start a character earlier"), ("Ctrl+Shift+Left",)),
            _single("start_on_one", _("Start a character later"), ("Ctrl+Shift+Right",)),
            _single("end_back_one", _("End a character earlier"), ("Ctrl+Alt+Left",)),
            _single("end_on_one", _("End a character later"), ("Ctrl+Alt+Right",)),
        ]

    def _claim(self) -> Table:
        return [
            _coding(
                "speaker",
                _("&Speaker, or actor of a mention"),
                ("S",),
                tip=_("Pick the speaker; with words selected, make them the source"),
                layers=("claim", "actor"),
            ),
            _of_claims("cue", _("C&ue from selection"), ("U",), one=True),
            _of_claims("content", _("Con&tent from selection"), ("T",), one=True),
            _marking("domains", _("&Domains…"), ("Shift+D",)),
            _of_claims(
                "repeat",
                _("Same domains as &before, next"),
                ("R",),
                tip=_("Accept with the domains of the claim decided before, and go on"),
            ),
            _of_claims("pick_stance", _("S&tance…"), ("0",)),
            _of_claims("kind", _("&Kind…"), ("K",)),
            _coding(
                "certainty",
                _("Certaint&y, or stage of a domain…"),
                ("Y",),
                layers=("claim", "domain"),
            ),
            _coding(
                "parties",
                _("To &whom, or with whom…"),
                ("W",),
                tip=_("Whom a claim is addressed to; with whom a domain is worked on"),
                layers=("claim", "domain"),
            ),
            _single("note", _("&Note…"), ("N",)),
            _of_claims("own_field", _("Own &field…"), ("F",)),
        ]

    def _suggestions(self) -> Table:
        return [
            Command(
                "suggest",
                _("&Suggest"),
                ("Ctrl+R",),
                "suggest",
                _("Make suggestions for this article"),
                needs=ARTICLE,
            ),
            Command("suggest_on_open", _("Suggest when an article is &opened"), checkable=True),
            SEPARATOR,
            Command(
                "surer_claims",
                _("Show s&urer claims"),
                ("Ctrl+Alt+Up",),
                tip=_("Suggest only claims that are more likely right"),
                needs=PROJECT,
            ),
            Command(
                "more_claims",
                _("Show m&ore claims"),
                ("Ctrl+Alt+Down",),
                tip=_("Suggest claims that are less likely right, too"),
                needs=PROJECT,
            ),
            SEPARATOR,
            Command(
                "learning",
                _("&Learning…"),
                ("Ctrl+Shift+L",),
                tip=_("What the program learned in this project, and how good it is"),
                needs=PROJECT,
            ),
            Command("learn_when_done", _("Learn when articles are &done"), checkable=True),
            SEPARATOR,
            Command(
                "measure",
                _("&Evaluate against a corpus…"),
                ("Ctrl+Shift+U",),
                tip=_("Compare the suggestions with articles that people annotated"),
                needs=PROJECT,
            ),
        ]

    def _article(self) -> Table:
        return [
            Command(
                "done",
                _("&Done, next article"),
                ("Ctrl+Return", "Ctrl+Enter"),
                "done",
                needs=ARTICLE,
            ),
            SEPARATOR,
            Command("next_article", _("&Next article"), ("Ctrl+PgDown",), needs=PROJECT),
            Command("previous_article", _("&Previous article"), ("Ctrl+PgUp",), needs=PROJECT),
            Command("details", _("D&etails…"), ("F4",), needs=ARTICLE),
            Command(
                "correct",
                _("&Correct the text…"),
                ("Ctrl+F4",),
                tip=_("Mend what was copied wrongly; annotations keep their words"),
                needs=ARTICLE,
            ),
            Command(
                "review",
                _("Re&view lost places"),
                ("Shift+F4",),
                tip=_("Annotations whose words changed when the text was corrected"),
                needs=PROJECT,
            ),
        ]

    def _view(self) -> Table:
        return [
            Command("rejected", _("Show &rejected"), checkable=True),
            SEPARATOR,
            Command("larger", _("&Larger text"), ("Ctrl++", "Ctrl+=")),
            Command("smaller", _("&Smaller text"), ("Ctrl+-",)),
            Command("normal", _("Normal &text size"), ("Ctrl+0",)),
            SEPARATOR,
            Command(
                "find_article",
                _("Search &articles"),
                ("Ctrl+Alt+F",),
                "search",
                needs=PROJECT,
            ),
            Command("filter", _("&Filter the pane"), ("Ctrl+L",), needs=ARTICLE),
            Command("go_text", _("Go to the &text"), ("F6",), needs=ARTICLE),
            SEPARATOR,
        ]

    def _help(self) -> Table:
        return [
            Command("keys", _("&Keys"), ("F1",)),
            Command("promises", _("What Claimdesk &promises")),
            Command("about", _("&About Claimdesk")),
        ]
