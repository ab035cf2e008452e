# SPDX-License-Identifier: MIT
"""The tables of a `.dna` file of version 3.0, as Discourse Network Analyzer expects them."""

from __future__ import annotations

VERSION = (("version", "3.0.7"), ("date", "2022-06-10"))
"""Of the tables, as that program writes it into SETTINGS."""

LONGEST = 190
"""Characters of a short text: names, titles, values of entities."""

PASSWORD = "claimdesk"  # noqa: S105 - a file that anybody may open
"""What every coder of an exported file signs in with."""

PASSWORD_HASH = "Q2xhaW1kZXNrIGV4cG9ydJHCM/kRxiNg7SLMfnoqqU72D36wwwACS8znnTyu//aD"  # noqa: S105 - as above
"""Base64 of a salt of 16 bytes and the digest: SHA-256 of salt and password, 100,000 times."""

_COLOUR = "Red INTEGER NOT NULL DEFAULT 0, Green INTEGER NOT NULL DEFAULT 0, " + (
    "Blue INTEGER NOT NULL DEFAULT 0"
)
_PERMISSIONS = (
    *("AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements"),
    *("EditStatements", "DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes"),
    *("EditCoders", "EditCoderRelations", "ViewOthersDocuments", "EditOthersDocuments"),
    *("ViewOthersStatements", "EditOthersStatements"),
)


def _id() -> str:
    return "ID INTEGER NOT NULL PRIMARY KEY"


def _short(name: str) -> str:
    return f"{name} TEXT NOT NULL DEFAULT '' CHECK (LENGTH({name}) < {LONGEST + 1})"


def _of(name: str, table: str, need: str = "NOT NULL ") -> str:
    return f"{name} INTEGER {need}REFERENCES {table}(ID) ON DELETE CASCADE"


def _data(kind: str, value: str) -> str:
    keys = f"{_of('StatementId', 'STATEMENTS')}, {_of('VariableId', 'VARIABLES')}"
    return f"CREATE TABLE {kind}({_id()}, {keys}, {value}, UNIQUE (StatementId, VariableId));"


_FLAGS = ", ".join(f"Permission{name} INTEGER NOT NULL DEFAULT 1" for name in _PERMISSIONS)
_SHOWN = ", ".join(
    f"{name} INTEGER NOT NULL DEFAULT 1"
    for name in ("viewStatements", "editStatements", "viewDocuments", "editDocuments")
)

SCHEMA = "\n".join(
    (
        "CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT NOT NULL);",
        f"CREATE TABLE CODERS({_id()}, {_short('Name')}, {_COLOUR}, "
        "Refresh INTEGER NOT NULL DEFAULT 0, FontSize INTEGER NOT NULL DEFAULT 14, "
        f"{_short('Password')}, PopupWidth INTEGER DEFAULT 300, "
        "ColorByCoder INTEGER NOT NULL DEFAULT 0, PopupDecoration INTEGER NOT NULL DEFAULT 0, "
        f"PopupAutoComplete INTEGER NOT NULL DEFAULT 1, {_FLAGS});",
        f"CREATE TABLE DOCUMENTS({_id()}, {_short('Title')}, Text TEXT NOT NULL, "
        f"{_of('Coder', 'CODERS', '')}, {_short('Author')}, {_short('Source')}, "
        f"{_short('Section')}, Notes TEXT NOT NULL DEFAULT '', {_short('Type')}, "
        "Date INTEGER NOT NULL);",
        f"CREATE TABLE STATEMENTTYPES({_id()}, {_short('Label')}, {_COLOUR});",
        f"CREATE TABLE VARIABLES({_id()}, {_short('Variable')}, DataType TEXT NOT NULL CHECK "
        "(DataType IN ('boolean', 'integer', 'long text', 'short text')), "
        f"{_of('StatementTypeId', 'STATEMENTTYPES', '')}, UNIQUE (Variable, StatementTypeId));",
        f"CREATE TABLE VARIABLELINKS({_id()}, {_of('SourceVariableId', 'VARIABLES', '')}, "
        f"{_of('TargetVariableId', 'VARIABLES', '')});",
        f"CREATE TABLE REGEXES({_short('Label')} PRIMARY KEY, {_COLOUR});",
        f"CREATE TABLE CODERRELATIONS({_id()}, {_of('Coder', 'CODERS', '')}, "
        f"{_of('OtherCoder', 'CODERS', '')}, {_SHOWN});",
        f"CREATE TABLE STATEMENTS({_id()}, {_of('StatementTypeId', 'STATEMENTTYPES', '')}, "
        f"{_of('DocumentId', 'DOCUMENTS', '')}, Start INTEGER NOT NULL CHECK (Start >= 0), "
        f"Stop INTEGER NOT NULL, {_of('Coder', 'CODERS', '')}, CHECK (Start < Stop));",
        f"CREATE TABLE ENTITIES({_id()}, {_of('VariableId', 'VARIABLES')}, {_short('Value')}, "
        f"Red INTEGER, Green INTEGER, Blue INTEGER, {_of('ChildOf', 'ENTITIES', '')}, "
        "UNIQUE (VariableId, Value));",
        _data("DATABOOLEAN", "Value INTEGER NOT NULL DEFAULT 1"),
        _data("DATAINTEGER", "Value INTEGER NOT NULL DEFAULT 0"),
        _data("DATASHORTTEXT", _of("Entity", "ENTITIES")),
        _data("DATALONGTEXT", "Value TEXT DEFAULT ''"),
        f"CREATE TABLE ATTRIBUTEVARIABLES({_id()}, {_of('VariableId', 'VARIABLES')}, "
        f"{_short('AttributeVariable')}, UNIQUE (VariableId, AttributeVariable));",
        f"CREATE TABLE ATTRIBUTEVALUES({_id()}, {_of('EntityId', 'ENTITIES')}, "
        f"{_of('AttributeVariableId', 'ATTRIBUTEVARIABLES')}, {_short('AttributeValue')}, "
        "UNIQUE (EntityId, AttributeVariableId));",
    )
)
