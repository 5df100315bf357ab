"""The parts of README.md that are made from the program: `python -m tests.readme` writes them anew."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from geo.checks import RULES
from geo.export import formats_table

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"<!-- begin: ([^>]+?) -->\n.*?<!-- end -->", re.DOTALL)


def run(*arguments: str, data: str = "data") -> str:
    """Return what the command prints, standard error included, with the data folder's path as a user would see it."""
    command = [sys.executable, "make_map.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=None)
    return (done.stdout + done.stderr).replace(data, "data").rstrip()


def fenced(text: str) -> str:
    """Return a text as a block of code."""
    return f"```text\n{text}\n```"


def mistakes() -> str:
    """Return what `check` says of the atlas after a few slips of an editor's hand."""
    slips = {
        '"mode": "rail"': '"mode": "train"',
        '"outcome": "arrived"': '"outcome": "arived"',
        "[127.0, 37.6]": "[37.6, 127.0]",
    }
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(ROOT / "data", Path(folder) / "data")
        text = (copy / "routes.geojson").read_text(encoding="utf-8")
        for right, wrong in slips.items():
            text = text.replace(right, wrong, 1)
        (copy / "routes.geojson").write_text(text, encoding="utf-8")
        return run("check", "--data", str(copy), data=str(copy))


def helps() -> str:
    """Return the help of the command and of each of its commands."""
    whole = run("--help")
    names = re.findall(r"^  (\w+)  ", whole[whole.index("Commands:") :], re.MULTILINE)
    return "\n\n".join([fenced(whole), *(fenced(run(name, "--help")) for name in names)])


def rules() -> str:
    """Return the table of rules."""
    rows = [f"| {rule.family} | `{rule.name}` | {rule.guards} | {rule.level} |" for rule in RULES]
    return "\n".join(["| family | rule | what it guards | level |", "| --- | --- | --- | --- |", *rows])


MAKERS = {
    "python make_map.py list": lambda: fenced("$ python make_map.py list\n" + run("list")),
    "check": lambda: fenced(mistakes()),
    "formats": lambda: formats_table().rstrip(),
    "help": helps,
    "rules": rules,
}


def made(text: str) -> str:
    """Return a README with every generated part made anew."""

    def part(match: re.Match[str]) -> str:
        maker = MAKERS.get(match[1])
        return f"<!-- begin: {match[1]} -->\n{maker()}\n<!-- end -->" if maker else match[0]

    return BLOCK.sub(part, text)


if __name__ == "__main__":
    README.write_text(made(README.read_text(encoding="utf-8")), encoding="utf-8")
