# SPDX-License-Identifier: MIT
"""Annotating by key: marking words, coding annotations, moving their bounds, deciding on them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint

from claimdesk.gui.annotating.bounds import CHARACTER, CLAUSE, WORD, Bounds
from claimdesk.gui.annotating.coding import LIKELY
from claimdesk.gui.annotating.context_menu import ArticleMenu
from claimdesk.gui.annotating.marking import Marking
from claimdesk.gui.annotating.own_fields import OwnFieldMenu
from claimdesk.gui.annotating.review_line import ReviewLine
from claimdesk.gui.annotating.selection_bar import SelectionBar
from claimdesk.gui.window.feature_base import ANNOTATION, ARTICLE, Command, Feature, Submenu
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _

_DIGITS = 9
_OCCURRENCES = ("every_mention", "every_domain")
"""Commands of the selection beside those that mark it."""
"""Values that have a key: 1 to 9."""
_MOVES = {
    "start_back": ("start", -1),
    "start_on": ("start", 1),
    "end_back": ("end", -1),
    "end_on": ("end", 1),
}

_marking = partial(Command, needs=ARTICLE, annotates=True)
"""A command that acts on the words of the article, whatever is current."""
_coding = partial(Command, needs=ANNOTATION, annotates=True)
"""A command that acts on the annotations that are selected."""
_single = partial(_coding, one=True)
"""A command that acts on the current annotation alone."""
_of_claims = partial(_coding, layers=("claim",))
"""A command that acts on the claims that are selected."""


class AnnotatingFeature(Feature):
    """Binds the keys of annotating to the words and annotations that they act on."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._marking = Marking(bench.desk, bench.view, bench.pickers)
        self._line = ReviewLine(bench.desk, bench.jobs, bench.review, bench.window)
        self._menu = ArticleMenu(bench.desk, bench.view)
        self._bounds = Bounds(bench.desk, bench.view)
        self._own_fields = OwnFieldMenu(bench.desk, bench.selection.ids, bench.codes, bench.view)
        self._own_fields.none_found.connect(self._offer_codebook)
        bench.coding.next_wanted.connect(bench.review.skip)

    def start(self) -> None:
        menu, digits = self._bench.commands.submenus["digits"], self._bench.digits
        menu.aboutToShow.connect(lambda: digits.fill(menu))
        digits.changed.connect(self._name_digits)
        commands = self._bench.commands
        self._bar = SelectionBar(
            self._bench.view, [commands[name] for name in ("mention", "claim", "domain")]
        )
        self._bench.view.menu_wanted.connect(self._open_menu)
        bench = self._bench
        bench.centre.add_below(self._line)
        self._line.done_wanted.connect(bench.commands["done"].trigger)
        bench.review.order_changed.connect(self._show_order)

    def _offer_codebook(self) -> None:
        """Say that there is no own field to code, and where to add one."""
        self._bench.toast.show_text(
            _("There are no own fields yet; add one in the codebook, under Own fields."),
            self._bench.commands["codebook"].trigger,
            _("Open the codebook"),
        )

    def _show_order(self) -> None:
        self._bench.commands["least_sure"].setChecked(self._bench.review.least_sure_first)

    def _open_menu(self, place: QPoint) -> None:
        commands = self._bench.commands
        self._menu.open(
            place,
            [commands[name] for name in ("mention", "claim", "domain", *_OCCURRENCES)],
            [commands[name] for name in ("speaker", "cue", "content", "piece", "remove_piece")],
            {layer: commands.list_menu(layer) for layer in ("actor", "claim", "domain")},
        )

    def commands(self) -> Sequence[Command | Submenu]:
        return [
            *self._marking_commands(),
            *self._piece_commands(),
            *self._deciding_commands(),
            *self._walking_commands(),
            Submenu(id="bounds", text=_("M&ove the ends"), menu="annotate", at=610),
            *self._bounds_commands(),
            *self._coding_commands(),
            *self._topic_commands(),
            *self._detail_commands(),
            *self._digit_commands(),
            Submenu(id="likely_domains", text=_("&Likely domains"), menu="claim", at=132),
            *self._domain_commands(),
            Submenu(id="digits", text=_("Keys 1 to &9"), menu="claim", at=150),
        ]

    def _marking_commands(self) -> list[Command]:
        marking = partial(_marking, menu="annotate")
        single = partial(_single, menu="annotate")
        return [
            marking(
                id="mention",
                text=_("&Mention of an actor"),
                short=_("Mention"),
                run=self._marking.mention,
                at=110,
                keys=("M",),
                icon="actor",
                tool=410,
                tool_text=True,
            ),
            marking(
                id="claim",
                text=_("&Claim"),
                run=self._marking.claim,
                at=120,
                keys=("C",),
                icon="claim",
                tool=420,
                tool_text=True,
            ),
            marking(
                id="claim_sentence",
                text=_("Claim from the sentence at t&he caret"),
                run=self._marking.claim_sentence,
                at=122,
                keys=("Shift+C",),
            ),
            marking(
                id="claim_alike",
                text=_("Claim &like the last one"),
                run=self._marking.alike,
                at=123,
                keys=("L",),
                tip=_("Give the selected words, or the sentence, the codes of the last claim"),
            ),
            single(
                id="duplicate_claim",
                text=_("Duplica&te the claim"),
                run=self._marking.duplicate,
                at=124,
                keys=("Ctrl+D",),
                layers=("claim",),
            ),
            single(
                id="split_claim",
                text=_("Spl&it the claim"),
                run=self._marking.split,
                at=126,
                keys=("Shift+T",),
                tip=_("Make each piece a claim of its own; or cut a claim at the caret"),
                layers=("claim",),
            ),
        ]

    def _piece_commands(self) -> list[Command]:
        marking = partial(_marking, menu="annotate")
        single = partial(_single, menu="annotate")
        return [
            marking(
                id="domain",
                text=_("&Domain"),
                run=self._mark_domain,
                at=130,
                keys=("D",),
                icon="domain",
                tool=430,
                tool_text=True,
            ),
            single(
                id="piece",
                text=_("Add a &piece"),
                run=self._bounds.add_piece,
                at=140,
                keys=("P",),
            ),
            single(
                id="remove_piece",
                text=_("Remo&ve a piece"),
                run=self._bounds.remove_piece,
                at=150,
                keys=("Shift+P",),
                tip=_("Remove the pieces that the selection touches, or the last one"),
            ),
        ]

    def _deciding_commands(self) -> list[Command]:
        review = self._bench.review
        ids = self._bench.selection.ids
        coding = partial(_coding, menu="annotate")
        return [
            coding(
                id="accept",
                text=_("&Accept"),
                run=lambda: review.accept(ids()),
                at=310,
                keys=("A",),
                icon="accept",
                tool=510,
                tool_text=True,
                list_menu=110,
            ),
            coding(
                id="reject",
                text=_("&Reject"),
                run=lambda: review.reject(ids()),
                at=320,
                keys=("X",),
                icon="reject",
                tool=520,
                tool_text=True,
                list_menu=120,
            ),
            coding(id="skip", text=_("&Skip"), run=review.skip, at=330, keys=("Space",)),
            coding(
                id="delete",
                text=_("D&elete"),
                run=lambda: review.delete(ids()),
                at=440,
                keys=("Del",),
                icon="delete",
                tool=530,
                list_menu=130,
            ),
        ]

    def _walking_commands(self) -> list[Command]:
        review = self._bench.review
        marking = partial(_marking, menu="annotate")
        return [
            marking(
                id="next",
                text=_("&Next"),
                run=partial(self._walk, True),
                at=510,
                keys=("Tab",),
                icon="next",
            ),
            marking(
                id="previous",
                text=_("Previo&us"),
                run=partial(self._walk, False),
                at=520,
                keys=("Shift+Tab",),
                icon="previous",
            ),
            Command(
                id="least_sure",
                text=_("Least sure &first"),
                run=lambda: review.set_least_sure_first(not review.least_sure_first),
                menu="annotate",
                at=530,
                checkable=True,
                tip=_("Let the suggestion that is least sure come next"),
            ),
            Command(
                id="accept_sure",
                text=_("Accept &what is sure…"),
                run=self._line.preview,
                menu="annotate",
                at=360,
                needs=ARTICLE,
                tip=_("See and accept what your own decisions show to be right"),
            ),
        ]

    def _walk(self, forward: bool) -> None:
        """Go to the next annotation, or the one before; to the next control if there is none."""
        review = self._bench.review
        if not (review.next() if forward else review.previous()):
            self._bench.window.focusNextPrevChild(forward)

    def _bounds_commands(self) -> list[Command]:
        """Return the commands that move an end of an annotation by words, clauses or characters."""
        words = {
            "start_back": (_("Move start one word left"), "Shift+Left"),
            "start_on": (_("Move start one word right"), "Shift+Right"),
            "end_back": (_("Move end one word left"), "Alt+Left"),
            "end_on": (_("Move end one word right"), "Alt+Right"),
        }
        clauses = {
            "start_back": (_("Move start one clause left"), "Alt+Shift+Up"),
            "start_on": (_("Move start one clause right"), "Alt+Shift+Down"),
            "end_back": (_("Move end one clause left"), "Alt+Up"),
            "end_on": (_("Move end one clause right"), "Alt+Down"),
        }
        characters = {
            "start_back": (_("Move start one character left"), "Ctrl+Shift+Left"),
            "start_on": (_("Move start one character right"), "Ctrl+Shift+Right"),
            "end_back": (_("Move end one character left"), "Ctrl+Alt+Left"),
            "end_on": (_("Move end one character right"), "Ctrl+Alt+Right"),
        }
        units = (
            (WORD, "", 610, words),
            (CLAUSE, "_clause", 620, clauses),
            (CHARACTER, "_one", 630, characters),
        )
        return [
            _single(
                id=move + suffix,
                text=text,
                run=partial(self._bounds.nudge, *_MOVES[move], unit),
                menu="bounds",
                at=at,
                keys=(key,),
            )
            for unit, suffix, first, moves in units
            for at, (move, (text, key)) in enumerate(moves.items(), start=first)
        ]

    def _coding_commands(self) -> list[Command]:
        coding = self._bench.coding
        of_claims = partial(_of_claims, menu="claim")
        of_any = partial(_coding, menu="claim")
        return [
            of_any(
                id="speaker",
                text=_("&Speaker, or actor of a mention"),
                run=self._code_speaker,
                at=110,
                keys=("S",),
                tip=_("Pick the speaker; with words selected, make them the source"),
                layers=("claim", "actor"),
                list_menu=210,
            ),
            of_claims(
                id="speakers",
                text=_("&Joint speakers…"),
                run=coding.speakers,
                at=112,
                keys=("Shift+S",),
                tip=_("Tick all who speak, in order; untick and tick again to move one back"),
                list_menu=212,
                list_layers=("claim",),
            ),
            of_claims(
                id="cue",
                text=_("C&ue from selection"),
                run=lambda: self._marking.role("cue"),
                at=115,
                keys=("U",),
                one=True,
            ),
            of_claims(
                id="content",
                text=_("Con&tent from selection"),
                run=lambda: self._marking.role("content"),
                at=120,
                keys=("T",),
                one=True,
            ),
        ]

    def _topic_commands(self) -> list[Command]:
        coding = self._bench.coding
        of_claims = partial(_of_claims, menu="claim")
        return [
            _marking(
                id="domains",
                text=_("&Domains…"),
                run=self._code_domains,
                menu="claim",
                at=125,
                keys=("Shift+D",),
                list_menu=220,
            ),
            of_claims(
                id="repeat",
                text=_("Reuse last domains &and continue"),
                run=coding.repeat_domains,
                at=130,
                keys=("R",),
                tip=_("Accept with the domains of the claim decided before, and continue"),
            ),
            of_claims(
                id="pick_stance",
                text=_("S&tance…"),
                run=lambda: coding.code("stance"),
                at=135,
                keys=("0",),
            ),
            of_claims(
                id="kind",
                text=_("&Kind…"),
                run=lambda: coding.code("kind"),
                at=152,
                keys=("K",),
                list_menu=320,
                list_layers=("claim",),
            ),
        ]

    def _detail_commands(self) -> list[Command]:
        coding = self._bench.coding
        of_claims = partial(_of_claims, menu="claim")
        of_any = partial(_coding, menu="claim")
        return [
            of_any(
                id="certainty",
                text=_("Certaint&y, or stage of a domain…"),
                run=coding.certainty,
                at=155,
                keys=("Y",),
                layers=("claim", "domain"),
            ),
            of_any(
                id="parties",
                text=_("To &whom, or with whom…"),
                run=coding.parties,
                at=160,
                keys=("W",),
                tip=_("Whom a claim is addressed to; with whom a domain is worked on"),
                layers=("claim", "domain"),
            ),
            of_any(
                id="note",
                text=_("&Note…"),
                run=self._bench.note_wanted.emit,
                at=165,
                keys=("N",),
                one=True,
                list_menu=230,
            ),
            of_claims(
                id="own_field",
                text=_("Own &field…"),
                run=self._own_fields.ask,
                at=170,
                keys=("F",),
            ),
        ]

    def _digit_commands(self) -> list[Command]:
        """Return the commands of the keys 1 to 9, which give the values of a coded field."""
        return [
            _of_claims(
                # The id by which analysts' own keys are remembered, from when all were stances.
                id=f"stance_{number}",
                text=str(number),
                run=partial(self._code_by_digit, number),
                menu="claim",
                at=140 + number,
                keys=(str(number),),
                list_menu=310 + number,
                list_layers=("claim",),
            )
            for number in range(1, _DIGITS + 1)
        ]

    def _domain_commands(self) -> list[Command]:
        """Return the commands that give a claim one of its likely domains alone."""
        return [
            _of_claims(
                id=f"only_domain_{number}",
                text=_("Only likely domain {number}").format(number=number),
                run=partial(self._bench.coding.only_domain, number - 1),
                menu="likely_domains",
                at=number,
                keys=(f"Ctrl+Alt+{number}",),
                tip=_("Accept with this domain alone, and continue; the card shows which it is"),
            )
            for number in range(1, LIKELY + 1)
        ]

    def _code_by_digit(self, number: int) -> None:
        field = self._bench.digits.field
        if field is not None:
            self._bench.coding.code_choice(field, number - 1)

    def _name_digits(self) -> None:
        """Name the commands of the keys 1 to 9 after the values that they give."""
        commands, field = self._bench.commands, self._bench.digits.field
        if field is None:
            return
        for number in range(1, _DIGITS + 1):
            name = f"stance_{number}"
            commands.set_layer(name, field.layer)
            commands[name].setVisible(number <= len(field.choices))
            if number <= len(field.choices):
                value = field.choices[number - 1].label
                words = _("{field}: {value}").format(field=field.label, value=value)
                commands.set_words(name, words)

    def _mark_domain(self) -> None:
        """Mark the selected words as about a domain; without any, code the domains."""
        if self._bench.view.selected_span() is not None or not self._bench.desk.selected:
            self._marking.domain()
        else:
            self._bench.coding.domains()

    def _code_speaker(self) -> None:
        """Mark the selected words as the source of a claim; without any, pick who speaks."""
        row = self._bench.desk.current_row()
        single = row is not None and row.layer == "claim" and len(self._bench.desk.selected) == 1
        if self._bench.view.selected_span() is not None and single:
            self._marking.role("source")
        else:
            self._bench.coding.speaker()

    def _code_domains(self) -> None:
        """Pick the domains of claims; for other words, annotate every occurrence as a domain."""
        bench, desk = self._bench, self._bench.desk
        claims = any(desk.annotations[i].layer == "claim" for i in desk.selected)
        words = bench.view.selected_span() is not None and bench.selection.pane() is None
        if len(desk.selected) > 1 or (claims and not words):
            bench.coding.domains()
        else:
            bench.occurrences.annotate("domain")
