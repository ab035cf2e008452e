# SPDX-License-Identifier: MIT
"""How Claimdesk's annotations are said in the codes of a REFI-QDA project.

Domains are codes as they are in the codebook, with their definitions. Beside them:

- `Claim` with `Content`, `Source`, `Cue`: the pieces of a claim.
- `Actor`, in it kinds, in them actors: on the head of a claim its speakers in order, on words about
  a domain the partners, else the actor that the words mention.
- `Addressee`, with kinds and actors in the same way.
- `Domain mention`: words about no domain in particular.
- One code for each coded field, in it its values; a set called `claim.stance:choice` says which
  field a code is.

An annotation is one selection for each of its pieces. Its first one, the head, has all the codes
(that of a claim is the first piece of its content), and a link leads from it to each other piece.
Notes are notes on the head; one called `claim.remark` holds the text of that field. Offsets are
code points. The codes named above have fixed identifiers, by which such a project is recognised.
"""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

from claimdesk.models.store.schema import ACTOR_KINDS

NAMESPACE = "urn:QDA-XML:project:1.0"
BOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Claimdesk"
LINK = "piece"
NOTE = "Note"
ROLES = ("content", "source", "cue")
"""Of a claim, in the order in which one of them is the head."""

METADATA = {
    "Outlet": "outlet",
    "Author": "author",
    "Agency": "agency",
    "Date": "published_on",
    "Address": "url",
    "Language": "language",
}
"""Variables of texts, and the fields of articles."""
STATUS = "Status"


def fixed(name: str) -> str:
    """Return the identifier of a code or variable that every project of Claimdesk has."""
    return str(uuid5(NAMESPACE_OID, f"claimdesk refi {name}"))


CLAIM = fixed("claim")
ROLE = {role: fixed(f"role {role}") for role in ROLES}
ACTOR = fixed("actor")
ADDRESSEE = fixed("addressee")
DOMAIN_MENTION = fixed("domain mention")
KIND = {kind: fixed(f"kind {kind}") for kind in ACTOR_KINDS}
KIND_OF_ADDRESSEE = {kind: fixed(f"addressee {kind}") for kind in ACTOR_KINDS}
ROOTS = frozenset({CLAIM, ACTOR, ADDRESSEE, DOMAIN_MENTION})
