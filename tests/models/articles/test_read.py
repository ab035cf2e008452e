# SPDX-License-Identifier: MIT
"""Files and folders: what is found, what is read, and what is refused with which words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimdesk.models.articles.read import MAX_BYTES, article_from_text, find_articles
from claimdesk.models.articles.readers import read_article, read_many
from claimdesk.models.messages.errors import ClaimdeskError

SEED = Path(__file__).resolve().parents[3] / "../shared/seed/article.txt"
STORY = (
    "Coast guards share a radar\r\n\r\nBy Jane Doe\r\n\r\nOSLO, 12 May 2025 (Reuters) - "
    "Two coast guards will share a radar, a minister said.\r\n\r\n© 2025 Example Press\r\n\r\n"
)


def test_a_story_becomes_an_article(tmp_path):
    path = tmp_path / "radar.txt"
    path.write_bytes(STORY.encode("utf-16"))
    article = read_article(path)
    assert article.body == STORY.replace("\r\n", "\n").rstrip()
    assert article.title == "Coast guards share a radar"
    assert article.author == "Jane Doe"
    assert article.agency == "Reuters"
    assert article.outlet == "Example Press"
    assert article.published_on == "2025-05-12"
    assert article.language == "en"
    assert article.origin == str(path)
    assert article.encoding == "utf-16-le"
    assert article.warnings == []


def test_replaced_characters_are_reported_and_a_sure_guess_is_not(tmp_path):
    path = tmp_path / "jp.txt"
    path.write_bytes(("沿岸警備隊がレーダーを\x00共有すると大臣が話した。\n" * 3).encode("cp932"))
    article = read_article(path)
    assert (article.language, article.encoding) == ("ja", "cp932")
    assert article.title == "jp"
    assert [w.split(";")[0] for w in article.warnings] == [
        "Control characters that no text can hold became \ufffd (3 times).",
    ]


def test_damage_is_reported_once(tmp_path):
    path = tmp_path / "cut.txt"
    path.write_bytes(("レーダーを共有する。" * 9).encode()[:-1])
    assert read_article(path).warnings == ["Damaged utf-8 became \ufffd (once); check the text."]


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside the checkout")
def test_the_body_of_the_seed_is_its_text():
    text = SEED.read_bytes().decode("utf-8")
    article = read_article(SEED)
    assert article.body == text.rstrip()
    assert text.startswith(article.title)
    assert article.warnings == []


def test_a_pasted_text_is_an_article_too():
    article = article_from_text(STORY)
    assert article.title == "Coast guards share a radar"
    assert article.origin is None
    assert article_from_text("One line only.").title == "One line only."
    assert len(article_from_text("word " * 100).title) <= 82
    with pytest.raises(ClaimdeskError, match=r"^The text is empty"):
        article_from_text("\ufeff \r\n ")
    with pytest.raises(ClaimdeskError, match=r"^The text has 2\.1 MB, an article at most 2 MB"):
        article_from_text("é" * (MAX_BYTES // 2 + 50_000))


def refusal(path) -> str:
    with pytest.raises(ClaimdeskError) as caught:
        read_article(path)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return message


def test_too_much_text_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "corpus.txt"
    with path.open("wb") as file:
        file.write(b"Two navies share a radar. " * 100)
        file.truncate(20_000_000_000)  # would not fit into memory
    assert "has 20000.0 MB, an article at most 2 MB" in refusal(path)
    path.write_bytes(b"word " * 4_000_000)
    assert "has 20.0 MB, an article at most 2 MB" in refusal(path)


def test_a_large_pdf_is_called_a_pdf(tmp_path):
    path = tmp_path / "report.txt"
    path.write_bytes(b"%PDF-1.4\n" + bytes(3_000_000))
    assert "is a damaged PDF" in refusal(path)


def test_the_largest_article_is_read(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"x" * MAX_BYTES)
    assert len(read_article(path).body) == MAX_BYTES
    path.write_bytes(b"x" * (MAX_BYTES + 1))
    assert "at most 2 MB" in refusal(path)


def test_what_is_no_file_is_refused(tmp_path):
    assert "does not exist" in refusal(tmp_path / "none.txt")
    assert "is a folder" in refusal(tmp_path)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone")
    assert "does not exist" in refusal(tmp_path / "dangling.txt")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
        assert "not an ordinary file" in refusal(tmp_path / "pipe.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_forbidden_file_is_refused(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("Text")
    path.chmod(0)
    assert "cannot be read" in refusal(path)


def test_a_name_that_cannot_be_a_path_is_refused():
    with pytest.raises(ClaimdeskError):
        read_article("a\0b.txt")


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.TXT", "sub/c.text", "sub/.d.txt", ".git/e.txt", "f.pdf", "g.txt~"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"The text of {name} says little.")
    return tmp_path


def test_folders_are_searched_in_order_without_hidden_files(folder):
    found = find_articles([folder])
    assert [str(p.relative_to(folder)) for p in found] == ["a.TXT", "b.txt", "sub/c.text"]
    assert find_articles([folder], extensions=(".pdf",)) == [folder / "f.pdf"]


def test_named_files_are_taken_whatever_they_are_called_but_once(folder):
    named = [folder / "f.pdf", folder / "sub/.d.txt", folder / "b.txt"]
    assert find_articles([*named, folder])[:4] == [*named, folder / "a.TXT"]
    assert len(find_articles([*named, folder, folder])) == 5


def test_links_that_go_round_are_entered_once(folder):
    (folder / "sub/round").symlink_to(folder, target_is_directory=True)
    (folder / "sub/self").symlink_to("self")
    assert len(find_articles([folder])) == 3


def test_a_missing_path_and_a_folder_without_texts_are_refused(folder):
    with pytest.raises(ClaimdeskError, match=r"missing does not exist\."):
        find_articles([folder, folder / "missing"])
    (folder / "empty").mkdir()
    with pytest.raises(ClaimdeskError, match=r"empty holds no texts \(\*\.txt, \*\.text\)"):
        find_articles([folder, folder / "empty"])


def test_one_bad_file_does_not_stop_the_rest(folder):
    (folder / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    told = []
    results = list(read_many(find_articles([folder]), lambda done, of: told.append((done, of))))
    assert [path.name for path, _ in results] == ["a.TXT", "b.txt", "bad.txt", "c.text"]
    kinds = [type(result).__name__ for _, result in results]
    assert kinds == ["ArticleFile", "ArticleFile", "ClaimdeskError", "ArticleFile"]
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_reading_stops_when_told(folder):
    results = []
    for item in read_many(find_articles([folder]), stopped=lambda: len(results) >= 2):
        results.append(item)
    assert len(results) == 2
