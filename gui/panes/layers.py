# SPDX-License-Identifier: MIT
"""What stands in the cells of the three panes: mentions by actor, claims, domain mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from claimdesk.gui.panes.cells import Cells
from claimdesk.gui.panes.dropping import Target
from claimdesk.gui.panes.grouping import BY_MEANING, BY_PARAGRAPH, BY_STATE, FLAT, Group
from claimdesk.gui.widgets.wording import actor_kind_label, words_of
from claimdesk.models import codebook, registry
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.queries import ActorRow, AnnotationRow, DomainRow

SPEAKER, CLAIM, STANCE, DOMAINS, KIND, NOTE = range(6)
"""Columns of the Claims pane."""
NAME, ACTOR_KIND, COUNT = range(3)
"""Columns of the Actors pane grouped by actor; the Domains pane has its count after NAME."""

_NONE = "—"


class NamedCells(Cells):
    """Things with a name, such as actors, and under each what the article says of it."""

    groupings = (BY_MEANING, BY_STATE, BY_PARAGRAPH, FLAT)

    def things(self) -> Mapping[int, ActorRow | DomainRow]:
        """Return what can be named, by id."""
        raise NotImplementedError

    def rename(self, session: Session, key: int, name: str) -> None:
        """Give a thing another name."""
        raise NotImplementedError

    def names(self, row: AnnotationRow) -> Iterable[tuple[str, int | None]]:
        return ((self.layer, self.meaning(row)),)

    def colours(self, row: AnnotationRow | None, group: Group | None, column: int) -> list[str]:
        key = group.key if group is not None else None
        wanted = NAME
        if row is not None and self.grouping != BY_MEANING:
            key, wanted = self.meaning(row), NAME + 1
        thing = self.things().get(key) if key is not None and column == wanted else None
        return [thing.colour] if thing is not None and thing.colour else []

    def drop_target(self, row: AnnotationRow | None, group: Group | None) -> Target | None:
        key = self.meaning(row) if row is not None else group.key if group is not None else None
        return None if key is None else Target(self.layer, key)

    def edits_inline(self, row: AnnotationRow | None, column: int) -> bool:
        return row is None and column == NAME and self.grouping == BY_MEANING

    def commit(
        self, row: AnnotationRow | None, group: Group | None, column: int, text: str
    ) -> None:
        if group is None or group.key is None:
            return
        key = group.key
        label = _("Rename {old} to {new}").format(old=self.meaning_text(key), new=text)
        self.desk.act(label, lambda session: self.rename(session, key, text))


class ActorCells(NamedCells):
    """Actors of the article, and under each its mentions."""

    layer = "actor"

    def things(self) -> Mapping[int, ActorRow]:
        return self.desk.actors

    def rename(self, session: Session, key: int, name: str) -> None:
        registry.rename_actor(session, key, name)

    def headers(self) -> Sequence[str]:
        if self.grouping == BY_MEANING:
            return _("Actor"), _("Kind"), _("Mentions")
        return _("Mention"), _("Actor"), _("Kind")

    def grouping_text(self, grouping: str) -> str:
        return _("By actor") if grouping == BY_MEANING else super().grouping_text(grouping)

    def meaning(self, row: AnnotationRow) -> int | None:
        return row.actor_id

    def meaning_text(self, key: int | None) -> str:
        return self.desk.actor_name(key) or _("No actor yet")

    def text(self, row: AnnotationRow, column: int) -> str:
        if column == NAME:
            return words_of(row, "mention")
        if self.grouping == BY_MEANING:
            return ""
        actor = self.desk.actors.get(row.actor_id) if row.actor_id is not None else None
        if actor is None:
            return _NONE
        return actor.name if column == 1 else actor_kind_label(actor.kind)

    def counts(self, column: int) -> bool:
        return self.grouping == BY_MEANING and column == COUNT

    def group_cell(self, group: Group, column: int) -> str:
        if column == ACTOR_KIND and group.key in self.desk.actors:
            return actor_kind_label(self.desk.actors[group.key].kind)
        return super().group_cell(group, column)


class ClaimCells(Cells):
    """The claims of the article."""

    layer = "claim"
    groupings = (FLAT, BY_MEANING, BY_STATE, BY_PARAGRAPH)

    def grouping_text(self, grouping: str) -> str:
        return _("By speaker") if grouping == BY_MEANING else super().grouping_text(grouping)

    def meaning(self, row: AnnotationRow) -> int | None:
        return row.speaker_id

    def names(self, row: AnnotationRow) -> Iterable[tuple[str, int | None]]:
        yield "actor", row.speaker_id
        yield from (("domain", domain) for domain in row.domain_ids)
        yield from (("choice", row.stance_id), ("choice", row.kind_id))

    def meaning_text(self, key: int | None) -> str:
        return self.desk.actor_name(key) or _("Nobody named")

    def group_cell(self, group: Group, column: int) -> str:
        if column != CLAIM:
            return ""
        n = len(group.rows)
        return ngettext("1 claim", "{n} claims", n).format(n=n)

    def drop_target(self, row: AnnotationRow | None, group: Group | None) -> Target | None:
        key = row.speaker_id if row is not None else group.key if group is not None else None
        return None if key is None or self.grouping != BY_MEANING else Target("actor", key)

    def headers(self) -> Sequence[str]:
        return (
            _("Speaker"),
            _("Claim"),
            _("Stance"),
            _("Domains"),
            _("Kind"),
            _("Note"),
        )

    def text(self, row: AnnotationRow, column: int) -> str:
        if column == SPEAKER:
            return self.desk.actor_name(row.speaker_id) or row.quote("source") or _NONE
        if column == CLAIM:
            return words_of(row, "content")
        if column == STANCE:
            return self.desk.choice_label("stance", row.stance_id) or _NONE
        if column == KIND:
            return self.desk.choice_label("kind", row.kind_id) or _NONE
        if column == DOMAINS:
            names = [self.desk.domains[i].name for i in row.domain_ids if i in self.desk.domains]
            return ", ".join(names) or _NONE
        return row.note or ""

    def colours(self, row: AnnotationRow | None, group: Group | None, column: int) -> list[str]:
        if row is None or column not in (STANCE, DOMAINS):
            return []
        if column == DOMAINS:
            found = [self.desk.domains[i].colour for i in row.domain_ids if i in self.desk.domains]
            return [colour for colour in found if colour]
        stances = self.desk.fields["stance"].choices if "stance" in self.desk.fields else ()
        return [c.colour for c in stances if c.id == row.stance_id and c.colour]

    def edits_inline(self, row: AnnotationRow | None, column: int) -> bool:
        return row is not None and column == NOTE

    def commit(
        self, row: AnnotationRow | None, group: Group | None, column: int, text: str
    ) -> None:
        if row is not None:
            ids = [row.id]
            self.desk.act(_("Note on a claim"), lambda session: edits.set_note(session, ids, text))


class DomainCells(NamedCells):
    """Domains that the article speaks of, and under each the words."""

    layer = "domain"

    def things(self) -> Mapping[int, DomainRow]:
        return self.desk.domains

    def rename(self, session: Session, key: int, name: str) -> None:
        codebook.set_domain_fields(session, key, name=name)

    def headers(self) -> Sequence[str]:
        if self.grouping == BY_MEANING:
            return _("Domain"), _("Mentions")
        return _("Words"), _("Domain")

    def grouping_text(self, grouping: str) -> str:
        return _("By domain") if grouping == BY_MEANING else super().grouping_text(grouping)

    def meaning(self, row: AnnotationRow) -> int | None:
        return row.domain_id

    def meaning_text(self, key: int | None) -> str:
        domain = self.desk.domains.get(key) if key is not None else None
        return domain.name if domain else _("No domain yet")

    def counts(self, column: int) -> bool:
        return self.grouping == BY_MEANING and column == NAME + 1

    def text(self, row: AnnotationRow, column: int) -> str:
        if column == NAME:
            return words_of(row, "evidence")
        return "" if self.grouping == BY_MEANING else self.meaning_text(row.domain_id)
