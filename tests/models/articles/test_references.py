# SPDX-License-Identifier: MIT
"""References say what files beside them are; by themselves they are no articles."""

from __future__ import annotations

from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project

RIS = """TY  - NEWS
TI  - Harbour board adjourns
AU  - Lindt, Mara
JF  - Harbour Courier
DA  - 2024/05/03/
L1  - file:///home/me/pdf/scan0017.txt
AB  - This abstract is by somebody else.
ER  -\x20

TY  - NEWS
TI  - A story that nobody has
ER  -\x20
"""
BIBTEX = """@comment{x}
@article{ferry,
  author = {Anne Carrel and {Jonas} Ufer},
  title = "The {Ferry} returns to the river",
  journal = {L'Echo},
  year = 2022, month = aug, day = {9}
}
"""


def test_references_give_files_their_titles_dates_and_outlets(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "export.ris").write_text(RIS)
    (folder / "more.bib").write_text(BIBTEX)
    (folder / "scan0017.txt").write_text("The board met for six hours.\n\nIt adjourned, she said.")
    (folder / "b.txt").write_text("The ferry returns to the river\n\nIt runs again, he said.")
    with Project.create(tmp_path / "p.claimdesk") as project:
        report = import_paths(project, [folder])
        assert (report.articles, report.failed) == (2, [])
        assert [note.reason for note in report.warnings] == [
            "1 reference is about no file of this import."
        ]
        with project.reading() as connection:
            rows = queries.articles(connection)
    found = {(row.title, row.outlet, row.published_on) for row in rows}
    assert found == {
        ("Harbour board adjourns", "Harbour Courier", "2024-05-03"),
        ("The Ferry returns to the river", "L'Echo", "2022-08-09"),
    }


def test_references_alone_are_refused_in_one_line(tmp_path):
    (tmp_path / "export.ris").write_text(RIS)
    (tmp_path / "more.txt").write_text(BIBTEX)
    with Project.create(tmp_path / "p.claimdesk") as project:
        report = import_paths(project, [tmp_path / "export.ris", tmp_path / "more.txt"])
        assert report.articles == 0
        reasons = [note.reason for note in report.failed]
    assert reasons[0].endswith(
        "holds 2 references and no articles; import it together with their files."
    )
    assert reasons[1].endswith(
        "holds 1 reference and no article; import it together with its file."
    )
