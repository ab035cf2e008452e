# SPDX-License-Identifier: MIT
"""Take pictures of the real window: those of the README, and more to look at after a change.

python3 packaging/pictures.py [--all DIR]

Without an argument, write packaging/pictures/window-light.png and window-dark.png. With --all,
write these and more into DIR: screens of all sizes, a font of twice the size, a dense, an empty and
a Japanese article, panels and dialogs, the welcome page; and sheet-1.png and so on, which show them
all small.
"""

from __future__ import annotations

import argparse
import json
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
    "fine-screen": ("--size", "1280x720", "--scale", "2"),
    "fine-screen-dark": ("--size", "1280x720", "--scale", "2", "--dark"),
    "welcome": (*SMALL, "--show", "welcome"),
    "welcome-dark": (*SMALL, "--show", "welcome", "--dark"),
    "welcome-large-font": (*LARGE, "--show", "welcome"),
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
            "menu-actors": "go_actors",
            "palette": "palette",
            "backups": "backups",
            "learning": "learning",
            "history": "history",
            "deleted": "deleted",
            "promises": "promises",
            "about": "about",
            "check": "check",
            "paste": "paste",
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
    **{
        f"{name}-dark": (*SMALL, "--dark", "--show", command)
        for name, command in {
            "settings": "settings",
            "codebook": "codebook",
            "registry": "actors",
            "picker-domains": "domains",
            "keys": "keys",
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
    """Create the projects to picture: the sample, a dense article, a Japanese one, and none."""
    claimdesk = environment.program("claimdesk")
    projects = {
        name: place / f"{name}.claimdesk" for name in ("sample", "dense", "japanese", "empty")
    }
    subprocess.run([claimdesk, "sample", projects["sample"]], check=True)
    (place / "dense.txt").write_text(DENSE * 12, encoding="utf-8")
    write_japanese(place)
    subprocess.run([claimdesk, "new", projects["empty"]], check=True)
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
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [*command, "--output", str(output), *_without_scale(arguments)],
            check=True,
            env={**os.environ, "QT_QPA_PLATFORM": _screen(Path(folder), arguments)},
        )
    print(output)


def _screen(folder: Path, arguments: Sequence[str]) -> str:
    """Return the platform that has a screen as large as the window, which dialogs fit into."""
    size = arguments[arguments.index("--size") + 1] if "--size" in arguments else "1440x900"
    scale = float(arguments[arguments.index("--scale") + 1]) if "--scale" in arguments else 1.0
    width, height = (int(side) for side in size.split("x"))
    screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height}
    described = folder / "screen.json"
    described.write_text(json.dumps({"screens": [{**screen, "logicalDpi": 96, "dpr": scale}]}))
    return f"offscreen:configfile={described}"


def _without_scale(arguments: Sequence[str]) -> list[str]:
    kept = list(arguments)
    if "--scale" in kept:
        place = kept.index("--scale")
        del kept[place : place + 2]
    return kept


def make_sheets(environment: Environment, folder: Path, names: Sequence[str]) -> None:
    """Put pictures onto sheets of twelve, each with its name."""
    script = Path(__file__).with_name("contact_sheet.py")
    for number, first in enumerate(range(0, len(names), 12), 1):
        pictures = [str(folder / f"{name}.png") for name in names[first : first + 12]]
        sheet = folder / f"sheet-{number}.png"
        subprocess.run([str(environment.python), script, str(sheet), *pictures], check=True)
        print(sheet)


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
        wanted = {name: (projects["sample"], how) for name, how in {**KEPT, **MORE}.items()}
        for name in ("dense", "japanese", "empty"):
            wanted[name] = projects[name], SMALL
            wanted[f"{name}-dark"] = projects[name], (*SMALL, "--dark")
        for name, (project, how) in wanted.items():
            take(environment, project, folder / f"{name}.png", how)
        make_sheets(environment, folder, list(wanted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
