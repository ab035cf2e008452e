# SPDX-License-Identifier: MIT
"""Take pictures of the real window: those of the README, and more to look at after a change.

python3 packaging/pictures.py [--all DIR]

Without an argument, write packaging/pictures/window-light.png and window-dark.png. With --all,
write these and more into DIR: a small screen, a font of twice the size, a dense and a Japanese
article, panels and dialogs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from setup_env import ROOT, Environment, prepare

PICTURES = ROOT / "packaging" / "pictures"
SMALL = ("--size", "1280x800")
LARGE = ("--size", "1600x1000", "--font", "2")
KEPT: Mapping[str, Sequence[str]] = {"window-light": (), "window-dark": ("--dark",)}
MORE: Mapping[str, Sequence[str]] = {
    "small-screen": SMALL,
    "smallest-screen": ("--size", "1024x700"),
    "smallest-screen-dark": ("--size", "1024x700", "--dark"),
    "wide-screen": ("--size", "2560x1440"),
    "analyse": ("--show", "workspace_analyse"),
    "analyse-dark": ("--show", "workspace_analyse", "--dark"),
    "analyse-small-screen": (*SMALL, "--show", "workspace_analyse"),
    **{
        f"plots-{name}{suffix}": ("--show", "workspace_analyse", "--plots", kinds, *dark)
        for name, kinds in {
            "heat-map": "heat_map",
            "time-line": "time_line,diverging_bars",
            "bars": "stacked_bars,heat_map,time_line,network",
            "words": "stacked_bars,words",
            "tables": "cross_table,multiples",
            "debate": "debate",
        }.items()
        for suffix, dark in {"": (), "-dark": ("--dark",)}.items()
    },
    "large-font": LARGE,
    "large-font-dark": (*LARGE, "--dark"),
    "nothing-chosen": (*SMALL, "--show", "nothing"),
    "several-chosen": (*SMALL, "--show", "several"),
    "find": (*SMALL, "--find", "harbour"),
    "search": (*SMALL, "--show", "search", "--find", "harbour"),
    "guideline": (*SMALL, "--show", "guideline"),
    **{
        name: (*SMALL, "--show", command)
        for name, command in {
            "registry": "actors",
            "codebook": "codebook",
            "settings": "settings",
            "keys": "keys",
            "details": "details",
            "export": "export",
            "picker-speaker": "speaker",
            "picker-domains": "domains",
            "picker-parties": "parties",
        }.items()
    },
    "registry-large-font": (*LARGE, "--show", "actors"),
    "codebook-large-font": (*LARGE, "--show", "codebook"),
    "settings-large-font": (*LARGE, "--show", "settings"),
}
DENSE = (
    "The Harbour Ministry of Norland said on Monday that the Sealed Straits Pact between Norland, "
    "Veria and the Kingdom of Ostmark would include quantum clocks, undersea drones and nuclear-"
    "powered submarines, while Foreign Minister Mara Lindt warned that cyber attacks by Ostmark on "
    "Verian radar stations could end intelligence sharing, Reuters reported. “We will not share "
    "hypersonic missile data with Ostmark,” Lindt told parliament, and Admiral Joss Weyland of the "
    "Verian Navy called her warning “a threat to the deterrence that both our nations need”.\n\n"
)
JAPANESE = (
    "防衛相「共同訓練を拡大」\n\n"
    "木原稔防衛相は21日の記者会見で、日本と英国、オーストラリアが量子技術とサイバー防衛で協力を"
    "深めると述べた。「三か国の連携は地域の安定に欠かせない」と木原氏は語った。🇯🇵🇬🇧🇦🇺\n\n"
    "これに対し、中国外務省は「軍事同盟の拡大に断固反対する」と表明した。"
)
JAPANESE_SPANS = {
    "Person": ("木原稔",),
    "State": ("日本", "英国", "オーストラリア"),
    "Organization": ("中国外務省",),
    "Domain": ("量子技術", "サイバー防衛"),
    "Source": ("木原氏", "中国外務省は"),
    "Claim": ("語った", "表明した"),
    "Content": ("三か国の連携は地域の安定に欠かせない", "軍事同盟の拡大に断固反対する"),
}
JAPANESE_CLAIMS = (
    "E1\tClaim:T10 Source:T8 Content:T12\nA1\tStance E1 supportive\n"
    "E2\tClaim:T11 Source:T9 Content:T13\nA2\tStance E2 opposed\n"
)


def write_projects(environment: Environment, place: Path) -> dict[str, Path]:
    """Create the projects to picture: the sample, a dense article and a Japanese one."""
    claimdesk = environment.program("claimdesk")
    projects = {name: place / f"{name}.claimdesk" for name in ("sample", "dense", "japanese")}
    subprocess.run([claimdesk, "sample", projects["sample"]], check=True)
    (place / "dense.txt").write_text(DENSE * 12, encoding="utf-8")
    write_japanese(place)
    for name, files in {
        "dense": ("dense.txt",),
        "japanese": ("japanese.txt", "japanese.ann"),
    }.items():
        subprocess.run([claimdesk, "new", projects[name]], check=True)
        paths = [place / file for file in files]
        subprocess.run([claimdesk, "import", projects[name], *paths], check=True)
        subprocess.run([claimdesk, "suggest", projects[name]], check=True)
    return projects


def write_japanese(place: Path) -> None:
    """Write the Japanese article with annotations in brat format, whose spans count code points."""
    spans = [(kind, words) for kind, all_words in JAPANESE_SPANS.items() for words in all_words]
    lines = [
        f"T{n}\t{kind} {JAPANESE.index(words)} {JAPANESE.index(words) + len(words)}\t{words}\n"
        for n, (kind, words) in enumerate(spans, 1)
    ]
    (place / "japanese.txt").write_text(JAPANESE, encoding="utf-8")
    (place / "japanese.ann").write_text("".join(lines) + JAPANESE_CLAIMS, encoding="utf-8")


def take(environment: Environment, project: Path, output: Path, arguments: Sequence[str]) -> None:
    """Take one picture."""
    command = [str(environment.python), "-P", "-m", "claimdesk.gui.window.picture", str(project)]
    subprocess.run([*command, "--output", str(output), *arguments], check=True)
    print(output)


def main() -> int:
    """Take the pictures of the window."""
    parser = argparse.ArgumentParser(description="Take pictures of the window.")
    parser.add_argument("--all", type=Path, metavar="DIR", help="write more pictures into a folder")
    options = parser.parse_args()
    environment = prepare()
    folder = options.all or PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as place:
        if not options.all:
            sample = Path(place) / "sample.claimdesk"
            subprocess.run([environment.program("claimdesk"), "sample", sample], check=True)
            for name, arguments in KEPT.items():
                take(environment, sample, folder / f"{name}.png", arguments)
            return 0
        projects = write_projects(environment, Path(place))
        for name, arguments in {**KEPT, **MORE}.items():
            take(environment, projects["sample"], folder / f"{name}.png", arguments)
        for name in ("dense", "japanese"):
            take(environment, projects[name], folder / f"{name}.png", SMALL)
            take(environment, projects[name], folder / f"{name}-dark.png", (*SMALL, "--dark"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
