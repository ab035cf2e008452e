# SPDX-License-Identifier: MIT
"""The command line: status, what goes to stdout and what to stderr, and the whole job."""

from __future__ import annotations

import contextlib
import csv
import importlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from claimdesk.models.cli import main
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span

pytestmark = pytest.mark.drill

SEED = Path(__file__).resolve().parents[2] / "../shared/seed/article.txt"
STORY = (
    "Oceana doubles its reef patrols\n\nHARBOUR CITY, 4 March 2025 — Defence Minister Mara Lindt "
    "said on Tuesday that Japan would supply sonar for the nuclear-powered submarines.\n\n"
    "“We welcome the undersea cooperation,” Lindt told reporters. China rejected the plan.\n"
)


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> str:
        """The one line about an error, after its mark."""
        assert "Traceback" not in self.err
        [line] = [each for each in self.err.splitlines() if each]
        mark = "claimdesk: error: "
        assert line.startswith(mark), self.err
        return line.removeprefix(mark)


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Result(status, *capsys.readouterr())

    return run


def command(*arguments: object, **more: Any) -> Result:
    """Runs a command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "claimdesk.models.cli", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        **more,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "reef story.txt"
    file.write_text(STORY, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, made once by its command; not to be opened."""
    made = tmp_path_factory.mktemp("sample") / "sample.claimdesk"
    assert main(["sample", str(made)]) == 0
    return made


@pytest.fixture
def sample(made_sample: Path, path: Path) -> Path:
    """The sample project of one test."""
    shutil.copyfile(made_sample, path)
    return path


def test_a_new_project_is_one_file_and_never_replaces_one(
    run: Run, path: Path, folder_bytes: Callable
) -> None:
    made = run("new", path)
    assert (made.status, made.out) == (0, "")
    before = folder_bytes(path.parent)
    assert list(before) == [path.name]
    again = run("new", path)
    assert again.status == 1
    assert again.error == f"{path} exists already; choose another name."
    assert folder_bytes(path.parent) == before


def test_a_wrong_codebook_is_named_and_leaves_nothing(run: Run, path: Path) -> None:
    book = path.with_name("book.json")
    book.write_text('{"domains": [{"name": "Sea"}, {"name": "Sea"}]}')
    failed = run("new", path, "--codebook", book)
    assert failed.status == 1
    assert failed.error == f"{book} is not a codebook: the domain “Sea” occurs twice."
    assert list(path.parent.iterdir()) == [book]
    book.write_text('{"domains": [{"name": "Sea"}]}')
    assert run("new", path, "--codebook", book).status == 0
    with Project.read(path) as project, project.reading() as connection:
        assert [row.name for row in queries.domains(connection).values()] == ["Sea"]


def test_articles_are_imported_once_and_failures_are_listed(
    run: Run, path: Path, story: Path
) -> None:
    run("new", path)
    empty = path.with_name("empty.txt")
    empty.touch()
    first = run("import", path, story, empty)
    assert first.status == 0
    assert first.json["articles"] == 1
    assert first.json["annotations"] == first.json["duplicates"] == 0
    [failure] = first.json["failed"]
    assert failure["file"] == str(empty)
    assert "is empty" in failure["reason"]
    assert run("import", path, story).json["duplicates"] == 1
    nothing = run("import", path, empty)
    assert nothing.status == 1
    assert nothing.json["failed"]
    assert str(empty) in nothing.error
    missing = run("import", path, story, path.with_name("none.txt"))
    assert (missing.status, missing.out) == (1, "")
    assert "none.txt does not exist" in missing.error
    unknown = run("import", path, story, "--format", "papyrus")
    assert "papyrus" in unknown.error


def test_an_encoding_can_be_named_and_a_guess_is_said(run: Run, path: Path) -> None:
    run("new", path)
    short = path.with_name("short.txt")
    short.write_bytes("Žádná reč, řekla.".encode("cp1250"))
    wrong = run("import", path, short, "--encoding", "nonsense")
    assert wrong.status == 1
    assert "There is no text encoding “nonsense”" in wrong.error
    guessed = run("import", path, short)
    assert "--encoding" in guessed.err
    run("new", path.with_name("other.claimdesk"))
    named = run("import", path.with_name("other.claimdesk"), short, "--encoding", "cp1250")
    assert (named.json["articles"], named.json["warnings"], named.err) == (1, [], "")


def test_languages_that_the_pipeline_does_not_read_are_said(run: Run, path: Path) -> None:
    run("new", path)
    german = path.with_name("german.txt")
    german.write_text(
        "Neue Gespräche\n\nDie Ministerin sagte am Montag in Wien, das Abkommen sei noch nicht "
        "fertig. Man müsse über die Kosten reden, und zwar bald.",
        encoding="utf-8",
    )
    run("import", path, german)
    made = run("suggest", path)
    assert sum(made.json["suggested"].values()) == 0
    assert "1 article is in a language that" in made.err
    assert "(de 1)" in made.err
    shown = run("suggest", "--json", german)
    assert shown.lines[0]["claims"] == shown.lines[0]["mentions"] == []
    assert "(de 1)" in shown.err


def test_an_export_comes_back_identical(run: Run, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    report = run("export", sample, "--format", "jsonl", "--output", target, "--state", "all")
    assert report.status == 0
    assert report.json["claims"] > 20
    other = tmp_path / "other.claimdesk"
    book = tmp_path / "empty.json"
    book.write_text("{}")
    run("new", other, "--codebook", book)
    summary = run("import", other, target).json
    assert (summary["articles"], summary["failed"]) == (1, [])
    assert summary["annotations"] == report.json["annotations"]
    for by in ("speaker", "domain", "stance"):
        counts = [run("distribution", each, "--by", by).json for each in (sample, other)]
        assert counts[0] == counts[1]
    assert run("check", other).json["ok"]


def test_exports_say_what_is_left_out(run: Run, sample: Path, tmp_path: Path) -> None:
    with Project.open(sample) as project, project.edit("Reject") as session:
        with project.reading() as connection:
            claims = [
                row.id for row in queries.article_annotations(connection, 1) if row.layer == "claim"
            ]
        edits.reject(session, claims[:3])
    target = tmp_path / "out.csv"
    report = run("export", sample, "--format", "csv", "--output", target).json
    assert report["claims"] == len(claims) - 3
    assert report["left_out"]["rejected claims"] == 3
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == report["claims"]
    refused = run("export", sample, "--format", "csv", "--output", tmp_path / "no" / "out.csv")
    assert refused.status == 1
    assert "is not a folder" in refused.error


def test_formats_are_listed_for_people_and_programs(run: Run) -> None:
    formats = {row["name"]: row for row in run("formats", "--json").json}
    assert formats["jsonl"]["reads"] and formats["jsonl"]["writes"]
    assert not formats["csv"]["reads"]
    assert formats["csv"]["cannot_hold"]
    words = run("formats").out
    assert all(f"{name}: " in words for name in formats)


def claims_of(path: Path) -> list[queries.AnnotationRow]:
    with Project.read(path) as project, project.reading() as connection:
        rows = queries.article_annotations(connection, 1)
    return [row for row in rows if row.layer == "claim"]


def test_distributions_are_rows_of_json_or_csv(run: Run, sample: Path) -> None:
    rows = run("distribution", sample, "--by", "speaker", "--by", "stance").json
    assert {tuple(row) for row in rows} == {("speaker", "stance", "claims")}
    assert sum(row["claims"] for row in rows) == len(claims_of(sample))
    table = run("distribution", sample, "--by", "speaker", "--by", "stance", "--csv").out
    read = list(csv.DictReader(io.StringIO(table)))
    assert [{**row, "claims": int(row["claims"])} for row in read] == rows
    with Project.open(sample) as project, project.edit("Recode") as session:
        set_code(session, [row.id for row in claims_of(sample)[:2]], "stance", None)
        session.connection().exec_driver_sql(
            "UPDATE actor SET name = '=1+1' WHERE id = ?", (claims_of(sample)[0].speaker_id,)
        )
    empty = run("distribution", sample, "--by", "stance", "--where", "stance=").json
    assert empty == [{"stance": None, "claims": 2}]
    assert "'=1+1" in run("distribution", sample, "--by", "speaker", "--csv").out
    assert run("distribution", sample, "--by", "stance", "--where", "speaker=nobody").json == []


def test_conditions_combine_one_by_one_or_in_a_row(run: Run, sample: Path) -> None:
    base = ("distribution", sample, "--by", "kind")
    one = run(*base, "--where", "stance=supportive", "--where", "speaker_kind=person")
    row = run(*base, "--where", "stance=supportive", "speaker_kind=person")
    assert one.json == row.json
    with Project.read(sample) as project, project.reading() as connection:
        actors, fields = queries.actors(connection), queries.fields(connection)
    stance = {choice.id: choice.key for choice in fields["stance"].choices}
    kind = {choice.id: choice.key for choice in fields["kind"].choices}
    expected = Counter(
        kind[claim.codes.get("kind")]
        for claim in claims_of(sample)
        if stance[claim.codes.get("stance")] == "supportive"
        and actors[claim.speaker_id].kind == "person"
    )
    assert {each["kind"]: each["claims"] for each in one.json} == expected


def test_the_history_is_read_and_undone(run: Run, sample: Path) -> None:
    nothing = run("undo", sample)
    assert nothing.status == 1
    assert nothing.error == f"{sample}: there is nothing to undo."
    assert run("history", sample).out == ""
    with Project.open(sample) as project:
        for start in range(3):
            with project.edit(f"Mark {start}") as session:
                edits.create_mention(session, 1, Span(start, start + 3), None)
    assert run("undo", sample).json == {"undone": "Mark 2"}
    assert run("undo", sample).json == {"undone": "Mark 1"}
    steps = run("history", sample).lines
    assert [step["label"] for step in steps] == [
        *("Undo: Mark 1", "Undo: Mark 2", "Mark 2", "Mark 1", "Mark 0")
    ]
    assert [step["undone"] for step in steps] == [False, False, True, True, False]
    assert run("history", sample, "--limit", 2).lines == steps[:2]
    assert run("history", sample, "--article", 1).lines == steps
    assert run("history", sample, "--article", 2).lines == []


def test_a_check_reports_and_fails_where_something_is_wrong(run: Run, sample: Path) -> None:
    sound = run("check", sample)
    assert (sound.status, sound.err) == (0, "")
    assert sound.json["ok"]
    with Project.open(sample) as project, project.unrecorded() as (connection, _told):
        connection.exec_driver_sql("UPDATE article SET sha256 = 'x'")
    broken = run("check", sample)
    assert broken.status == 1
    assert not broken.json["ok"]
    assert broken.error == f"{sample}: article 1: its text is not the one that was saved."


USES: dict[str, Sequence[str]] = {
    "import": ("import", "P", "STORY"),
    "suggest": ("suggest", "P"),
    "suggest with it": ("suggest", "--json", "STORY", "--project", "P"),
    "export": ("export", "P", "--format", "jsonl", "--output", "OUT"),
    "distribution": ("distribution", "P", "--by", "stance"),
    "check": ("check", "P"),
    "history": ("history", "P"),
    "undo": ("undo", "P"),
    "window": ("P",),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("kind", ["missing", "text", "folder"])
def test_every_command_refuses_what_is_no_project(
    run: Run, use: str, kind: str, path: Path, story: Path, folder_bytes: Callable
) -> None:
    if use == "window" and kind != "missing":
        pytest.skip("the window itself says so")
    {"missing": lambda: None, "text": lambda: path.write_text("x" * 200), "folder": path.mkdir}[
        kind
    ]()
    before = folder_bytes(path.parent)
    words = {"P": path, "STORY": story, "OUT": path.with_name("out.jsonl")}
    result = run(*(words.get(word, word) for word in USES[use]))
    assert (result.status, result.out) == (1, "")
    assert str(path) in result.error
    assert folder_bytes(path.parent) == before


@pytest.mark.drill
def test_a_project_open_elsewhere_is_read_but_not_changed(run: Run, sample: Path) -> None:
    with Project.open(sample):
        busy = command("undo", sample)
        assert busy.status == 1
        assert f"(process {os.getpid()} on " in busy.error
        assert command("distribution", sample, "--by", "stance").json
        assert command("check", sample).json["ok"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["new"],
        ["new", "P", "Q"],
        ["--nonsense"],
        ["import", "P"],
        ["export", "P", "--format", "csv"],
        ["export", "P", "--format", "csv", "--output", "X", "--state", "some"],
        ["distribution", "P"],
        ["distribution", "P", "--by", "mood"],
        ["distribution", "P", "--by", "stance", "--where", "stance"],
        ["distribution", "P", "--by", "stance", "--where", "mood=x"],
        ["distribution", "P", "--by", "stance", "--where", "stance=a", "--where", "stance=b"],
        ["history", "P", "--limit", "0"],
        ["history", "P", "--limit", "many"],
        ["suggest"],
        ["suggest", "P", "P"],
        ["suggest", "P", "--project", "P"],
        ["suggest", "--json", "--all", "P"],
        ["suggest", "P", "--article", "first"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_status_2(run: Run, sample: Path, arguments: list[str]) -> None:
    before = sample.read_bytes()
    result = run(*(sample if word == "P" else word for word in arguments))
    assert (result.status, result.out) == (2, "")
    assert "Usage: claimdesk" in result.err
    assert "Traceback" not in result.err
    assert sample.read_bytes() == before


def test_the_versions_are_told(run: Run) -> None:
    lines = command("--version").out.splitlines()
    assert [line.split()[0] for line in lines] == ["claimdesk", "Python", "Qt", "spaCy", "SQLite"]
    assert all(line.split()[1][0].isdigit() for line in lines)
    script = (
        "import sys; from claimdesk.models.cli import main; main(['--version']); "
        "sys.exit(any(m in sys.modules for m in ('spacy', 'PySide6', 'sqlmodel')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_help_names_every_command(run: Run) -> None:
    for flag in ("--help", "-h"):
        told = run(flag)
        assert told.status == 0
        for name in ("new", "import", "suggest", "export", "formats", "distribution", "check"):
            assert f"\n  {name} " in told.out


@pytest.mark.parametrize("shape", ["path", "last"])
def test_a_path_or_nothing_opens_the_window(
    run: Run, sample: Path, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[list[str]] = []
    app = importlib.import_module("claimdesk.gui.app")
    monkeypatch.setattr(app, "main", lambda arguments: opened.append(list(arguments)) or 0)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    arguments = [str(sample)] if shape == "path" else []
    assert run(*arguments) == Result(0, "", "")
    assert opened == [arguments]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_the_window_says_so(
    run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    result = run(sample)
    assert result.status == 1
    assert "There is no display" in result.error


def test_an_unexpected_error_is_one_line_unless_it_is_looked_for(
    run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: Path) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(
        importlib.import_module("claimdesk.models.store.integrity.report"), "check", broken
    )
    result = run("check", sample)
    assert result.status == 1
    assert result.error.startswith("Unexpected error: RuntimeError: two lines")
    monkeypatch.setenv("CLAIMDESK_DEBUG", "1")
    assert 'raise RuntimeError("two\\nlines")' in run("check", sample).err


@pytest.mark.drill
def test_whoever_reads_may_leave(sample: Path) -> None:
    with Project.open(sample) as project:
        for number in range(180):
            with project.edit(f"Note {number} {'x' * 400}") as session:
                edits.set_note(session, [1], str(number))
    for arguments in (["history", sample], ["formats"]):
        process = subprocess.Popen(
            [sys.executable, "-m", "claimdesk.models.cli", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(60) == 141
        assert errors == b""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to one process")
@pytest.mark.parametrize("inherited", ["", "trap '' INT; "])
def test_an_interrupted_command_is_quiet(tmp_path: Path, inherited: str) -> None:
    """Also where the tests run in the background of a shell, which lets them ignore SIGINT."""
    long = tmp_path / "long.txt"
    long.write_text(STORY * 2000, encoding="utf-8")
    script = (
        "import signal, sys; from claimdesk.models.cli.entry import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "print('under way', file=sys.stderr, flush=True); sys.exit(main())"
    )
    with started(inherited, script, "suggest", "--json", str(long)) as process:
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in errors


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to one process")
def test_a_command_that_was_started_to_ignore_interrupts_does() -> None:
    script = (
        "import sys; from claimdesk.models.cli.entry import main\n"
        "print('under way', file=sys.stderr, flush=True); sys.stdin.readline(); sys.exit(main())"
    )
    with started("trap '' INT; ", script, "formats") as process:
        process.send_signal(signal.SIGINT)
        out, _errors = process.communicate("go on\n", timeout=60)
    assert process.returncode == 0
    assert "jsonl" in out


@contextlib.contextmanager
def started(before: str, script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A Python that runs `script` in the place of a shell that did `before`; ends at the end."""
    process = subprocess.Popen(
        ["sh", "-c", f'{before}exec "$@"', "sh", sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr.readline() == "under way\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_names_that_are_no_text_are_still_printed(tmp_path: Path) -> None:
    strange = os.fsencode(tmp_path) + b"/na\xffme\x1b.txt"
    try:
        Path(os.fsdecode(strange)).touch()
    except OSError:
        pytest.skip("this system has no such names")
    project = tmp_path / "p.claimdesk"
    command("new", project)
    result = command("import", project, os.fsdecode(strange))
    assert result.status == 1
    assert os.fsencode(result.json["failed"][0]["file"]) == strange
    assert "\x1b" not in result.err


@pytest.mark.drill
def test_suggestions_are_made_for_what_is_not_done(run: Run, path: Path, story: Path) -> None:
    run("new", path)
    other = path.with_name("other.txt")
    other.write_text(STORY.replace("Lindt", "Reed"), encoding="utf-8")
    run("import", path, story, other)
    with Project.open(path) as project, project.edit("Done") as session:
        edits.set_article(session, 2, status="done")
    made = command("suggest", path)
    assert made.status == 0
    assert made.json["articles"] == 1
    assert all(made.json["suggested"].values())
    with Project.read(path) as project, project.reading() as connection:
        first = queries.article_annotations(connection, 1)
        assert queries.article_annotations(connection, 2) == []
        body = queries.article(connection, 1).body
    assert {row.state for row in first} == {"suggested"}
    for row in first:
        for piece in row.pieces:
            assert body[piece.span.start : piece.span.end] == piece.quote
    assert run("history", path, "--article", 1).lines == run("history", path).lines[1:]
    assert command("suggest", path, "--article", 1, 2).json["articles"] == 2
    assert command("suggest", path, "--all").json["articles"] == 2
    unknown = command("suggest", path, "--article", 9)
    assert unknown.status == 1
    assert unknown.error == f"{path} has no article 9."
    counted = run("distribution", path, "--by", "speaker", "--state", "all").json
    assert run("distribution", path, "--by", "speaker").json == []
    assert run("distribution", path, "--by", "speaker", "--state", "suggested").json == counted


@pytest.mark.drill
def test_suggestions_for_files_change_nothing(
    run: Run, path: Path, story: Path, folder_bytes: Callable
) -> None:
    run("new", path)
    with Project.open(path) as project, project.edit("Rename") as session:
        session.connection().exec_driver_sql(
            "INSERT INTO actor(name, kind, state) VALUES ('Coral Sea Pact', 'alliance', 'accepted')"
        )
        session.connection().exec_driver_sql(
            "INSERT INTO alias(actor_id, text) VALUES (1, 'Oceana')"
        )
    before = folder_bytes(path.parent)
    result = command("suggest", "--json", story, story, "--project", path)
    assert result.status == 0
    assert result.err == ""
    assert folder_bytes(path.parent) == before
    one, two = result.lines
    assert one == two
    assert one["file"] == story.name
    assert one["claims"] and one["domains"]
    for layer in ("mentions", "domains"):
        for row in one[layer]:
            assert STORY[row["start"] : row["end"]] == row["text"]
    known = [row for row in one["mentions"] if row["actor"] == "Coral Sea Pact"]
    assert [row["text"] for row in known] == ["Oceana"]
    bad = command("suggest", "--json", story, path.with_name("none.txt"))
    assert bad.status == 1
    assert [line["file"] for line in bad.lines] == [story.name]
    assert "none.txt does not exist" in bad.error


@pytest.mark.drill
@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")
def test_the_whole_job_on_a_real_article(tmp_path: Path) -> None:
    project, out = tmp_path / "p.claimdesk", tmp_path / "out.jsonl"
    assert command("new", project).status == 0
    assert command("import", project, SEED).json["articles"] == 1
    suggested = command("suggest", project).json["suggested"]
    assert suggested["actor"] > 40 and suggested["claim"] > 10 and suggested["domain"] > 10
    report = command(
        *("export", project, "--format", "jsonl", "--output", out, "--state", "all")
    ).json
    assert report["annotations"] == sum(suggested.values())
    assert report["claims"] == suggested["claim"]
    assert out.stat().st_size > 10_000
    rows = command(
        *("distribution", project, "--by", "speaker", "--by", "stance", "--state", "all")
    ).json
    assert sum(row["claims"] for row in rows) == suggested["claim"]
    assert sum(row["speaker"] is not None for row in rows) > 5
    assert command("check", project).json["ok"]
