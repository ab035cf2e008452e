# SPDX-License-Identifier: MIT
"""Reports and the charts in them: written by the command, read again, and the same each time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import html
from PIL import Image

from claimdesk.models import registry
from claimdesk.models.analysis.charts import Chart, Column, PictureStyle, read_chart, steps_between
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.distribution import distribution
from claimdesk.models.cli import main
from claimdesk.models.editing import edits
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span

FORMS = ("html", *(pytest.param(form, marks=pytest.mark.drill) for form in ("pdf", "docx")))
ODD = "“$x_1$” <b>Ünï</b> & 東京 \x01 العربية"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "Sample.claimdesk"
    assert main(["sample", str(path)]) == 0
    return path


@pytest.fixture
def many(path: Path, project: Project, add_article: Callable[..., int]) -> Path:
    """Claims by 30 speakers in the months 2024-11 and 2025-03, some of nobody; no stances."""
    body = "They said so. " * 40
    for month, title in (("2024-11-05", "One"), ("2025-03-09", ODD)):
        article = add_article(project, body, title=title, published_on=month, outlet=ODD)
        with project.edit("Fill") as session:
            for number in range(40):
                content = {"content": [Span(14 * number, 14 * number + 12)]}
                speaker = None
                if number < 30 and month.startswith("2024"):
                    name = "O" + ODD if number == 3 else f"Speaker {number}"
                    speaker = registry.create_actor(session, name, "person")
                edits.create_claim(session, article, content, speaker_id=speaker)
    project.close()
    return path


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
        return "\n".join([*(p.text for p in document.paragraphs), *cells])
    return str(html.fromstring(path.read_bytes()).text_content())


@pytest.mark.parametrize("form", FORMS)
def test_a_report_holds_figures_and_codebook_and_is_the_same_each_time(
    sample: Path, tmp_path: Path, form: str
) -> None:
    views = ["--view", "diverging:domain:stance", "--view", "heat-map:speaker:domain"]
    written = []
    for name in ("one", "other"):
        path = tmp_path / f"{name}.{form}"
        assert main(["report", str(sample), "--output", str(path), *views]) == 0
        written.append(path.read_bytes())
    assert written[0] == written[1]
    text = " ".join(text_of(path).split())
    with Project.read(sample) as project, project.reading() as connection:
        domains = queries.domains(connection).values()
        (top, *_others) = distribution(connection, ["domain"])
    assert all(" ".join(domain.name.split()) in text for domain in domains)
    assert str(top["domain"]) in text
    assert "1 article" in text
    if form == "html":
        assert "<script" not in written[0].decode()
        assert "http" not in written[0].decode().replace("http://www.w3.org", "").replace(
            "http://purl.org", ""
        ).replace("http://creativecommons.org", "")


@pytest.mark.parametrize("form", FORMS)
def test_odd_names_and_an_empty_project_are_reported(many: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"odd.{form}"
    view = ["--view", "stacked:outlet:stance", "--view", "time-line:month:stance"]
    assert main(["report", str(many), "--output", str(path), *view]) == 0
    text = text_of(path)
    assert "$x_1$" in text
    assert "<b>" in text
    assert "2024-11" in text
    empty = tmp_path / "empty.claimdesk"
    assert main(["new", str(empty)]) == 0
    assert main(["report", str(empty), "--output", str(path)]) == 0
    assert "No claims are coded in both fields." in " ".join(text_of(path).split())


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--output", "x.txt"], 1, "a report is .html, .pdf or .docx"),
        (["--output", "x.pdf", "--view", "pie:a:b"], 2, "“pie:a:b” is not a view"),
        (["--output", "x.pdf", "--view", "stacked:nothing:stance"], 2, "not a field"),
        (["--output", "missing/x.html"], 1, "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_line(
    sample: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", str(sample), *arguments]) == status
    assert words in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


def test_a_chart_counts_every_claim_that_it_does_not_name_as_missing(many: Path) -> None:
    with Project.read(many) as project, project.reading() as connection:
        fields = queries.fields(connection)
        speakers = read_chart(connection, "stacked", "speaker", "stance", ClaimFilter(), fields)
        months = read_chart(connection, "time line", "month", "stance", ClaimFilter(), fields)
        (row,) = distribution(connection, [])
    assert speakers.rows[-1] == "Other 18 speakers"
    assert len(speakers.rows) == 13
    assert speakers.total + 50 == row["claims"] == 80
    assert "No speaker named: 50 claims." in speakers.note
    assert months.rows == ("2024-11", "2024-12", "2025-01", "2025-02", "2025-03")
    assert months.totals == (40, 0, 0, 0, 40)


def test_steps_of_time_have_no_gaps() -> None:
    assert steps_between("quarter", "2023-Q4", "2024-Q2") == ["2023-Q4", "2024-Q1", "2024-Q2"]
    assert steps_between("year", "1999", "2001") == ["1999", "2000", "2001"]
    assert steps_between("week", "2024-12-30", "2025-01-06") == ["2024-12-30", "2025-01-06"]


@pytest.mark.drill
def test_pictures_are_as_wide_as_asked_and_imported_late(tmp_path: Path) -> None:
    from claimdesk.models.analysis.pictures import picture

    columns = (Column("Opposed", "#c0392b", -1), Column(ODD, "#1f78b4", 1))
    chart = Chart("diverging", ODD, "Speaker", (ODD, "B" * 300), columns, ((1, 2), (3, 0)), ODD)
    image = Image.open(io.BytesIO(picture(chart, "png", PictureStyle(width=85))))
    assert image.width == pytest.approx(85 / 25.4 * 300, abs=2)
    page = pypdfium2.PdfDocument(picture(chart, "pdf", PictureStyle(width=180)))[0]
    assert page.get_width() == pytest.approx(180 / 25.4 * 72, abs=1)
    with pytest.raises(ValueError, match="gif"):
        picture(chart, "gif")
    script = "import sys, claimdesk.models.cli.commands; print('matplotlib' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.lower()) is False
