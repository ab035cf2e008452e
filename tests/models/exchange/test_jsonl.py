# SPDX-License-Identifier: MIT
"""Claimdesk JSONL: a project that goes out comes back identical, or not at all."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimdesk.models import codebook, registry
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.exchange.formats import export_project, import_corpus
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project, set_annotator
from claimdesk.models.store.schema import (
    Actor,
    Addressee,
    Alias,
    Annotation,
    Annotator,
    Article,
    Choice,
    Claim,
    ClaimDomain,
    CodedField,
    Domain,
    DomainMention,
    FieldValue,
    Mention,
    Partner,
    Setting,
    SpanRow,
    SuggestionRun,
    Term,
    UnplacedSpan,
    recorded_tables,
)
from claimdesk.models.text.normalization import body_hash, clean_body
from claimdesk.models.text.spans import Span, anchor

BODY = "The minister 🇯🇵 said the 協力 would grow. “We agree,” she added.\nNobody else spoke."


def tables(project):
    with project.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in recorded_tables()
        }


def counts(project):
    return {name: len(rows) for name, rows in tables(project).items() if rows}


def add_article(session, body=BODY, **values):
    body = clean_body(body)
    article = Article(title="Talks", body=body, sha256=body_hash(body), **values)
    session.add(article)
    session.flush()
    return article


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.claimdesk") as project:
        fill(project)
        yield project


def fill(project):
    set_annotator(project, "Ana")
    with project.edit("Fill") as session:
        codebook.load_codebook(
            session,
            {
                "domains": [
                    {"name": "Sea", "terms": ["sonar", "radar"], "colour": "#112233"},
                    {"name": "Seabed", "parent": "Sea"},
                ],
                "fields": [
                    {
                        "key": "stance",
                        "label": "Stance",
                        "choices": [{"key": "supportive", "label": "Supportive"}],
                    }
                ],
            },
            "here",
        )
        japan = registry.create_actor(session, "Japan", "state", country="JP", aliases=["Tokyo"])
        article = add_article(session, outlet="The Example", published_on="2025-05-12")
        add_article(session, "Another text.", note="=1+1")
        edits.create_mention(session, article.id, Span(4, 12), japan)
        claim = edits.create_claim(
            session,
            article.id,
            {"source": [Span(0, 15)], "cue": [Span(16, 20)], "content": [Span(21, 40)]},
            speaker_id=japan,
            domain_ids=[1, 2],
        )
        set_code(session, [claim], "stance", 1)
        edits.create_domain_mention(session, article.id, Span(25, 27), 1)
        rejected = edits.create_mention(session, article.id, Span(0, 12), None)
        edits.reject(session, [rejected])


def suggest(project, article_id=1):
    with project.edit("Suggest") as session:
        run = SuggestionRun(article_id=article_id, pipeline="none", version="1")
        session.add(run)
        session.flush()
        row = Annotation(
            article_id=article_id,
            layer="actor",
            state="suggested",
            origin="rule:x",
            score=0.1 + 0.2,
            run_id=run.id,
        )
        session.add(row)
        session.flush()
        body = session.get_one(Article, article_id).body
        found = anchor(body, Span(0, 3))
        session.add(
            SpanRow(annotation_id=row.id, role="mention", start=0, end=3, quote=found.quote)
        )
        session.add(Mention(id=row.id, actor_id=1))


def new(tmp_path, name="q"):
    return Project.create(tmp_path / f"{name}.claimdesk")


def test_an_empty_project_becomes_the_exported_one(project, tmp_path):
    suggest(project)
    report = export_project(project, "jsonl", tmp_path / "out.jsonl", state="all")
    with new(tmp_path) as other:
        summary = import_corpus(other, tmp_path / "out.jsonl")
        assert tables(other) == tables(project)
        export_project(other, "jsonl", tmp_path / "again.jsonl", state="all")
        assert other.undo_label() == "Import out.jsonl"
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()
    assert (summary.articles, summary.annotations, summary.duplicates) == (2, 5, 0)
    assert report.articles == 2
    assert report.annotations == 5
    assert report.claims == 1
    assert list(report.as_json()["left_out"]) == ["steps of the history"]


def test_a_codebook_there_makes_way_and_comes_back_on_undo(project, tmp_path):
    export_project(project, "jsonl", tmp_path / "out.jsonl", state="all")
    with new(tmp_path) as other:
        with other.edit("Codebook") as session:
            codebook.load_codebook(session, {"domains": [{"name": "Air", "terms": ["jet"]}]}, "x")
        before = tables(other)
        import_corpus(other, tmp_path / "out.jsonl")
        assert tables(other) == tables(project)
        other.undo()
        assert tables(other) == before
        other.redo()
        assert tables(other) == tables(project)


def test_accepted_only_leaves_out_the_rest_and_says_so(project, tmp_path):
    suggest(project)
    report = export_project(project, "jsonl", tmp_path / "out.jsonl")
    assert report.as_json()["left_out"]["rejected actor mentions"] == 1
    assert report.as_json()["left_out"]["suggested actor mentions"] == 1
    assert report.annotations == 3
    with new(tmp_path) as other:
        import_corpus(other, tmp_path / "out.jsonl")
        assert {row[3] for row in tables(other)["annotation"]} == {"accepted"}


def test_a_second_import_adds_nothing(project, tmp_path):
    suggest(project)
    export_project(project, "jsonl", tmp_path / "out.jsonl", state="all")
    before = tables(project)
    summary = import_corpus(project, tmp_path / "out.jsonl")
    assert (summary.articles, summary.annotations, summary.duplicates) == (0, 0, 2)
    assert tables(project) == before


def test_ids_are_mapped_where_others_are_taken(project, tmp_path):
    export_project(project, "jsonl", tmp_path / "out.jsonl", state="all")
    with new(tmp_path) as other:
        with other.edit("Own work") as session:
            registry.create_actor(session, "Peru", "state")
            japan = registry.create_actor(session, "Japan", "state", aliases=["Nippon"])
            codebook.add_domain(session, "Space")
            codebook.add_domain(session, "SEABED")
            own = add_article(session, "A text of its own.")
            edits.create_mention(session, own.id, Span(0, 1), japan)
        before = tables(other)
        import_corpus(other, tmp_path / "out.jsonl", annotator="Bo")
        after = tables(other)
        for name, rows in before.items():
            assert set(rows) <= set(after[name])
        assert [row[1] for row in after["actor"]] == ["Peru", "Japan"]
        assert [row[2] for row in after["alias"]] == ["Nippon", "Tokyo"]
        assert [row[1] for row in after["domain"]] == ["Space", "SEABED", "Sea"]
        with other.reading() as connection:
            claim = connection.exec_driver_sql(
                "SELECT actor.name, choice.key, min(domain.name), article.title, quote "
                "FROM claim JOIN annotation USING (id) JOIN actor ON actor.id = speaker_id "
                "JOIN choice ON choice.id = stance_id JOIN article ON article.id = article_id "
                "JOIN claim_domain ON claim_id = claim.id JOIN domain ON domain.id = domain_id "
                "JOIN span ON span.annotation_id = claim.id AND role = 'content'"
            ).one()
        assert tuple(claim) == ("Japan", "supportive", "SEABED", "Talks", BODY[21:40])
        other.undo()
        assert tables(other) == before


def test_the_work_of_a_second_annotator_joins_the_first(project, tmp_path):
    with new(tmp_path) as other:
        set_annotator(other, "Bo")
        with other.edit("Work") as session:
            article = add_article(session)
            edits.create_mention(session, article.id, Span(4, 12), None)
            edits.create_mention(session, article.id, Span(0, 3), None)
        export_project(other, "jsonl", tmp_path / "bo.jsonl")
    before = counts(project)
    summary = import_corpus(project, tmp_path / "bo.jsonl")
    assert (summary.articles, summary.annotations, summary.duplicates) == (0, 2, 1)
    assert counts(project)["annotation"] == before["annotation"] + 2
    assert [row[1] for row in tables(project)["annotator"]] == ["Ana", "Bo"]


def test_who_imports_is_named_where_nobody_is(tmp_path):
    with new(tmp_path) as one, one.edit("Work") as session:
        article = add_article(session)
        edits.create_mention(session, article.id, Span(4, 12), None)
    with Project.open(tmp_path / "q.claimdesk") as one:
        export_project(one, "jsonl", tmp_path / "out.jsonl")
    with new(tmp_path, "r") as other:
        import_corpus(other, tmp_path / "out.jsonl", annotator="Cy")
        assert [row[1] for row in tables(other)["annotator"]] == ["Cy"]
        assert tables(other)["annotation"][0][8] == 1


def test_a_changed_codebook_there_is_changed_back_on_undo(tmp_path):
    """The same names under other ids: no step may meet a name that is still taken."""
    first = {
        "domains": [{"name": "Sea", "terms": ["sonar", "radar"]}, {"name": "Air"}],
        "fields": [
            {"key": "stance", "label": "S", "choices": [{"key": "yes", "label": "Yes"}]},
            {"key": "kind", "label": "K", "choices": [{"key": "no", "label": "No"}]},
        ],
    }
    second = {
        "domains": [
            {"name": "Air", "terms": ["jet"]},
            {"name": "Sea", "terms": ["radar", "sonar"]},
        ],
        "fields": [first["fields"][1], {**first["fields"][0], "label": "Stance"}],
    }
    with new(tmp_path) as one, new(tmp_path, "r") as other:
        for project, book in ((one, first), (other, second)):
            set_annotator(project, "Ana")
            with project.edit("Codebook") as session:
                codebook.load_codebook(session, book, "here")
        with one.edit("More") as session:
            codebook.set_terms(session, 1, ["radar"])
            codebook.set_terms(session, 2, ["sonar", "jet"])
            codebook.delete_domain(session, 1, 2)
            session.add(Annotator(name="Bo"))
            add_article(session)
        export_project(one, "jsonl", tmp_path / "out.jsonl", state="all")
        before = tables(other)
        import_corpus(other, tmp_path / "out.jsonl")
        for _ in range(2):
            assert tables(other) == tables(one)
            other.undo()
            assert tables(other) == before
            other.redo()


def test_equal_codebooks_are_left_alone(tmp_path):
    book = {"domains": [{"name": "Sea", "terms": ["sonar", "radar"]}]}
    with new(tmp_path) as one, new(tmp_path, "r") as other:
        for project in (one, other):
            with project.edit("Codebook") as session:
                codebook.load_codebook(session, book, "here")
        export_project(one, "jsonl", tmp_path / "out.jsonl", state="all")
        import_corpus(other, tmp_path / "out.jsonl")
        assert other.undo_label() == "Codebook"


def test_pieces_with_one_id_are_refused(project, tmp_path):
    path = tmp_path / "out.jsonl"
    export_project(project, "jsonl", path, state="all")
    lines = lines_of(path)
    part("span", id=2)(lines)
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with new(tmp_path) as other, pytest.raises(ClaimdeskError, match=r"line \d+: .*stands there"):
        import_corpus(other, path)


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def changed(table, **values):
    def change(lines):
        line = next(line for line in lines if line.get("table") == table)
        line["row"].update(values)

    return change


def part(name, **values):
    def change(lines):
        line = next(line for line in lines if name in line.get("parts", {}))
        line["parts"][name][0].update(values)

    return change


def header(**values):
    return lambda lines: lines[0].update(values)


def drop(table):
    def change(lines):
        lines.remove(next(line for line in lines if line.get("table") == table))
        lines[-1]["end"]["lines"] -= 1

    return change


def to_the_end(table):
    def change(lines):
        at = next(i for i, line in enumerate(lines) if line.get("table") == table)
        lines.insert(-1, lines.pop(at))

    return change


def repeat(table):
    def change(lines):
        at = next(i for i, line in enumerate(lines) if line.get("table") == table)
        lines.insert(at, lines[at])
        lines[-1]["end"]["lines"] += 1

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (header(format="other"), "line 1 does not say that this is Claimdesk JSONL"),
        (header(version=2), "written by a newer Claimdesk"),
        (header(schema=99), "written by a newer Claimdesk"),
        (header(version="1"), "line 1 does not give the version"),
        (lambda lines: lines.pop(), "is cut off after line"),
        (lambda lines: lines.pop(-2), "lines are missing above"),
        (lambda lines: lines.append(lines[1]), "stands after the end"),
        (
            lambda lines: lines[1].update(table="changeset"),
            "does not name a table that Claimdesk knows",
        ),
        (lambda lines: lines[1].update(table=["x"]), "does not name a table that Claimdesk knows"),
        (lambda lines: lines[1].update(more=1), "unknown key “more”"),
        (lambda lines: lines[1].update(row=[]), "is not an object"),
        (changed("actor", power=9), "unknown column “power” of “actor”"),
        (changed("actor", name=None), "“name” of “actor” cannot be missing"),
        (changed("actor", name=5), "“name” of “actor” cannot be 5"),
        (changed("actor", id="1"), "“id” of “actor” cannot be '1'"),
        (changed("actor", id=True), "“id” of “actor” cannot be True"),
        (changed("actor", id=2**63), "“id” of “actor” cannot be"),
        (changed("actor", kind="ghost"), "“kind” of “actor” cannot be 'ghost'"),
        (changed("actor", member_of_id=77), "names actor 77"),
        (changed("alias", actor_id=77), "names actor 77"),
        (changed("annotation", annotator_id=77), "names annotator 77"),
        (changed("annotation", article_id=77), "names no|does not follow the article"),
        (changed("annotation", state="maybe"), "“state” of “annotation” cannot be 'maybe'"),
        (part("span", role="other"), "“role” of “span” cannot be 'other'"),
        (to_the_end("alias"), "“alias” stands below an article"),
        (changed("annotation", layer="claim"), "which this row cannot have"),
        (changed("annotation", score=1e999), "not JSON: Infinity is not a number"),
        (changed("annotation", score=2**53 + 1), "“score” of “annotation” cannot be 9007199254"),
        (changed("article", body="Another"), "is not what its hash says"),
        (changed("setting", key="oldest_reader"), "which no import may"),
        (part("span", start=5), "the words at 5-12 are not what the quote says"),
        (part("span", end=10**6), "are not what the quote says"),
        (part("span", start=-8), "are not what the quote says"),
        (part("span", quote=""), "are not what the quote says"),
        (part("span", annotation_id=1), "unknown column “annotation_id” of “span”"),
        (part("claim_domain", domain_id=77), "names domain 77"),
        (drop("actor"), "names actor 1, which the file does not hold"),
        (drop("article"), "names article 1|does not follow"),
        (repeat("domain"), "“domain” 1 stands twice"),
        (repeat("annotation"), "“annotation” 1 stands twice"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line_and_nothing_changes(
    project, tmp_path, change, message
):
    with project.edit("Setting") as session:
        session.add(Setting(key="view", value="dark"))
    path = tmp_path / "out.jsonl"
    export_project(project, "jsonl", path, state="all")
    lines = lines_of(path)
    change(lines)
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with new(tmp_path) as other:
        before = tables(other)
        with pytest.raises(ClaimdeskError, match=message) as caught:
            import_corpus(other, path, format_name="jsonl")
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
        assert tables(other) == before
        assert other.undo_label() is None
    before = tables(project)
    with pytest.raises(ClaimdeskError):
        import_corpus(project, path, format_name="jsonl")
    assert tables(project) == before


# Without names of its own each case would be called by its megabytes.
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\xff\xfe", "line 1 is not UTF-8"),
        (b"[]", "line 1 is not a JSON object"),
        (b'{"a":', "line 1 is not JSON"),
        (b'{"a": 1, "a": 2}', "a key stands twice"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": "\\ud800"}', "half a character"),
        (b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deeply"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "line 1 is not JSON"),
        (b'{"a": "' + b"x" * 10_000_000 + b'"}', "line 1 is longer than 10 MB"),
        (b"\x00" * 100, "line 1 is not JSON"),
    ],
    ids=range(11),
)
def test_hostile_bytes_are_refused(tmp_path, data, message):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(data)
    with new(tmp_path) as other:
        with pytest.raises(ClaimdeskError, match=message):
            import_corpus(other, path, format_name="jsonl")
        assert other.undo_label() is None


WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
)
MAYBE = st.none() | WORDS
SCORES = st.none() | st.floats(0, 1)


class Builder:
    """Fills a project with random rows of every table, references included."""

    def __init__(self, session, data):
        self.session, self.data = session, data

    def some(self, strategy):
        return self.data.draw(strategy)

    def add(self, row):
        self.session.add(row)
        self.session.flush()
        return row.id

    def maybe(self, ids):
        return self.some(st.none() | st.sampled_from(ids)) if ids else None

    def many(self, strategy=WORDS, most=3):
        return self.some(st.lists(strategy, max_size=most, unique=True))

    def build(self):
        self.book()
        self.corpus()

    def book(self):
        for key in self.many():
            self.add(Setting(key="s" + key, value=self.some(WORDS)))
        self.annotators = [self.add(Annotator(name=name)) for name in self.many()]
        self.domains = [self.add(Domain(name=n, definition=self.some(MAYBE))) for n in self.many()]
        for domain in self.domains:
            self.session.get_one(Domain, domain).parent_id = self.maybe(self.domains)
            for text in self.many():
                self.add(Term(domain_id=domain, text=text))
        own = [(self.some(LAYERS), key) for key in self.many()]
        self.fields = {
            self.add(CodedField(layer=layer, key=key, label=key)): (layer, key)
            for layer, key in (*self.many(BUILT_IN), *own)
        }
        self.choices = {
            field: [
                self.add(Choice(field_id=field, key=key, label=self.some(WORDS)))
                for key in self.many()
            ]
            for field in self.fields
        }

    def corpus(self):
        self.actors = [
            self.add(Actor(name=name, kind=self.some(st.sampled_from(["state", "person"]))))
            for name in self.some(st.lists(WORDS, max_size=4))
        ]
        for actor in self.actors:
            self.session.get_one(Actor, actor).member_of_id = self.maybe(self.actors)
            for text in self.many():
                self.add(Alias(actor_id=actor, text=text, language=self.some(MAYBE)))
        for text in self.some(st.lists(st.text(max_size=60).map(clean_body), max_size=3)):
            self.article(text)

    def article(self, body):
        article = add_article(self.session, body, outlet=self.some(MAYBE), note=self.some(MAYBE))
        runs = [
            self.add(SuggestionRun(article_id=article.id, pipeline=self.some(WORDS), version="1"))
            for _ in range(self.some(st.integers(0, 2)))
        ]
        for layer in self.some(st.lists(LAYERS, max_size=4)):
            self.annotation(article, layer, runs)

    def annotation(self, article, layer, runs):
        row = Annotation(
            article_id=article.id,
            layer=layer,
            state=self.some(st.sampled_from(["suggested", "accepted", "rejected"])),
            origin=self.some(WORDS),
            score=self.some(SCORES),
            note=self.some(MAYBE),
            annotator_id=self.maybe(self.annotators),
            run_id=self.maybe(runs),
        )
        annotation = self.add(row)
        self.spans(annotation, article.body)
        if layer == "actor":
            self.add(Mention(id=annotation, actor_id=self.maybe(self.actors)))
        elif layer == "claim":
            self.claim(annotation)
        else:
            stage = self.code("domain", "stage")
            domain = self.maybe(self.domains)
            self.add(DomainMention(id=annotation, domain_id=domain, stage_id=stage))
            for actor in self.chosen(self.actors):
                self.add(Partner(domain_mention_id=annotation, actor_id=actor))
        for field in self.chosen([i for i, one in self.fields.items() if one[0] == layer]):
            self.add(
                FieldValue(
                    annotation_id=annotation,
                    field_id=field,
                    choice_id=self.maybe(self.choices[field]),
                    number=self.some(SCORES),
                    text=self.some(MAYBE),
                )
            )

    def claim(self, annotation):
        codes = {f"{name}_id": self.code("claim", name) for name in ("stance", "kind")}
        self.add(Claim(id=annotation, speaker_id=self.maybe(self.actors), **codes))
        for domain in self.chosen(self.domains):
            self.add(ClaimDomain(claim_id=annotation, domain_id=domain))
        for actor in self.chosen(self.actors):
            self.add(Addressee(claim_id=annotation, actor_id=actor))

    def code(self, layer, key):
        field = next((i for i, one in self.fields.items() if one == (layer, key)), None)
        return self.maybe(self.choices.get(field))

    def chosen(self, ids):
        return self.many(st.sampled_from(ids)) if ids else []

    def spans(self, annotation, body):
        if not body:
            return
        for role in self.some(st.lists(st.sampled_from(["source", "cue", "content"]), max_size=4)):
            start = self.some(st.integers(0, len(body) - 1))
            found = anchor(body, Span(start, self.some(st.integers(start + 1, len(body)))))
            values = {name: getattr(found, name) for name in found.__slots__}
            self.add(SpanRow(annotation_id=annotation, role=role, **values))
            if self.some(st.booleans()):
                del values["end"]
                self.add(UnplacedSpan(annotation_id=annotation, role=role, **values))


LAYERS = st.sampled_from(["actor", "claim", "domain"])
BUILT_IN = st.sampled_from([("claim", "stance"), ("claim", "kind"), ("domain", "stage")])
SLOW = {
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}


@pytest.mark.drill
@settings(max_examples=30, **SLOW)
@given(st.data())
def test_any_project_comes_back_identical(data):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        with new(folder, "one") as one, new(folder, "two") as two:
            with one.edit("Random") as session:
                Builder(session, data).build()
            with one.edit("Holes") as session:
                doomed = session.get(Actor, 1), session.get(Domain, 1)
                for row in doomed:
                    if row is not None and data.draw(st.booleans()):
                        session.delete(row)
            with two.edit("A codebook of its own") as session:
                Builder(session, data).book()
            before = tables(two)
            export_project(one, "jsonl", folder / "one.jsonl", state="all")
            import_corpus(two, folder / "one.jsonl")
            assert tables(two) == tables(one)
            if tables(two) != before:
                two.undo()
                assert tables(two) == before
                two.redo()
                assert tables(two) == tables(one)
            export_project(two, "jsonl", folder / "two.jsonl", state="all")
            assert (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes()


@pytest.mark.drill
@settings(max_examples=20, **SLOW)
@given(st.data())
def test_any_project_joins_any_other_and_only_once(data):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        with new(folder, "one") as one, new(folder, "two") as two:
            for project in (one, two):
                with project.edit("Random") as session:
                    Builder(session, data).build()
            with two.edit("Never pristine") as session:
                add_article(session, "One more text.")
            export_project(one, "jsonl", folder / "one.jsonl", state="all")
            before = tables(two)
            import_corpus(two, folder / "one.jsonl")
            after = tables(two)
            for name, rows in before.items():
                assert set(rows) <= set(after[name])
            summary = import_corpus(two, folder / "one.jsonl")
            assert summary.articles == summary.annotations == 0
            assert tables(two) == after
