# SPDX-License-Identifier: MIT
"""The menus as tables: every command of the window with its words, its keys and its place.

A command is known by a short id. Who does the work binds to it by that id; nothing else in the
program knows keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

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
        """The menus in their order: id, title, commands."""
        return [
            ("file", self.tr("&File"), self._file()),
            ("edit", self.tr("&Edit"), self._edit()),
            ("annotate", self.tr("&Annotate"), self._annotate()),
            ("claim", self.tr("&Claim"), self._claim()),
            ("suggestions", self.tr("&Suggestions"), self._suggestions()),
            ("article", self.tr("A&rticle"), self._article()),
            ("view", self.tr("&View"), self._view()),
            ("help", self.tr("&Help"), self._help()),
        ]

    def _file(self) -> Table:
        return [
            Command("new", self.tr("&New project…"), ("Ctrl+N",), "new"),
            Command("open", self.tr("&Open project…"), ("Ctrl+O",), "open"),
            SEPARATOR,
            Command("import", self.tr("&Import articles…"), ("Ctrl+I",), "import", needs=PROJECT),
            Command("import_folder", self.tr("Import a &folder…"), needs=PROJECT),
            Command(
                "paste",
                self.tr("&Paste text as article…"),
                ("Ctrl+Shift+V",),
                "paste",
                needs=PROJECT,
            ),
            Command("export", self.tr("&Export…"), ("Ctrl+E",), "export", needs=PROJECT),
            SEPARATOR,
            Command("backups", self.tr("&Backups…"), ("Ctrl+Shift+B",), needs=PROJECT),
            Command(
                "check",
                self.tr("&Check the project…"),
                tip=self.tr("Compare everything with its hash; never changes anything"),
                needs=PROJECT,
            ),
            SEPARATOR,
            Command("quit", self.tr("&Quit"), ("Ctrl+Q",)),
        ]

    def _edit(self) -> Table:
        return [
            Command("undo", self.tr("&Undo"), ("Ctrl+Z",), "undo"),
            Command("redo", self.tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
            Command("history", self.tr("&History"), ("Ctrl+H",), needs=PROJECT),
            Command("deleted", self.tr("Dele&ted things…"), ("Ctrl+Shift+H",), needs=PROJECT),
            SEPARATOR,
            Command("find", self.tr("&Find…"), ("Ctrl+F",), "search", needs=ARTICLE),
            Command("find_next", self.tr("Find ne&xt"), ("F3",), needs=ARTICLE),
            Command("find_previous", self.tr("Find pre&vious"), ("Shift+F3",), needs=ARTICLE),
            Command(
                "find_everywhere",
                self.tr("Find in &all articles…"),
                ("Ctrl+Shift+F",),
                needs=PROJECT,
            ),
            SEPARATOR,
            Command("codebook", self.tr("&Codebook…"), ("Ctrl+B",), "codebook", needs=PROJECT),
            Command("actors", self.tr("Act&ors…"), ("Ctrl+Shift+R",), "actor", needs=PROJECT),
            Command(
                "in_registry", self.tr("Show in re&gistry"), ("Ctrl+Shift+G",), needs=ANNOTATION
            ),
            Command("annotator", self.tr("&Annotator…"), needs=PROJECT),
            SEPARATOR,
            Command("settings", self.tr("&Settings…"), ("Ctrl+,",)),
        ]

    def _annotate(self) -> Table:
        return [
            _marking("mention", self.tr("&Mention of an actor"), ("M",), "actor"),
            _marking("claim", self.tr("&Claim"), ("C",), "claim"),
            _marking("domain", self.tr("&Domain"), ("D",), "domain"),
            _single("piece", self.tr("Add a &piece"), ("P",)),
            _single(
                "remove_piece",
                self.tr("Remo&ve a piece"),
                ("Shift+P",),
                tip=self.tr("Remove the pieces that the selection touches, or the last one"),
            ),
            SEPARATOR,
            _marking(
                "every_mention",
                self.tr("&Every occurrence as mention…"),
                ("Shift+M",),
                tip=self.tr("Annotate every occurrence of the selected or current words"),
            ),
            _marking(
                "every_domain",
                self.tr("Every &occurrence as domain…"),
                tip=self.tr("Shift+D, with words selected or a domain current"),
            ),
            _marking(
                "every_mention_project",
                self.tr("Every mention in the pro&ject…"),
                ("Ctrl+Shift+M",),
            ),
            _marking(
                "every_domain_project", self.tr("Every domain in the project…"), ("Ctrl+Shift+D",)
            ),
            SEPARATOR,
            _coding("accept", self.tr("&Accept"), ("A",), "accept"),
            _coding("reject", self.tr("&Reject"), ("X",), "reject"),
            _coding("skip", self.tr("&Skip"), ("Space",)),
            _single(
                "accept_alike",
                self.tr("Accept all li&ke this…"),
                ("Shift+A",),
                tip=self.tr("Accept the suggestions of the same words as the same"),
            ),
            _single(
                "reject_alike",
                self.tr("Re&ject all like this…"),
                ("Shift+X",),
                tip=self.tr("Reject the suggestions of the same words as the same"),
            ),
            SEPARATOR,
            Command("accept_all", self.tr("Accept all s&hown…"), ("Ctrl+Shift+A",), needs=ARTICLE),
            Command("reject_all", self.tr("Reject all sho&wn…"), ("Ctrl+Shift+X",), needs=ARTICLE),
            Command(
                "delete_all", self.tr("Delete all show&n…"), ("Ctrl+Shift+Del",), needs=ARTICLE
            ),
            _coding("delete", self.tr("De&lete"), ("Del",), "delete"),
            SEPARATOR,
            _marking("next", self.tr("&Next"), ("Tab",), "next"),
            _marking("previous", self.tr("&Previous"), ("Shift+Tab",), "previous"),
            SEPARATOR,
            _single("start_back", self.tr("Start a word earlier"), ("Shift+Left",)),
            _single("start_on", self.tr("Start a word later"), ("Shift+Right",)),
            _single("end_back", self.tr("End a word earlier"), ("Alt+Left",)),
            _single("end_on", self.tr("End a word later"), ("Alt+Right",)),
            _single("start_back_clause", self.tr("Start a clause earlier"), ("Alt+Shift+Up",)),
            _single("start_on_clause", self.tr("Start a clause later"), ("Alt+Shift+Down",)),
            _single("end_back_clause", self.tr("End a clause earlier"), ("Alt+Up",)),
            _single("end_on_clause", self.tr("End a clause later"), ("Alt+Down",)),
            _single("start_back_one", self.tr("Start a character earlier"), ("Ctrl+Shift+Left",)),
            _single("start_on_one", self.tr("Start a character later"), ("Ctrl+Shift+Right",)),
            _single("end_back_one", self.tr("End a character earlier"), ("Ctrl+Alt+Left",)),
            _single("end_on_one", self.tr("End a character later"), ("Ctrl+Alt+Right",)),
        ]

    def _claim(self) -> Table:
        return [
            _coding(
                "speaker",
                self.tr("&Speaker, or actor of a mention"),
                ("S",),
                tip=self.tr("Pick the speaker; with words selected, make them the source"),
                layers=("claim", "actor"),
            ),
            _of_claims("cue", self.tr("C&ue from selection"), ("U",), one=True),
            _of_claims("content", self.tr("Con&tent from selection"), ("T",), one=True),
            _marking("domains", self.tr("&Domains…"), ("Shift+D",)),
            _of_claims(
                "repeat",
                self.tr("Same domains as &before, next"),
                ("R",),
                tip=self.tr("Accept with the domains of the claim decided before, and go on"),
            ),
            _of_claims("pick_stance", self.tr("S&tance…"), ("0",)),
            _of_claims("kind", self.tr("&Kind…"), ("K",)),
            _coding(
                "certainty",
                self.tr("Certaint&y, or stage of a domain…"),
                ("Y",),
                layers=("claim", "domain"),
            ),
            _coding(
                "parties",
                self.tr("To &whom, or with whom…"),
                ("W",),
                tip=self.tr("Whom a claim is addressed to; with whom a domain is worked on"),
                layers=("claim", "domain"),
            ),
            _single("note", self.tr("&Note…"), ("N",)),
            _of_claims("own_field", self.tr("Own &field…"), ("F",)),
        ]

    def _suggestions(self) -> Table:
        return [
            Command(
                "suggest",
                self.tr("&Suggest"),
                ("Ctrl+R",),
                "suggest",
                self.tr("Make suggestions for this article"),
                needs=ARTICLE,
            ),
            Command(
                "suggest_on_open", self.tr("Suggest when an article is &opened"), checkable=True
            ),
            SEPARATOR,
            Command(
                "surer_claims",
                self.tr("Show s&urer claims"),
                ("Ctrl+Alt+Up",),
                tip=self.tr("Suggest only claims that are more likely right"),
                needs=PROJECT,
            ),
            Command(
                "more_claims",
                self.tr("Show m&ore claims"),
                ("Ctrl+Alt+Down",),
                tip=self.tr("Suggest claims that are less likely right, too"),
                needs=PROJECT,
            ),
            SEPARATOR,
            Command(
                "learning",
                self.tr("&Learning…"),
                ("Ctrl+Shift+L",),
                tip=self.tr("What the program learned in this project, and how good it is"),
                needs=PROJECT,
            ),
            Command("learn_when_done", self.tr("Learn when articles are &done"), checkable=True),
            SEPARATOR,
            Command(
                "measure",
                self.tr("&Measure by a corpus…"),
                ("Ctrl+Shift+U",),
                tip=self.tr("Compare the suggestions with articles that people annotated"),
                needs=PROJECT,
            ),
        ]

    def _article(self) -> Table:
        return [
            Command(
                "done",
                self.tr("&Done, next article"),
                ("Ctrl+Return", "Ctrl+Enter"),
                "done",
                needs=ARTICLE,
            ),
            SEPARATOR,
            Command("next_article", self.tr("&Next article"), ("Ctrl+PgDown",), needs=PROJECT),
            Command(
                "previous_article", self.tr("&Previous article"), ("Ctrl+PgUp",), needs=PROJECT
            ),
            Command("details", self.tr("D&etails…"), ("F4",), needs=ARTICLE),
            Command(
                "correct",
                self.tr("&Correct the text…"),
                ("Ctrl+F4",),
                tip=self.tr("Mend what was copied wrongly; annotations keep their words"),
                needs=ARTICLE,
            ),
            Command(
                "review",
                self.tr("Re&view lost places"),
                ("Shift+F4",),
                tip=self.tr("Annotations whose words changed when the text was corrected"),
                needs=PROJECT,
            ),
        ]

    def _view(self) -> Table:
        return [
            Command("rejected", self.tr("Show &rejected"), checkable=True),
            SEPARATOR,
            Command("larger", self.tr("&Larger text"), ("Ctrl++", "Ctrl+=")),
            Command("smaller", self.tr("&Smaller text"), ("Ctrl+-",)),
            Command("normal", self.tr("Normal &text size"), ("Ctrl+0",)),
            SEPARATOR,
            Command(
                "find_article",
                self.tr("Search &articles"),
                ("Ctrl+Alt+F",),
                "search",
                needs=PROJECT,
            ),
            Command("filter", self.tr("&Filter the pane"), ("Ctrl+L",), needs=ARTICLE),
            Command("go_text", self.tr("Go to the &text"), ("F6",), needs=ARTICLE),
            SEPARATOR,
        ]

    def _help(self) -> Table:
        return [
            Command("keys", self.tr("&Keys"), ("F1",)),
            Command("promises", self.tr("What Claimdesk &promises")),
            Command("about", self.tr("&About Claimdesk")),
        ]
