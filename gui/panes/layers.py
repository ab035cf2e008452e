# SPDX-License-Identifier: MIT
"""What stands in the cells of the three panes: mentions by actor, claims, domain mentions."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.panes.model import AnnotationModel, Group
from claimdesk.models import codebook, editing, registry
from claimdesk.models.queries import AnnotationRow

SPEAKER, CLAIM, STANCE, DOMAINS, KIND, NOTE = range(6)
"""Columns of the Claims pane."""
NAME, ACTOR_KIND, COUNT = range(3)
"""Columns of the Actors pane; the Domains pane has NAME and its own count after it."""

_NONE = "—"


class ActorModel(AnnotationModel):
    """Actors of the article, and under each its mentions."""

    layer = "actor"
    grouped = True

    def headers(self) -> Sequence[str]:
        return self.tr("Actor"), self.tr("Kind"), self.tr("Mentions")

    def group_key(self, row: AnnotationRow) -> int | None:
        return row.actor_id

    def text(self, row: AnnotationRow, column: int) -> str:
        return row.quote("mention") if column == NAME else ""

    def group_text(self, group: Group, column: int) -> str:
        actor = self.desk.actors.get(group.key) if group.key is not None else None
        if column == NAME:
            return actor.name if actor else self.tr("No actor yet")
        if column == ACTOR_KIND:
            return actor_kind_label(self, actor.kind) if actor else ""
        return str(len(group.rows))

    def colours(self, row: AnnotationRow | None, group: Group | None, column: int) -> list[str]:
        if group is None or column != NAME or group.key not in self.desk.actors:
            return []
        colour = self.desk.actors[group.key].colour
        return [colour] if colour else []

    def edits_inline(self, row: AnnotationRow | None, column: int) -> bool:
        return row is None and column == NAME

    def commit(
        self, row: AnnotationRow | None, group: Group | None, column: int, text: str
    ) -> None:
        if group is None or group.key is None:
            return
        actor_id = group.key
        label = self.tr("Rename {old} to {new}").format(
            old=self.desk.actor_name(actor_id), new=text
        )
        self.desk.act(label, lambda session: registry.rename_actor(session, actor_id, text))


class ClaimModel(AnnotationModel):
    """The claims of the article."""

    layer = "claim"

    def headers(self) -> Sequence[str]:
        return (
            self.tr("Speaker"),
            self.tr("Claim"),
            self.tr("Stance"),
            self.tr("Domains"),
            self.tr("Kind"),
            self.tr("Note"),
        )

    def text(self, row: AnnotationRow, column: int) -> str:
        if column == SPEAKER:
            return self.desk.actor_name(row.speaker_id) or row.quote("source") or _NONE
        if column == CLAIM:
            return row.quote("content")
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
        return column == NOTE

    def commit(
        self, row: AnnotationRow | None, group: Group | None, column: int, text: str
    ) -> None:
        if row is not None:
            ids = [row.id]
            self.desk.act(
                self.tr("Note on a claim"), lambda session: editing.set_note(session, ids, text)
            )


class DomainModel(AnnotationModel):
    """Domains that the article speaks of, and under each the words."""

    layer = "domain"
    grouped = True

    def headers(self) -> Sequence[str]:
        return self.tr("Domain"), self.tr("Mentions")

    def group_key(self, row: AnnotationRow) -> int | None:
        return row.domain_id

    def text(self, row: AnnotationRow, column: int) -> str:
        return row.quote("evidence") if column == NAME else ""

    def group_text(self, group: Group, column: int) -> str:
        domain = self.desk.domains.get(group.key) if group.key is not None else None
        if column == NAME:
            return domain.name if domain else self.tr("No domain yet")
        return str(len(group.rows))

    def colours(self, row: AnnotationRow | None, group: Group | None, column: int) -> list[str]:
        if group is None or column != NAME or group.key not in self.desk.domains:
            return []
        colour = self.desk.domains[group.key].colour
        return [colour] if colour else []

    def edits_inline(self, row: AnnotationRow | None, column: int) -> bool:
        return row is None and column == NAME

    def commit(
        self, row: AnnotationRow | None, group: Group | None, column: int, text: str
    ) -> None:
        if group is None or group.key is None:
            return
        domain_id = group.key
        label = self.tr("Rename {old} to {new}").format(
            old=self.desk.domains[domain_id].name, new=text
        )
        self.desk.act(
            label, lambda session: codebook.set_domain_fields(session, domain_id, name=text)
        )


def actor_kind_label(model: AnnotationModel, kind: str) -> str:
    """The word for a kind of actor."""
    return {
        "state": model.tr("State"),
        "alliance": model.tr("Alliance"),
        "organization": model.tr("Organization"),
        "person": model.tr("Person"),
        "group": model.tr("Group"),
        "place": model.tr("Place"),
    }[kind]
