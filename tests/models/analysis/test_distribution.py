# SPDX-License-Identifier: MIT
"""Counts of claims, against counting them one by one."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from claimdesk.models import codebook, registry
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.distribution import (
    UnknownField,
    claim_ids,
    distribution,
    distribution_by_identity,
)
from claimdesk.models.codebook.keys import CLAIM_FIELDS
from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project, set_annotator
from claimdesk.models.store.schema import Article, Claim, CodedField, Domain, FieldValue
from claimdesk.models.text.spans import Span

BODY = "Nobody spoke of anything but the weather at sea."
SPEAKERS = {"Oceana": ("state", "JP"), "O’Brien": ("person", None), "=Reef": ("group", "NO")}
DOMAINS = ("Sea", "Air", "Space")
MAIN = {"Air": "Sea"}
"""A domain inside another one."""
STANCES = ("for", "against")
KINDS = ("demand", "denial")
OUTLETS = ("The Harbour Review", 'Review; "Quoted"', "海の新聞")
DATES = ("2024-12-30", "2024-12-31", "2025-01-01", "2025-01-05", "2025-01-06", "2025-08-17")
STATES = ("accepted", "suggested", "rejected")

Record = dict[str, Any]


def maybe(values: Any) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(list(values))


articles = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Talks", "More talks"]),
        "outlet": maybe(OUTLETS),
        "author": maybe(["A. Reed", "B. Shaw"]),
        "published_on": maybe(DATES),
    }
)
claims = st.fixed_dictionaries(
    {
        "article": st.integers(0, 2),
        "state": st.sampled_from(STATES),
        "speaker": maybe(SPEAKERS),
        "further": st.sets(st.sampled_from(list(SPEAKERS))),
        "stance": maybe(STANCES),
        "kind": maybe(KINDS),
        "certainty": maybe(["sure"]),
        "domains": st.sets(st.sampled_from(DOMAINS)),
        "annotator": maybe(["Noor", "Per"]),
        "urgency": maybe([1, 2]),
        "tone": maybe(["calm", "loud"]),
        "remark": maybe(["x", "y"]),
    }
)

FIELD_NAMES = [*CLAIM_FIELDS, "certainty", "urgency", "tone", "remark"]


def book() -> dict[str, Any]:
    def choices(*keys: str) -> list[dict[str, str]]:
        return [{"key": key, "label": key.title()} for key in keys]

    return {
        "domains": [
            {"name": name, **({"parent": MAIN[name]} if name in MAIN else {})} for name in DOMAINS
        ],
        "fields": [
            {"key": "stance", "label": "Stance", "choices": choices(*STANCES)},
            {"key": "kind", "label": "Kind", "choices": choices(*KINDS)},
            {"key": "certainty", "label": "Certainty", "choices": choices("sure")},
            {"key": "urgency", "label": "Urgency", "kind": "number"},
            {"key": "tone", "label": "Tone", "choices": choices("calm", "loud")},
            {"key": "remark", "label": "Remark", "kind": "text"},
        ],
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path: Path = tmp_path_factory.mktemp("distribution") / "p.claimdesk"
    Project.create(path, lambda session: codebook.load_codebook(session, book(), "book")).close()
    with Project.open(path) as project:
        for name in ("Noor", "Per"):
            set_annotator(project, name)
        with project.edit("Add actors") as session:
            for name, (kind, country) in SPEAKERS.items():
                registry.create_actor(session, name, kind, country=country)
        yield project


def names(connection: Any, statement: str) -> dict[str, int]:
    return {name: key for key, name in connection.exec_driver_sql(statement)}


def fill(project: Project, texts: list[Record], found: list[Record]) -> None:
    """Put exactly these articles and claims into the project."""
    with project.edit("Replace everything") as session:
        connection = session.connection()
        connection.exec_driver_sql("DELETE FROM article")
        actors = names(connection, "SELECT id, name FROM actor")
        domains = names(connection, "SELECT id, name FROM domain")
        choices = names(connection, "SELECT id, key FROM choice")
        annotators = names(connection, "SELECT id, name FROM annotator")
        fields = dict(session.exec(select(CodedField.key, CodedField.id)).all())
        rows = [Article(body=BODY, sha256="0", **text) for text in texts]
        session.add_all(rows)
        session.flush()
        for claim in found:
            created = edits.create_claim(
                session,
                rows[claim["article"]].id,
                {"content": [Span(0, 6)]},
                speaker_id=actors.get(claim["speaker"]),
                further_speakers=[actors[name] for name in claim.get("further", ())],
                domain_ids=[domains[name] for name in claim["domains"]],
            )
            row = session.get_one(Claim, created)
            row.stance_id = choices.get(claim["stance"])
            row.kind_id = choices.get(claim["kind"])
            row.certainty_id = choices.get(claim["certainty"])
            connection.exec_driver_sql(
                "UPDATE annotation SET state = ?, annotator_id = ? WHERE id = ?",
                (claim["state"], annotators.get(claim["annotator"]), created),
            )
            values = {
                "urgency": {"number": claim["urgency"]},
                "tone": {"choice_id": choices.get(claim["tone"])},
                "remark": {"text": claim["remark"]},
            }
            session.add_all(
                FieldValue(annotation_id=created, field_id=fields[key], **value)
                for key, value in values.items()
                if claim[key] is not None
            )


def value(field: str, text: Record, claim: Record, name: str | None, domain: str | None) -> Any:
    """What a claim has in a field, by the plain words of the contract; `name` is a speaker's."""
    day = text["published_on"] and datetime.date.fromisoformat(text["published_on"])
    speaker = SPEAKERS.get(name, (None, None)) if name else (None, None)
    plain = {
        "speaker": name,
        "speaker_kind": speaker[0],
        "country": speaker[1],
        "domain": domain,
        "main_domain": MAIN.get(domain or "", domain),
        "article": text["title"],
        "outlet": text["outlet"],
        "author": text["author"],
        "date": text["published_on"],
    }
    if field in plain:
        return plain[field]
    if field in ("week", "month", "quarter", "year"):
        return (
            day
            and {
                "week": (day - datetime.timedelta(days=day.weekday())).isoformat(),
                "month": f"{day:%Y-%m}",
                "quarter": f"{day.year}-Q{(day.month - 1) // 3 + 1}",
                "year": str(day.year),
            }[field]
        )
    return claim[field]


def several(claim: Record) -> list[tuple[str | None, str | None]]:
    """Each speaker of a claim with each of its domains."""
    speakers = sorted({claim["speaker"], *claim["further"]} - {None}) or [None]
    return list(product(speakers, sorted(claim["domains"]) or [None]))


def counted(
    texts: list[Record], found: list[Record], by: list[str], state: str, where: Record
) -> Counter[tuple[Any, ...]]:
    """Each claim once in each group, however many of its speakers or domains lead to it."""
    total: Counter[tuple[Any, ...]] = Counter()
    states = STATES[:2] if state == "all" else (state,)
    for claim in found:
        text = texts[claim["article"]]
        total.update(
            {
                tuple(value(field, text, claim, *pair) for field in by)
                for pair in several(claim)
                if claim["state"] in states
                and all(value(f, text, claim, *pair) == wanted for f, wanted in where.items())
            }
        )
    return total


@pytest.mark.drill
@settings(
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    texts=st.lists(articles, min_size=3, max_size=3),
    found=st.lists(claims, max_size=12),
    by=st.lists(st.sampled_from(FIELD_NAMES), min_size=1, max_size=3, unique=True),
    state=st.sampled_from(["accepted", "suggested", "all"]),
    data=st.data(),
)
def test_it_counts_what_is_there(
    project: Project,
    texts: list[Record],
    found: list[Record],
    by: list[str],
    state: str,
    data: st.DataObject,
) -> None:
    texts = [{**text, "title": f"{text['title']} {i}"} for i, text in enumerate(texts)]
    fill(project, texts, found)
    where: Record = {}
    for field in data.draw(st.lists(st.sampled_from(FIELD_NAMES), max_size=2, unique=True)):
        present = {
            value(field, texts[claim["article"]], claim, *pair)
            for claim in found
            for pair in several(claim)
        }
        where[field] = data.draw(st.sampled_from(sorted({None, *present}, key=repr)))
    expected = counted(texts, found, by, state, where)
    with project.reading() as connection:
        rows = distribution(connection, by, ClaimFilter.having(where, state=state))
        ids = claim_ids(connection, ClaimFilter.having(where, state=state))
    assert Counter({tuple(row[field] for field in by): row["claims"] for row in rows}) == expected
    assert len(rows) == len(expected)
    assert [row["claims"] for row in rows] == sorted(expected.values(), reverse=True)
    if {"domain", "main_domain", "speaker", "speaker_kind", "country"}.isdisjoint({*by, *where}):
        assert len(ids) == expected.total()


def test_a_joint_claim_is_a_claim_of_each_of_its_speakers(project: Project) -> None:
    text = {"title": "T", "outlet": None, "author": None, "published_on": None}
    claim = dict.fromkeys(
        ("stance", "kind", "certainty", "annotator", "tone", "remark", "urgency")
    ) | {"article": 0, "state": "accepted", "domains": set()}
    joint = {**claim, "speaker": "Oceana", "further": {"=Reef", "O’Brien"}}
    alone = {**claim, "speaker": "=Reef", "further": set()}
    fill(project, [text], [joint, alone, {**joint, "speaker": None}])
    reef = ClaimFilter().with_value("speaker", "=Reef")
    with project.reading() as connection:
        rows = distribution(connection, ["speaker"])
        ids = claim_ids(connection, reef)
        total, of_reef = (distribution(connection, [], which) for which in (ClaimFilter(), reef))
    assert {row["speaker"]: row["claims"] for row in rows} == {
        "Oceana": 1,
        "=Reef": 3,
        "O’Brien": 2,
    }
    assert (total, of_reef, len(ids)) == ([{"claims": 3}], [{"claims": 3}], 3)


def test_own_numbers_and_texts_given_as_words_are_found(project: Project) -> None:
    text = {"title": "T", "outlet": None, "author": None, "published_on": None}
    claim = dict.fromkeys(
        ("speaker", "stance", "kind", "certainty", "annotator", "tone", "remark")
    ) | {"article": 0, "state": "accepted", "domains": set(), "urgency": 2}
    fill(project, [text], [claim])
    with project.reading() as connection:
        rows = distribution(
            connection, ["urgency"], ClaimFilter.having({"urgency": "2", "tone": None})
        )
    assert rows == [{"urgency": 2, "claims": 1}]


def test_one_article_alone(project: Project) -> None:
    text = {"title": "T", "outlet": None, "author": None, "published_on": None}
    claim = dict.fromkeys(
        ("speaker", "stance", "kind", "certainty", "annotator", "tone", "remark", "urgency")
    ) | {"state": "accepted", "domains": {"Sea", "Air"}}
    fill(project, [text, text], [{**claim, "article": number} for number in (0, 1, 1)])
    with project.reading() as connection:
        first, second = (
            row[0] for row in connection.exec_driver_sql("SELECT id FROM article ORDER BY id")
        )
        for article, count in ((first, 1), (second, 2)):
            rows = distribution(connection, ["domain"], ClaimFilter(article_id=article))
            assert rows == [{"domain": name, "claims": count} for name in ("Air", "Sea")]
            assert (
                len(
                    claim_ids(
                        connection, ClaimFilter(article_id=article).with_value("domain", "Sea")
                    )
                )
                == count
            )


def test_unknown_fields_and_states_are_refused(project: Project) -> None:
    with project.reading() as connection:
        with pytest.raises(UnknownField, match="“mood” is not a field of claims; choose one of"):
            distribution(connection, ["mood"])
        with pytest.raises(UnknownField, match="urgency"):
            claim_ids(connection, ClaimFilter.having({"mood": "x"}))
        with pytest.raises(ClaimdeskError, match="is not a choice of states; choose accepted"):
            distribution(connection, ["stance"], ClaimFilter("rejected"))


def test_a_field_named_like_sql_is_only_a_name(project: Project, rows: Callable) -> None:
    with project.reading() as connection, pytest.raises(UnknownField):
        distribution(connection, ["speaker; DROP TABLE claim"])


def claim_of(session: Any, article: int, speaker: int, *domains: int) -> int:
    spans = {"content": [Span(0, 6)]}
    return edits.create_claim(session, article, spans, speaker_id=speaker, domain_ids=domains)


@pytest.fixture
def namesakes(tmp_path: Path) -> Iterator[Project]:
    """Speakers, domains and articles of which several are called the same."""
    with Project.create(tmp_path / "names.claimdesk") as project:
        with project.edit("Fill") as session:
            rows = [
                Article(body=BODY, sha256=str(i), title=title, published_on=day, outlet=outlet)
                for i, (title, day, outlet) in enumerate(
                    [
                        ("Talks", "2025-01-01", "Review"),
                        ("Talks", "2025-01-02", "Review"),
                        ("Notes", None, None),
                        ("Notes", None, None),
                        ("Alone", None, None),
                    ]
                )
            ]
            session.add_all(rows)
            session.flush()
            sea, air = Domain(name="Sea"), Domain(name="Air")
            session.add_all([sea, air])
            session.flush()
            trade = [Domain(name="Trade", parent_id=parent.id) for parent in (sea, air)]
            session.add_all(trade)
            session.flush()
            speakers = [
                ("Kim", "person", "KR"),
                ("Kim", "person", "NO"),
                ("Oslo", "place", None),
                ("Oslo", "state", None),
                ("Lee", "person", None),
                ("Lee", "person", None),
                ("Oslo (place)", "group", None),
                ("(none)", "person", None),
                ("Japan", "state", "JP"),
            ]
            ids = [
                registry.create_actor(session, name, kind, country=country)
                for name, kind, country in speakers
            ]
            registry.create_actor(session, "Japan", "group")  # says nothing
            for place, actor in enumerate(ids):
                article = rows[place % 5].id
                for _ in range(place + 1):
                    claim_of(session, article, actor, trade[place % 2].id)
            claim_of(session, rows[4].id, None)
        yield project


def test_namesakes_are_rows_of_their_own_that_say_what_tells_them_apart(
    namesakes: Project,
) -> None:
    with namesakes.reading() as connection:
        rows = distribution(connection, ["speaker"])
        counts = {row["speaker"]: row["claims"] for row in rows}
        ids = dict(connection.exec_driver_sql("SELECT id, name FROM actor").all())
        lees = [number for number, name in ids.items() if name == "Lee"]
        assert counts == {
            "Kim (person, KR)": 1,
            "Kim (person, NO)": 2,
            "Oslo (place) #3": 3,
            "Oslo (state)": 4,
            f"Lee (person, #{lees[0]})": 5,
            f"Lee (person, #{lees[1]})": 6,
            "Oslo (place)": 7,
            "(none)": 8,
            "Japan": 9,
            None: 1,
        }
        articles = {row["article"]: row["claims"] for row in distribution(connection, ["article"])}
        assert articles == {
            "Talks (2025-01-01)": 7,
            "Talks (2025-01-02)": 9,
            "Notes (#3)": 11,
            "Notes (#4)": 13,
            "Alone": 6,
        }
        domains = {row["domain"]: row["claims"] for row in distribution(connection, ["domain"])}
        assert domains == {"Trade (Sea)": 25, "Trade (Air)": 20, None: 1}


def test_a_condition_names_all_namesakes_or_one(namesakes: Project) -> None:
    with namesakes.reading() as connection:
        for field in ("speaker", "article", "domain"):
            for row in distribution(connection, [field]):
                where = {field: row[field]}
                assert len(claim_ids(connection, ClaimFilter.having(where))) == row["claims"]
            for row in distribution_by_identity(connection, [field, "speaker_kind"]):
                where = {field: row[field], "speaker_kind": row["speaker_kind"]}
                assert len(claim_ids(connection, ClaimFilter.having(where))) == row["claims"]
        assert len(claim_ids(connection, ClaimFilter.having({"speaker": "Kim"}))) == 3
        assert claim_ids(connection, ClaimFilter.having({"speaker": "Kim (person, SE)"})) == []


def test_numbers_to_look_for_are_read_as_people_type_them(project: Project) -> None:
    text = {"title": "T", "outlet": None, "author": None, "published_on": None}
    claim = dict.fromkeys(
        ("speaker", "stance", "kind", "certainty", "annotator", "tone", "remark")
    ) | {"article": 0, "state": "accepted", "domains": set(), "urgency": 2500000}
    fill(project, [text], [claim])
    with project.reading() as connection:
        for words in ("2500000", "2,500,000", "2 500 000", "2’500’000", "2.5e6", "25,00,000"):
            assert len(claim_ids(connection, ClaimFilter.having({"urgency": words}))) == 1
        for wrong, message in (("12,345", "can be 12345 or 12.345"), ("many", "is a number")):
            with pytest.raises(ClaimdeskError, match=message):
                claim_ids(connection, ClaimFilter.having({"urgency": wrong}))
