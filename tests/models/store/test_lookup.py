# SPDX-License-Identifier: MIT
"""What ids stand for, and domains and choices by name."""

from __future__ import annotations

from claimdesk.models import codebook, registry
from claimdesk.models.store.lookup import Lookup
from claimdesk.models.store.project import Project


def test_ids_and_names_are_looked_up(project: Project) -> None:
    with project.edit("Fill") as session:
        actor = registry.create_actor(session, "Vantor", "state", aliases=["The Vantors"])
        domain = codebook.add_domain(session, "Tiefsee-Bergbau Łódź")
    with project.reading() as connection:
        lookup = Lookup(connection)
        found = lookup.actor(actor)
        assert found is not None and (found.name, found.aliases) == ("Vantor", ("The Vantors",))
        assert lookup.domain_id("TIEFSEE-bergbau  ŁÓDŹ") == domain
        assert lookup.domain(domain) == lookup.domains[domain]
        stance = lookup.fields["stance"].choices[1]
        assert lookup.choice_id("stance", stance.key) == stance.id
        assert lookup.choice(stance.id) == stance
        assert lookup.choice_key(stance.id) == stance.key


def test_what_is_unknown_is_none(project: Project) -> None:
    with project.reading() as connection:
        lookup = Lookup(connection)
        gone = (lookup.actor(None), lookup.actor(99), lookup.domain(None), lookup.domain(10**6))
        unnamed = (
            lookup.choice(None),
            lookup.choice(10**6),
            lookup.choice(True),
            lookup.domain_id("Nowhere"),
        )
        uncoded = (lookup.choice_id("stance", None), lookup.choice_id("mood", "good"))
    assert {*gone, *unnamed, *uncoded} == {None}
