# SPDX-License-Identifier: MIT
"""Small articles whose claims no rule finds, and a project that has them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from claimdesk.models.editing.edits import create_claim
from claimdesk.models.learning.claims.dataset import ClaimExample
from claimdesk.models.learning.components import load_engine
from claimdesk.models.learning.parses import ParseCache
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.claim_drafts import ClaimParts
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.text.spans import Span

PEOPLE = ("Mara Lindt", "The minister", "Tomas Varga", "The harbour board", "She")
PLANS = ("a tunnel under the bay", "new patrols near the reef", "a ban on heavy fuel")
FILLER = ("It rained all day.", "The talks began on Monday.", "Ships lay in the bay.")


@pytest.fixture(scope="session")
def floated() -> Callable[[int], ClaimExample]:
    """Makes such an article; another number, another article."""
    return _floated


def _floated(number: int) -> ClaimExample:
    """An article with claims by a verb that the rules do not know, one by a verb that they do."""
    pairs = list(product(PEOPLE, PLANS))
    lines, claims = [], []
    start = 0
    for k in range(3):
        who, plan = pairs[(5 * number + 4 * k) % len(pairs)]
        verb = "floated" if k != 1 else "said"
        what = plan if k != 1 else f"{plan} would come"
        filler = FILLER[(number + k) % len(FILLER)]
        lines.append(f"{filler} {who} {verb} {what}.")
        at = start + len(filler) + 1
        cue, content = at + len(who) + 1, at + len(who) + len(verb) + 2
        claims.append(
            ClaimParts(
                (Span(at, at + len(who)),),
                (Span(cue, cue + len(verb)),),
                (Span(content, content + len(what)),),
            )
        )
        start += len(lines[-1]) + 1
    return ClaimExample("\n".join(lines), tuple(claims))


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine with the pipeline that Claimdesk depends on."""
    return load_engine()


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> ParseCache:
    """A cache of parses for all tests here."""
    return ParseCache(tmp_path_factory.mktemp("cache") / "parses")


@pytest.fixture
def add_example(add_article: Callable[..., int]) -> Callable[..., int]:
    """Adds a finished article with its claims to a project; its id."""

    def add(project: Project, example: ClaimExample, status: str = "done") -> int:
        article = add_article(project, example.text, status=status)
        with project.edit("Annotate") as session:
            for claim in example.claims:
                spans = {"source": claim.source, "cue": claim.cue, "content": claim.content}
                create_claim(session, article, spans)
        return article

    return add


@pytest.fixture
def taught(project: Project, add_example: Callable[..., int]) -> Project:
    """A project with nine finished articles."""
    for number in range(9):
        add_example(project, _floated(number))
    return project


@pytest.fixture
def own_cache(tmp_path: Path) -> ParseCache:
    """A cache of parses for one test."""
    return ParseCache(tmp_path / "parses")
