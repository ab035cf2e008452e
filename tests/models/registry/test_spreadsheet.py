# SPDX-License-Identifier: MIT
"""The registry as a table: out and in again, and what is refused."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimdesk.models import registry
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry import listing, spreadsheet
from claimdesk.models.registry.spreadsheet import ActorImportReport
from claimdesk.models.store.project import Project
from claimdesk.models.text.folding import name_key

pytestmark = pytest.mark.drill


def table(project: Project) -> list[tuple]:
    with project.reading() as connection:
        ids = listing.actor_ids(connection)
        rows = listing.actor_rows(connection, ids)
    return [
        (r.name, r.kind, r.country, r.member_of, set(r.aliases), r.colour, r.note)
        for r in (rows[i] for i in ids)
    ]


def take(project: Project, path: Path) -> ActorImportReport:
    lines = spreadsheet.read_actors(path)
    with project.edit("Import actors") as session:
        return spreadsheet.import_actors(session, lines, path)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = path.parent / "actors.csv"
    file.write_bytes(text.encode(encoding))
    return file


words = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("'=+-@|\\;,\"\n")
    ),
    max_size=12,
)


@pytest.mark.drill
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(words, st.lists(words, max_size=3), words), max_size=5))
def test_what_is_exported_is_imported_as_it_was(actors) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "actors.csv"
        taken: set[str] = set()
        with Project.create(Path(folder) / "a.claimdesk") as project:
            with project.edit("Add") as session:
                for name, aliases, note in actors:
                    name = " ".join(name.split())
                    if not name_key(name) or name_key(name) in taken:
                        continue
                    aliases = [a for a in map(str.strip, aliases) if name_key(a) not in taken]
                    made = registry.create_actor(session, name, "group")
                    registry.set_aliases(session, made, aliases)
                    registry.set_note(session, made, note)
                    taken.update([name_key(name), *map(name_key, aliases)])
            spreadsheet.export_actors(project, file)
            expected = table(project)
        with Project.create(Path(folder) / "b.claimdesk") as other:
            take(other, file)
            assert table(other) == expected
            assert take(other, file) == ActorImportReport(0, 0, len(expected))


def test_a_table_adds_and_updates_in_one_step(project: Project, path: Path) -> None:
    with project.edit("Add") as session:
        registry.create_actor(session, "Lowland", "state", country="NL", aliases=["Low"])
        registry.create_actor(session, "Coral Union", "alliance")
    file = write(
        path,
        "\ufeffName;Kind;Country;Member of;Aliases;Colour;Note\r\n"
        'Oceana;state;Japan;coral union;The Isles|Old\\|New| ;#ABCDEF;"two\r\nlines"\r\n'
        "low;;;Oceana;Lowlanders;;\r\n"
        "\r\n"
        "Coral Union;;;;;;\r\n",
    )
    assert take(project, file) == ActorImportReport(added=1, updated=1, unchanged=1)
    assert table(project) == [
        ("Coral Union", "alliance", "", "", set(), None, ""),
        ("Lowland", "state", "NL", "Oceana", {"Low", "Lowlanders"}, None, ""),
        (
            *("Oceana", "state", "JP", "Coral Union"),
            *({"The Isles", "Old|New"}, "#abcdef", "two\r\nlines"),
        ),
    ]
    project.undo()
    assert [row[0] for row in table(project)] == ["Coral Union", "Lowland"]


def test_no_cell_of_an_export_is_a_formula(project: Project, path: Path) -> None:
    with project.edit("Add") as session:
        made = registry.create_actor(session, "=1+1", "group", aliases=["@home"])
        registry.set_note(session, made, "'-quoted")
    file = path.parent / "out.csv"
    assert spreadsheet.export_actors(project, file) == 1
    text = file.read_bytes().decode("utf-8")
    assert text == (
        "\ufeffname,kind,country,member of,aliases,colour,note\r\n"
        "'=1+1,group,,,'@home,,''-quoted\r\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: a column “name” is missing"),
        ("kind\nstate\n", "line 1: a column “name” is missing"),
        ("name,name\na,b\n", "line 1: there are two columns “name”"),
        ("name,kind\nA,state\n\nB,ship\n", "line 4: “ship” is not a kind"),
        ("name,kind\n,state\n", "line 2: An actor needs a name"),
        ("name,country\nA,Nowhereland\n", "line 2: “Nowhereland” is not a country"),
        ("name,colour\nA,red\n", "line 2: “red” is not a colour"),
        ("name,kind\nA,state,x\n", "line 2: 3 cells under 2 columns"),
        ('name,note\nA,"x\ny"\na,z\n', "line 4: “a” is in line 2 already"),
        ("name,member of\nA,Nobody\n", "line 2: “Nobody” is not an actor"),
        ("name,member of\nA,B\nB,A\n", "line 2: “A” would be a member of itself"),
        ("name,note\nLowland,\nlow,\n", "line 3: “low” names an actor of a line above"),
        ('name\nA\n"B', "line 3: the row can't be read"),
        ("name\nA\0\n", "line 2: this is not text"),
    ],
)
def test_a_wrong_table_is_refused_whole_with_file_and_line(
    project: Project, path: Path, text: str, message: str
) -> None:
    with project.edit("Add") as session:
        registry.create_actor(session, "Lowland", "state", aliases=["Low"])
    before = table(project)
    file = write(path, text)
    with pytest.raises(ClaimdeskError) as caught:
        take(project, file)
    assert str(caught.value).startswith(f"{file}, {message}")
    assert table(project) == before


def test_other_encodings_are_read_or_refused(project: Project, path: Path) -> None:
    file = write(path, "name\tkind\r\nÉlan\tgroup\r\n", "utf-16")
    assert take(project, file) == ActorImportReport(1, 0, 0)
    file = write(path, "name\r\nok\r\nÉlan\r\n", "latin-1")
    with pytest.raises(ClaimdeskError, match="line 3: this is not UTF-8"):
        take(project, file)
    with pytest.raises(ClaimdeskError, match="can't be read"):
        spreadsheet.read_actors(file.with_name("missing.csv"))


def test_a_table_longer_than_sqlite_binds_values(project: Project, path: Path) -> None:
    file = write(path, "name,aliases\n" + "".join(f"Actor {i},A{i}|B{i}\n" for i in range(4_000)))
    assert take(project, file).added == 4_000
    assert take(project, file).unchanged == 4_000
