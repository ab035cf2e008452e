# SPDX-License-Identifier: MIT
"""The codebook: domains with their terms, and coded fields with their choices.

This package exports what other rooms use. Functions that change the codebook work inside
`project.edit(label)`. `uses_of` and `choice_uses` count what deleting, merging and recoding would
affect; none of them drops an annotation. See also `fields`, the analyst's own coded fields.
"""

from __future__ import annotations

from claimdesk.models.codebook.choices import (
    add_choice,
    choice_uses,
    delete_choice,
    order_choices,
    recode_choice,
    set_choice_fields,
)
from claimdesk.models.codebook.domains import (
    EVERYWHERE,
    DomainUses,
    Scope,
    add_domain,
    delete_domain,
    domain_uses,
    in_tree_order,
    inside,
    merge_domains,
    move_domain,
    order_domains,
    outlets,
    recode_domain,
    set_domain_fields,
    set_terms,
    uses_of,
)
from claimdesk.models.codebook.examples import Example, choice_examples, domain_examples
from claimdesk.models.codebook.file import (
    Book,
    export_codebook,
    parse_book,
    project_book,
    read_book,
    read_codebook,
)
from claimdesk.models.codebook.importing import ImportStep, import_book, load_codebook, plan_import

__all__ = [
    "EVERYWHERE",
    "Book",
    "DomainUses",
    "Example",
    "ImportStep",
    "Scope",
    "add_choice",
    "add_domain",
    "choice_examples",
    "choice_uses",
    "delete_choice",
    "delete_domain",
    "domain_examples",
    "domain_uses",
    "export_codebook",
    "import_book",
    "in_tree_order",
    "inside",
    "load_codebook",
    "merge_domains",
    "move_domain",
    "order_choices",
    "order_domains",
    "outlets",
    "parse_book",
    "plan_import",
    "project_book",
    "read_book",
    "read_codebook",
    "recode_choice",
    "recode_domain",
    "set_choice_fields",
    "set_domain_fields",
    "set_terms",
    "uses_of",
]
