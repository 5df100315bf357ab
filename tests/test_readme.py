"""README tells the truth: its generated parts are what the program says now, its library example runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.readme import README, ROOT, made


def test_generated_parts_are_fresh() -> None:
    text = README.read_text(encoding="utf-8")
    assert made(text) == text, "run: python -m tests.readme"


def test_library_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.search(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    scope: dict[str, object] = {}
    exec(code[1], scope)  # noqa: S102 - the example is ours
    assert scope["problems"] == []
    assert (tmp_path / "atlas.gpkg").stat().st_size > 0


def test_files_that_it_names_exist() -> None:
    text = README.read_text(encoding="utf-8")
    named = set(re.findall(r"\]\(([\w./-]+)\)", text)) | {"data/routes.schema.json", "examples/atlas.ipynb"}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
