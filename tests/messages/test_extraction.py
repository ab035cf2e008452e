# SPDX-License-Identifier: MIT
"""The template for translators: what is extracted from the code, and what is refused in it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLURAL = 'ngettext("1 claim", "{n} claims", n)'


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """packaging/messages.py, as from a script in that folder."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    for name in ("messages", "setup_env", "system_packages"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import messages

    return messages


def extracted(messages: ModuleType, folder: Path, code: str):
    (folder / "code.py").write_text(code, encoding="utf-8")
    return messages.extract([folder])


def test_a_new_message_is_one_line_of_code(messages, tmp_path):
    code = (
        '# Translators: on a button\nprint(_("Open {file}"))\nngettext("1 claim", "{n} claims", n)'
    )
    catalog = extracted(messages, tmp_path, code)
    text = messages.as_po(catalog).decode()

    assert 'msgid "Open {file}"' in text
    assert "#. on a button" in text.replace("Translators: ", "")
    assert 'msgid_plural "{n} claims"' in text
    assert "POT-Creation-Date" not in text
    assert list(messages.faults_in(catalog, "x")) == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ('_("Open {}")', "name every placeholder"),
        ('_("Open {0}")', "name every placeholder"),
        ('_("Open {file")', "expected '}'"),
    ],
)
def test_a_message_that_nobody_could_translate_is_named(messages, tmp_path, code, fault):
    (message,) = messages.faults_in(extracted(messages, tmp_path, code), "x")
    assert "code.py" in message
    assert fault in message


@pytest.mark.parametrize("code", ["_(name)", '_(f"Open {name}")', '_("Open" + name)'])
def test_a_message_that_is_computed_is_named(messages, tmp_path, code):
    (tmp_path / "code.py").write_text(code, encoding="utf-8")
    (message,) = messages.faults_in_code([tmp_path])
    assert message.startswith(f"{tmp_path / 'code.py'}:1: ")


@pytest.mark.parametrize(
    "code", ['_("Open {file}").format(path=1)', 'ngettext("1 {a}", "{n} {a}", 2).format(n=2)']
)
def test_a_message_without_a_value_for_a_placeholder_is_named(messages, tmp_path, code):
    (tmp_path / "code.py").write_text(code, encoding="utf-8")
    (message,) = messages.faults_in_code([tmp_path])
    assert "format() lacks" in message


def test_a_translation_with_other_placeholders_is_named(messages, tmp_path):
    template = extracted(
        messages, tmp_path, '_("Open {file}")\nngettext("1 claim", "{n} claims", n)'
    )
    path = tmp_path / "ja/LC_MESSAGES/claimdesk.po"
    path.parent.mkdir(parents=True)

    def translated(file: str) -> list[str]:
        path.write_text(
            'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
            f'msgid "Open {{file}}"\nmsgstr "{file}を開く"\n\n'
            'msgid "1 claim"\nmsgid_plural "{n} claims"\nmsgstr[0] "{n}件"\n',
            encoding="utf-8",
        )
        catalog, files = messages.translated(template, path)
        assert set(files) == {path, path.with_suffix(".mo")}
        return list(messages.faults_in(catalog, "x"))

    assert translated("{file}") == []
    assert "has other placeholders" in translated("{path}")[0]


@pytest.mark.drill
def test_every_message_of_the_program_can_be_translated(messages):
    folders = [ROOT / name for name in messages.FOLDERS]
    assert list(messages.faults_in_code(folders)) == []
    assert list(messages.faults_in(messages.extract(folders), "template")) == []
