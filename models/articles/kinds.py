# SPDX-License-Identifier: MIT
"""Recognise files that are not plain text by their content, whatever they are called.

SIGNATURES is the one table: a new reader takes its kind out of what is refused.
"""

from __future__ import annotations

import codecs
import json
import re
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from claimdesk.models.messages.catalogue import _

_YET = _("Claimdesk cannot read it yet")
_ALONE = _("import it by itself, not among articles")
_SAVE = _("save it as text and import that")
_UNPACK = _("unpack it and import the texts in it")
_RECOGNISE = _("run text recognition on it and import the text")
_CHOOSE = _("choose a text instead")

_BYTES = 200_000
"""How much of a file is looked at, but for where several articles begin."""
_LINES = 200
"""Lines that are looked at for columns."""
_CLAIMDESK = b"CLDK"
"""The application id of project files, as SQLite stores it."""
_SHARE = 0.8
"""Share of those lines that must have the columns."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: `key` for programs, `name` with its article for people."""

    key: str
    name: str
    advice: str = _YET

    def __str__(self) -> str:
        """Return what goes after “NAME is ”."""
        if self.advice == _YET:
            return _("{kind}; {advice}").format(kind=self.name, advice=_YET)
        return _("{kind}, not plain text; {advice}").format(kind=self.name, advice=self.advice)


class _File:
    """The beginning of a file, or all of it, as bytes and, where it may be text, as characters.

    What several kinds are told by is found once.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.text = _characters(data)
        """ASCII is right in it; other characters may be wrong."""
        self.head = self.text[:_BYTES].lstrip("\ufeff \t\r\n\x0b\x0c")
        """The beginning of `text` from its first character that is seen."""

    @cached_property
    def rows(self) -> list[str]:
        """The first lines that hold anything and are no comments."""
        lines = self.head.splitlines()
        return list(
            islice((one for one in lines if one.strip() and not one.startswith("#")), _LINES)
        )

    @cached_property
    def is_json(self) -> bool:
        """Whether it is JSON, or lines of it."""
        return _is_json(self)

    @cached_property
    def headers(self) -> dict[str, str]:
        """The header of a mail, by names in lower case; empty if it is none."""
        return _headers(self)


_Test = Callable[[_File], bool]


def _magic(*beginnings: bytes, at: int = 0) -> _Test:
    return lambda file: file.data.startswith(beginnings, at)


def _zip(*members: bytes) -> _Test:
    """Return a ZIP archive with one of these among the names of its members."""
    return lambda file: (
        file.data.startswith((b"PK\x03\x04", b"PK\x05\x06"))
        and (not members or any(member in file.data for member in members))
    )


def _archive(*members: bytes) -> _Test:
    """Return a ZIP archive with all of these among the names of its members."""
    return lambda file: (
        file.data.startswith(b"PK\x03\x04") and all(member in file.data for member in members)
    )


def _sqlite(*words: bytes) -> _Test:
    return lambda file: (
        file.data.startswith(b"SQLite format 3\x00") and all(word in file.data for word in words)
    )


def _docbin(file: _File) -> bool:
    """Return a DocBin is zlib over msgpack whose first keys are these."""
    if file.data[:1] != b"\x78":
        return False
    try:
        head = zlib.decompressobj().decompress(file.data[:4096], 400)
    except zlib.error:
        return False
    return b"version" in head and b"attrs" in head


_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]{0,4000})?/?>")
_FIRST = re.compile(
    r"(?:<(?:\?[^>]{0,400}|![^>]{0,4000}|!--.{0,4000}?--)>\s*)*<([A-Za-z][\w:.-]*)", re.S
)
_DECLARED = re.compile(r"<(?:\?xml|!doctype)\b", re.IGNORECASE)
_HTML_NAMES = """
    html head body title meta link style script div p span a b i em strong br hr h1 h2 h3 h4 h5
    h6 ul ol li table tr td th thead tbody img article section header footer main nav form
    center font blockquote pre iframe
"""
_HTML = frozenset(_HTML_NAMES.split())


def _markup(*words: str) -> _Test:
    """Markup in whose beginning one of `words` stands; without any, all markup."""

    def test(file: _File) -> bool:
        head = file.head
        if not head.startswith("<"):
            return False
        if not _DECLARED.match(head):
            # A word in angle brackets may begin an article; markup goes on with tags.
            first = _FIRST.match(head)
            closes = "</" in head or "/>" in head
            if not first or not _TAG.match(head, first.start(1) - 1) or not closes:
                return False
        return not words or any(word in head[:20_000] for word in words)

    return test


def _root(*names: str) -> _Test:
    """Markup whose outermost element has one of these names, with its prefix if any."""

    def test(file: _File) -> bool:
        first = _FIRST.match(file.head)
        return first is not None and first[1] in names

    return test


def _html(file: _File) -> bool:
    if not _markup()(file):
        return False
    doctype = re.match(r"<!doctype html|<html", file.head, re.IGNORECASE)
    first = _FIRST.match(file.head)
    names = {"html"} if file.head.startswith("<?xml") else _HTML
    return bool(doctype) or bool(first and first[1].lower() in names)


_OPENS_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"(?:[^"\\\n]|\\.){0,200}"\s*:')
_MAYBE_JSON = re.compile(r'\s*(?:\{\s*\}|\[\s*(?:[\]\[{"\d-]|true|false|null))')


def _is_json(file: _File) -> bool:
    head = file.head
    if _OPENS_JSON.match(head):
        return True
    if not _MAYBE_JSON.match(head):
        return False
    try:
        return isinstance(json.loads(file.text.lstrip("\ufeff")), dict | list)
    except (ValueError, RecursionError):
        return False


def _json(*patterns: str) -> _Test:
    """JSON, or lines of it, in whose beginning all the patterns occur."""
    wanted = [re.compile(pattern) for pattern in patterns]
    return lambda file: file.is_json and all(each.search(file.head) for each in wanted)


def _key(*names: str) -> str:
    return rf'"(?:{"|".join(names)})"\s*:'


def _begins(pattern: str) -> _Test:
    wanted = re.compile(pattern)
    return lambda file: wanted.match(file.head) is not None


def _columns(pattern: str, least: int, some: str = "", last: str = "") -> _Test:
    """Of `least` lines or more, most match `pattern`, and at least one holds `some`.

    What matches `pattern` ends in a column that begins with `last`, which is looked at first.
    """
    wanted, needed, ends = re.compile(pattern), re.compile(some), re.compile(last)

    def matches(line: str) -> bool:
        line = line.rstrip()
        column = max(line.rfind(" "), line.rfind("\t")) + 1
        return ends.match(line, column) is not None and wanted.fullmatch(line) is not None

    def test(file: _File) -> bool:
        enough = max(least, _SHARE * len(file.rows))
        found = []
        for number, line in enumerate(file.rows):
            if matches(line):
                found.append(line)
            elif len(found) + len(file.rows) - number - 1 < enough:
                return False  # even if all that follow match
        return len(found) >= enough and any(needed.search(line) for line in found)

    return test


_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t].*)?")
_OF_MAIL = frozenset(
    ("mime-version", "message-id", "received", "return-path", "delivered-to", "content-type")
)


def _headers(file: _File) -> dict[str, str]:
    """Return the header of a mail, by names in lower case; empty if it is none."""
    found: dict[str, str] = {}
    for line in file.head.splitlines():
        if not line.strip():
            break
        if line[0] in " \t" and found:
            continue
        match = _HEADER.fullmatch(line)
        if match is None:
            return {}
        found.setdefault(match[1].lower(), line.lower())
    return found if len(found) >= 3 and not _OF_MAIL.isdisjoint(found) else {}


def _many(pattern: str, *words: str) -> _Test:
    """Return two lines or more match: where the articles of an export begin or end.

    One of `words` stands in each of these lines; they are looked for first.
    """
    wanted = re.compile(rf"^(?:{pattern})[ \t\r]*$", re.MULTILINE)

    def test(file: _File) -> bool:
        if not any(word in file.text for word in words):
            return False
        found = wanted.finditer(file.text)
        return next(found, None) is not None and next(found, None) is not None

    return test


_TAGGED = r"\S+(?:[\t ]\S+)*[\t ](?:O|[BIESLUM]-[^\s,;.!?]+)"
_TAG_AT_END = r"O$|[BIESLUM]-"
_CONLL_U = r"\d+(?:[-.]\d+)?(?:\t[^\t]*){7,}"
_BRAT = r"(?:T\d+\t\S+ \d+ \d+(?:;\d+ \d+)*\t.*|[REAM]\d+\t\S+.*|[#*]\d*\t.*)"
_OF = r"(?:of|von|de|di|van)"
_HEAD_OF_MANY = (
    rf"[ \t]*(?:\d+ {_OF} \d+ (?:DOCUMENT|DOKUMENT|ARTICLE)\w*"
    rf"|(?:Document|Dokument|DOCUMENT|DOKUMENT) \d+ {_OF} \d+)"
)

_FACTIVA_CODE = re.compile(r"^(HD|SN|PD|LP|TD)(?:[ \t]{2}.*|[ \t]*)\r?$", re.MULTILINE)


def _factiva_codes(file: _File) -> bool:
    """Return whether lines begin with the codes of headline, source, date and lead."""
    if not all(code in file.text for code in ("HD", "SN", "PD")):
        return False
    found = {match[1] for match in _FACTIVA_CODE.finditer(file.text)}
    return {"HD", "SN", "PD"} <= found and bool(found & {"LP", "TD"})


_NEXIS_PAGE = re.compile(r"\d+ of \d+ DOCUMENTS?\b|LexisNexis")
_BRAT_PARTS = re.compile(
    r"^\[(entities|relations|events|attributes|labels|drawing)\][ \t\r]*$", re.MULTILINE
)

SIGNATURES: tuple[tuple[Kind, _Test], ...] = (
    # Archives and documents in them; the plain archive is the last of them.
    (Kind("refi-qda", _("a REFI-QDA project")), _zip(b"project.qde")),
    (Kind("inception", _("an INCEpTION project")), _zip(b"exportedproject.json")),
    (Kind("docx", _("a Word document"), _SAVE), _zip(b"word/")),
    (Kind("xlsx", _("an Excel workbook"), _SAVE), _zip(b"xl/")),
    (Kind("pptx", _("a PowerPoint presentation"), _SAVE), _zip(b"ppt/")),
    # A book names the namespace of OpenDocument in its container.
    (Kind("epub", _("an EPUB book"), _SAVE), _zip(b"application/epub+zip")),
    (Kind("epub", _("an EPUB book"), _SAVE), _archive(b"META-INF/container.xml")),
    (Kind("odf", _("an OpenDocument file"), _SAVE), _zip(b"opendocument")),
    (Kind("odf", _("an OpenDocument file"), _SAVE), _archive(b"content.xml", b"META-INF/manifest")),
    (Kind("zip", _("a ZIP archive"), _UNPACK), _zip()),
    (Kind("gzip", _("a gzip archive"), _UNPACK), _magic(b"\x1f\x8b")),
    (
        Kind("bzip2", _("a bzip2 archive"), _UNPACK),
        _magic(*(b"BZh%d1AY&SY" % n for n in range(1, 10))),
    ),
    (Kind("xz", _("an xz archive"), _UNPACK), _magic(b"\xfd7zXZ\x00")),
    (Kind("zstd", _("a Zstandard archive"), _UNPACK), _magic(b"(\xb5/\xfd")),
    (Kind("7z", _("a 7-Zip archive"), _UNPACK), _magic(b"7z\xbc\xaf\x27\x1c")),
    (Kind("rar", _("a RAR archive"), _UNPACK), _magic(b"Rar!\x1a\x07")),
    (Kind("tar", _("a tar archive"), _UNPACK), _magic(b"ustar\x00", b"ustar  ", at=257)),
    (
        Kind("pdf", _("a PDF"), _SAVE),
        lambda file: file.data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"),
    ),
    (Kind("postscript", _("a PostScript file"), _SAVE), _magic(b"%!PS")),
    (Kind("rtf", _("a Rich Text file"), _SAVE), _magic(b"{\\rtf")),
    (Kind("ole", _("an old Office document"), _SAVE), _magic(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    (Kind("djvu", _("a DjVu file"), _SAVE), _magic(b"AT&TFORM")),
    (
        Kind("webarchive", _("a web archive"), _SAVE),
        lambda file: file.data.startswith(b"bplist") and b"WebMainResource" in file.data,
    ),
    (Kind("plist", _("a binary property list"), _CHOOSE), _magic(b"bplist0")),
    # Databases and other binary files.
    (
        Kind("dna", _("a DNA database"), _("choose the format dna")),
        _sqlite(b"STATEMENTS", b"DOCUMENTS"),
    ),
    (
        Kind("claimdesk", _("a Claimdesk project"), _("open it instead")),
        lambda file: _sqlite()(file) and file.data[68:72] == _CLAIMDESK,
    ),
    (Kind("sqlite", _("an SQLite database"), _("if it is a project, open it instead")), _sqlite()),
    (Kind("spacy", _("a spaCy DocBin"), _ALONE), _docbin),
    (Kind("png", _("a PNG image"), _RECOGNISE), _magic(b"\x89PNG\r\n\x1a\n")),
    (Kind("jpeg", _("a JPEG image"), _RECOGNISE), _magic(b"\xff\xd8\xff")),
    (Kind("gif", _("a GIF image"), _RECOGNISE), _magic(b"GIF87a", b"GIF89a")),
    (Kind("tiff", _("a TIFF image"), _RECOGNISE), _magic(b"II*\x00", b"MM\x00*")),
    (
        Kind("webp", _("a WebP image"), _RECOGNISE),
        lambda file: file.data[:4] == b"RIFF" and file.data[8:12] == b"WEBP",
    ),
    (
        Kind("heif", _("a HEIF image"), _RECOGNISE),
        _magic(b"ftyphei", b"ftypmif1", b"ftypavif", at=4),
    ),
    (
        Kind("bmp", _("a BMP image"), _RECOGNISE),
        lambda file: file.data[:2] == b"BM" and file.data[6:10] == bytes(4),
    ),
    (
        Kind("recording", _("a recording"), _("write down what is said and import that")),
        _magic(b"ID3\x02", b"ID3\x03", b"ID3\x04", b"OggS\x00", b"fLaC\x00", b"\x1aE\xdf\xa3"),
    ),
    (
        Kind("recording", _("a recording"), _("write down what is said and import that")),
        lambda file: (
            file.data[4:8] == b"ftyp"
            or (file.data[:4] == b"RIFF" and file.data[8:12] in (b"WAVE", b"AVI "))
        ),
    ),
    (
        Kind("program", _("a program"), _CHOOSE),
        _magic(b"\x7fELF", b"MZ\x90\x00", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\x00asm"),
    ),
    (
        Kind("arrays", _("a file of numbers"), _CHOOSE),
        _magic(b"\x93NUMPY", b"PAR1", b"\x89HDF\r\n\x1a\n", b"ARROW1"),
    ),
    # Markup; XML and HTML in general are the last of it.
    (Kind("uima", _("a UIMA CAS in XMI"), _ALONE), _root("xmi:XMI")),
    (Kind("uima-types", _("a UIMA type system")), _root("typeSystemDescription")),
    (Kind("refi-codebook", _("a REFI-QDA codebook")), _root("CodeBook")),
    (
        Kind("refi-qda", _("a REFI-QDA project")),
        lambda file: _root("Project")(file) and "QDA-XML" in file.head,
    ),
    (Kind("schema", _("an XML schema"), _CHOOSE), _root("xsd:schema", "xs:schema", "schema")),
    (Kind("graphml", _("a GraphML network")), _root("graphml")),
    (Kind("gexf", _("a GEXF network")), _root("gexf")),
    (Kind("gate", _("a GATE document")), _root("GateDocument")),
    (Kind("tei", _("a TEI document")), _root("TEI", "teiCorpus", "TEI.2")),
    (Kind("folia", _("a FoLiA document")), _root("FoLiA")),
    (
        Kind("factiva", _("a Factiva export")),
        _markup("global.factiva.com", "<ppsarticle", "<title>Factiva"),
    ),
    (Kind("europresse", _("a Europresse export")), _markup("cedrom-sni.com")),
    (
        Kind("nexis", _("a LexisNexis export")),
        lambda file: _html(file) and _NEXIS_PAGE.search(file.text) is not None,
    ),
    (Kind("svg", _("an SVG drawing"), _CHOOSE), _root("svg", "svg:svg")),
    (Kind("feed", _("a feed"), _SAVE), _root("rss", "feed", "atom:feed")),
    (
        Kind("feed", _("a feed"), _SAVE),
        lambda file: _root("rdf:RDF")(file) and "purl.org/rss" in file.head[:4000],
    ),
    (Kind("nitf", _("news in NITF"), _SAVE), _root("nitf")),
    (Kind("html", _("a web page"), _SAVE), _html),
    (Kind("xml", _("an XML file"), _SAVE), _markup()),
    # JSON and lines of it; JSON in general is the last of it.
    (
        Kind("webannotation", _("Web Annotations (W3C JSON-LD)"), _ALONE),
        _json(_key("@context") + r'\s*\[?\s*"https?://www\.w3\.org/ns/anno'),
    ),
    (Kind("uima", _("a UIMA CAS in JSON"), _ALONE), _json(_key("%TYPES", "%FEATURE_STRUCTURES"))),
    (
        Kind("uima", _("a UIMA CAS in JSON"), _ALONE),
        _json(_key("_context"), _key("_views", "_referenced_fss")),
    ),
    (
        Kind("labelstudio", _("a Label Studio export"), _ALONE),
        _json(
            _key("annotations", "predictions", "completions"),
            _key("data", "result"),
            _key("result", "completed_by", "lead_time"),
        ),
    ),
    (
        Kind("labelstudio", _("a Label Studio export"), _ALONE),
        _json(_key("annotation_id"), _key("annotator", "lead_time")),
    ),
    (
        Kind("labelstudio", _("Label Studio tasks"), _ALONE),
        _json(r'^\s*\[?\s*\{\s*(?:"id"\s*:\s*\d+\s*,\s*)?"data"\s*:\s*\{\s*"text"'),
    ),
    (
        Kind("prodigy", _("a Prodigy data set"), _ALONE),
        _json(_key("_input_hash", "_task_hash", "_view_id")),
    ),
    (
        Kind("prodigy", _("a Prodigy data set"), _ALONE),
        _json(_key("text"), _key("spans"), _key("start")),
    ),
    (
        Kind("prodigy", _("a Prodigy data set"), _ALONE),
        _json(_key("text"), r'"answer"\s*:\s*"(?:accept|reject|ignore)"'),
    ),
    (
        Kind("doccano", _("a doccano export"), _ALONE),
        _json(_key("text", "data"), _key("start_offset")),
    ),
    (
        Kind("doccano", _("texts with labelled spans"), _ALONE),
        _json(_key("text"), _key("ents"), _key("start")),
    ),
    (
        Kind("doccano", _("a doccano export"), _ALONE),
        _json(_key("labels?", "entities"), r"\[\s*\[\s*\d+\s*,\s*\d+\s*,"),
    ),
    (
        Kind("doccano", _("a doccano export"), _ALONE),
        _json(_key("text", "data"), r'"labels?"\s*:\s*\['),
    ),
    (
        Kind("webannotation", _("Web Annotations (W3C JSON-LD)"), _ALONE),
        _json(r'"(?:@?type)"\s*:\s*\[?\s*"(?:oa:)?Annotation(?:Collection|Page)?"'),
    ),
    (Kind("json-ld", _("a JSON-LD file")), _json(_key("@context"))),
    (Kind("spacy-json", _("spaCy training data")), _json(_key("paragraphs"), _key("sentences"))),
    (
        Kind("notebook", _("a Jupyter notebook"), _CHOOSE),
        _json(_key("cells"), _key("nbformat", "cell_type")),
    ),
    (Kind("json", _("a JSON file")), _json()),
    # Lines with columns or tags.
    (
        Kind("webanno", _("a WebAnno TSV file"), _ALONE),
        _begins(r"#FORMAT=WebAnno TSV|# ?webanno\.|#T_(?:SP|CH|RL)="),
    ),
    (Kind("conllu", _("a CoNLL-U file"), _ALONE), _columns(_CONLL_U, 2)),
    (Kind("conll", _("a CoNLL file"), _ALONE), _begins(r"-DOCSTART-|#begin document ")),
    (
        Kind("conll", _("a CoNLL file"), _ALONE),
        _columns(_TAGGED, 3, r"[BIESLUM]-\S+$", last=_TAG_AT_END),
    ),
    (Kind("conll", _("a CoNLL file"), _ALONE), _columns(_TAGGED, 10, last=_TAG_AT_END)),
    (
        Kind("brat", _("annotations of brat"), _("name it .ann and import it with its text")),
        _columns(_BRAT, 1, r"^T\d"),
    ),
    (
        Kind("brat-configuration", _("a configuration of brat"), _CHOOSE),
        lambda file: len(set(_BRAT_PARTS.findall(file.head))) >= 2,
    ),
    (Kind("ris", _("a RIS file of references")), _begins(r"(?:\d+\.\s+)?TY  ?- ")),
    (
        Kind("pubmed", _("a file of references")),
        _begins(r"PMID- ?\d|%0 [A-Z]|FN (?:Clarivate|Thomson|ISI)"),
    ),
    (
        Kind("bibtex", _("a BibTeX file of references")),
        _begins(r"(?:%[^\n]*\n\s*)*@[A-Za-z]+\s*\{"),
    ),
    (Kind("pajek", _("a Pajek network")), _begins(r"(?i)(?:\*network [^\n]*\s+)?\*vertices\s+\d")),
    (Kind("dl", _("a UCINET network")), _begins(r"(?i)dl\s+n\s*=\s*\d")),
    (Kind("latex", _("a LaTeX document"), _SAVE), _begins(r"(?:%[^\n]*\n\s*)*\\documentclass")),
    (
        Kind("mht", _("a saved web page (MHT)"), _SAVE),
        lambda file: "multipart/related" in file.headers.get("content-type", ""),
    ),
    (Kind("eml", _("an e-mail"), _SAVE), lambda file: bool(file.headers)),
    (
        Kind("mbox", _("a mailbox"), _SAVE),
        _begins(r"From \S+ +(?:[A-Z][a-z]{2} ){2} ?\d{1,2} \d\d:\d\d"),
    ),
    (
        Kind(
            "nexis", _("an export of several articles"), _("save each article as a text of its own")
        ),
        _many(_HEAD_OF_MANY, "DOCUMENT", "DOKUMENT", "ARTICLE", "Document", "Dokument"),
    ),
    (
        Kind(
            "factiva",
            _("a Factiva export of several articles"),
            _("save each article as a text of its own"),
        ),
        _many(r"(?:Document|Dokument|Documento) [A-Z][A-Za-z0-9]{18,}", "Document", "Dokument"),
    ),
    (
        Kind(
            "factiva",
            _("a Factiva export of several articles"),
            _("save each article as a text of its own"),
        ),
        _factiva_codes,
    ),
)
"""The kinds that are recognised, and how; the first that fits counts."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def kind_of(data: bytes) -> Kind | None:
    """Return what kind of file `data` begins; None if it may be plain text."""
    return _kind_again(data) if len(data) <= _BYTES else _kind(data)


def _kind(data: bytes) -> Kind | None:
    file = _File(data)
    return next((kind for kind, fits in SIGNATURES if fits(file)), None)


_kind_again = lru_cache(maxsize=4)(_kind)
"""Each reader and format asks for the kind of the same file."""


def is_any_of(data: bytes, keys: Collection[str]) -> bool:
    """Return whether `data` begins a file of one of these kinds; quick where it is nothing like."""
    file = _File(data)
    if not any(fits(file) for kind, fits in SIGNATURES if kind.key in keys):
        return False
    found = kind_of(data)
    return found is not None and found.key in keys


def foreign_kind(data: bytes) -> str | None:
    """Return what `data` is and what to do, to follow “NAME is ”; None if unknown."""
    kind = kind_of(data)
    return None if kind is None else str(kind)


def _characters(data: bytes) -> str:
    """Decode `data` so that at least ASCII is right."""
    if data.startswith(_UTF16) or (data[:1] == b"<" and data[1:2] == b"\x00"):
        encoding = "utf-16" if data.startswith(_UTF16) else "utf-16-le"
        return data.decode(encoding, "replace")
    return data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
