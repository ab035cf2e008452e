# SPDX-License-Identifier: MIT
"""The three panes as tables of columns: mentions by actor, claims, domain mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.cells import Cells
from claimdesk.gui.panes.columns import (
    NONE,
    Column,
    Editor,
    GroupCells,
    NameOf,
    Picked,
    Typed,
    TypedName,
    code_column,
)
from claimdesk.gui.panes.dropping import Target
from claimdesk.gui.panes.grouping import BY_MEANING, BY_PARAGRAPH, BY_STATE, FLAT, Group, Value
from claimdesk.gui.widgets.wording import words_of
from claimdesk.models import codebook, registry
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.store.queries import ActorRow, AnnotationRow, DomainRow, fields_of

_SELDOM = frozenset({"certainty", "stage"})
"""Keys of fields that few analysts code: their columns are hidden at first."""


class NamedCells(Cells):
    """Things with a name, such as actors, and under each what the article says of it."""

    groupings = (BY_MEANING, BY_STATE, BY_PARAGRAPH, FLAT)

    def things(self) -> Mapping[int, ActorRow | DomainRow]:
        """Return what can be named, by id."""
        raise NotImplementedError

    def rename(self, session: Session, key: int, name: str) -> None:
        """Give a thing another name."""
        raise NotImplementedError

    def drop_target(self, row: AnnotationRow | None, group: Group | None) -> Target | None:
        key = self.meaning(row) if row is not None else group.key if group is not None else None
        return None if key is None else Target(self.layer, key)

    def heads(self, editor: Editor = None) -> GroupCells:
        """Return the names of groups; `editor` is for those whose name can't be typed anew."""
        if self.grouping != BY_MEANING:
            return GroupCells(self.group_name, editor=editor)
        rename = TypedName(self._rename)
        return GroupCells(
            self.group_name,
            lambda group: self._colours_of(group.key),
            rename,
            lambda group: self._codes_of(group.key),
        )

    def names(self, row: AnnotationRow) -> Iterable[NameOf]:
        """Return whom or what an annotation names."""
        return ((self.layer, self.meaning(row)),)

    def colours(self, row: AnnotationRow) -> list[str]:
        """Return the colour of what an annotation names."""
        return self._colours_of(self.meaning(row))

    def _colours_of(self, key: int | None) -> list[str]:
        thing = self.things().get(key) if key is not None else None
        return [thing.colour] if thing is not None and thing.colour else []

    def codes(self, row: AnnotationRow) -> list[str]:
        """Return the letters of the domain that an annotation names."""
        return self._codes_of(self.meaning(row))

    def _codes_of(self, _key: int | None) -> list[str]:
        return []

    def _rename(self, group: Group, name: str) -> None:
        key = group.key
        if key is not None:
            label = _("Rename {old} to {new}").format(old=self.meaning_text(key), new=name)
            self.desk.act(label, lambda session: self.rename(session, key, name))


class ActorCells(NamedCells):
    """Actors of the article, and under each its mentions."""

    layer = "actor"

    def columns(self) -> Sequence[Column]:
        pick, names = Picked("actor"), self.names
        if self.grouping == BY_MEANING:
            kind = GroupCells(self._kind_of_group, editor=Picked("actor_kind", several=False))
            return (
                Column(
                    "words", _("Actor"), _mention, names, width=32, editor=pick, groups=self.heads()
                ),
                Column("kind", _("Kind"), _nothing, width=17, editor=pick, groups=kind),
                _count(_("Mentions"), pick),
                *_codes(self.desk, self.layer),
            )
        count = GroupCells(_number_of_rows)
        return (
            Column("words", _("Mention"), _mention, width=32, editor=pick, groups=self.heads()),
            Column("actor", _("Actor"), self._actor, names, self.colours, 17, pick),
            Column("kind", _("Kind"), self._kind, names, width=9, editor=pick, groups=count),
            *_codes(self.desk, self.layer),
        )

    def things(self) -> Mapping[int, ActorRow]:
        return self.desk.actors

    def rename(self, session: Session, key: int, name: str) -> None:
        registry.rename_actor(session, key, name)

    def grouping_text(self, grouping: str) -> str:
        return _("By actor") if grouping == BY_MEANING else super().grouping_text(grouping)

    def meaning(self, row: AnnotationRow) -> int | None:
        return row.actor_id

    def meaning_text(self, key: int | None) -> str:
        return self.desk.actor_name(key) or _("No actor yet")

    def _actor(self, row: AnnotationRow) -> str:
        return self.desk.actor_name(row.actor_id) or NONE

    def _kind(self, row: AnnotationRow) -> str:
        return self._kind_of(row.actor_id) or NONE

    def _kind_of_group(self, group: Group) -> str:
        return self._kind_of(group.key)

    def _kind_of(self, actor_id: int | None) -> str:
        actor = self.desk.actors.get(actor_id) if actor_id is not None else None
        return actor_kind_label(actor.kind) if actor is not None else ""


class ClaimCells(Cells):
    """The claims of the article."""

    layer = "claim"
    groupings = (FLAT, BY_MEANING, BY_STATE, BY_PARAGRAPH)

    def columns(self) -> Sequence[Column]:
        speaker, domains = Picked("speaker"), Picked("domains")
        codes = _codes(self.desk, self.layer)
        return (
            Column(
                *("speaker", _("Speaker"), self._speaker, self._speaker_name),
                width=15,
                editor=speaker,
                groups=GroupCells(self.group_name, editor=speaker),
            ),
            Column("claim", _("Claim"), _content, width=28, groups=GroupCells(_claims)),
            *codes[:1],
            Column(
                *("domains", _("Domains"), self._domains, _domain_names, self._domain_colours),
                codes=self._domain_codes,
                width=16,
                editor=domains,
                groups=GroupCells(editor=domains),
            ),
            *codes[1:],
            Column("note", _("Note"), _note, editor=Typed(self._write_note)),
        )

    def grouping_text(self, grouping: str) -> str:
        return _("By speaker") if grouping == BY_MEANING else super().grouping_text(grouping)

    def meaning(self, row: AnnotationRow) -> int | None:
        return row.speaker_id

    def meaning_text(self, key: int | None) -> str:
        return self.desk.actor_name(key) or _("Nobody named")

    def group_of(self, row: AnnotationRow) -> Value:
        return tuple(sorted(row.speaker_ids)) if row.further_speaker_ids else row.speaker_id

    def group_name(self, group: Group) -> str:
        together = group.value
        return self._names(together) if isinstance(together, tuple) else super().group_name(group)

    def drop_target(self, row: AnnotationRow | None, group: Group | None) -> Target | None:
        key = self.group_of(row) if row is not None else group.key if group is not None else None
        one = key if isinstance(key, int) and self.grouping == BY_MEANING else None
        return None if one is None else Target("actor", one)

    def _names(self, speakers: Iterable[int]) -> str:
        names = (self.desk.actor_name(speaker) for speaker in speakers)
        return ", ".join(name for name in names if name)

    def _speaker(self, row: AnnotationRow) -> str:
        return self._names(row.speaker_ids) or row.quote("source") or NONE

    def _speaker_name(self, row: AnnotationRow) -> Iterable[NameOf]:
        return (("actor", speaker) for speaker in row.speaker_ids)

    def _domains(self, row: AnnotationRow) -> str:
        domains = self.desk.domains
        return ", ".join(domains[i].name for i in row.domain_ids if i in domains) or NONE

    def _domain_colours(self, row: AnnotationRow) -> list[str]:
        looks = (self.desk.domain_looks.get(number) for number in row.domain_ids)
        return [look.colour for look in looks if look is not None and look.colour]

    def _domain_codes(self, row: AnnotationRow) -> list[str]:
        looks = (self.desk.domain_looks.get(number) for number in row.domain_ids)
        return [look.code for look in looks if look is not None and look.colour]

    def _write_note(self, row: AnnotationRow, text: str) -> None:
        label = _("Note on a claim")
        self.desk.act(label, lambda session: edits.set_note(session, [row.id], text))


class DomainCells(NamedCells):
    """Domains that the article speaks of, and under each the words."""

    layer = "domain"

    def _colours_of(self, key: int | None) -> list[str]:
        look = self.desk.domain_looks.get(key) if key is not None else None
        return [look.colour] if look is not None and look.colour else []

    def _codes_of(self, key: int | None) -> list[str]:
        look = self.desk.domain_looks.get(key) if key is not None else None
        return [look.code] if look is not None and look.colour else []

    def columns(self) -> Sequence[Column]:
        pick, heads = Picked("domains"), self.heads(Picked("domains"))
        if self.grouping == BY_MEANING:
            return (
                Column(
                    "words", _("Domain"), _evidence, self.names, width=44, editor=pick, groups=heads
                ),
                _count(_("Mentions"), pick, pick),
                *_codes(self.desk, self.layer),
            )
        count = GroupCells(_number_of_rows, editor=pick)
        return (
            Column("words", _("Words"), _evidence, width=44, editor=pick, groups=heads),
            Column(
                *("domain", _("Domain"), self._domain, self.names, self.colours),
                codes=self.codes,
                width=9,
                editor=pick,
                groups=count,
            ),
            *_codes(self.desk, self.layer),
        )

    def things(self) -> Mapping[int, DomainRow]:
        return self.desk.domains

    def rename(self, session: Session, key: int, name: str) -> None:
        codebook.set_domain_fields(session, key, name=name)

    def grouping_text(self, grouping: str) -> str:
        return _("By domain") if grouping == BY_MEANING else super().grouping_text(grouping)

    def meaning(self, row: AnnotationRow) -> int | None:
        return row.domain_id

    def meaning_text(self, key: int | None) -> str:
        domain = self.desk.domains.get(key) if key is not None else None
        return domain.name if domain else _("No domain yet")

    def _domain(self, row: AnnotationRow) -> str:
        return self.meaning_text(row.domain_id)


def _codes(desk: Desk, layer: str) -> list[Column]:
    """Return a column for each coded field of a layer."""
    fields = fields_of(desk.fields.values(), layer)
    return [
        code_column(field, width=12 if place else 16, hidden=field.key in _SELDOM)
        for place, field in enumerate(fields)
    ]


def _count(header: str, editor: Editor, of_groups: Editor = None) -> Column:
    """Return the column that says how many rows a group has."""
    groups = GroupCells(_number_of_rows, editor=of_groups)
    return Column("count", header, _nothing, width=9, editor=editor, numeric=True, groups=groups)


def _nothing(_row: AnnotationRow) -> str:
    return ""


def _mention(row: AnnotationRow) -> str:
    return words_of(row, "mention")


def _content(row: AnnotationRow) -> str:
    return words_of(row, "content")


def _evidence(row: AnnotationRow) -> str:
    return words_of(row, "evidence")


def _note(row: AnnotationRow) -> str:
    return row.note or ""


def _domain_names(row: AnnotationRow) -> Iterable[NameOf]:
    return (("domain", domain) for domain in row.domain_ids)


def _number_of_rows(group: Group) -> str:
    return str(len(group.rows))


def _claims(group: Group) -> str:
    n = len(group.rows)
    return ngettext("1 claim", "{n} claims", n).format(n=n)
