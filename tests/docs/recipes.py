"""Pages that are followed to the letter: the files and the changes that they name, carried out in a copy."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.docs.pages import ROOT

type Block = tuple[str, str, str]
"""Path, kind of the block, what it holds."""

BLOCK = re.compile(r"```(python|tsx|diff)\n(.*?)```", re.DOTALL)
PATH = re.compile(r"^`([\w/.-]+\.(?:py|tsx?|json))`:$", re.MULTILINE)


def blocks(page: str) -> list[Block]:
    """Return each block of code of a page, with the path that was named last before it."""
    return [(PATH.findall(page[: place.start()])[-1], place[1], place[2]) for place in BLOCK.finditer(page)]


def apply(folder: Path, block: Block) -> None:
    """Write a block as a new file, or carry out a diff on one that is there."""
    path, kind, content = block
    target = folder / path
    if kind != "diff":
        assert not target.exists(), f"{path} exists already: choose another example"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
        return
    lines = content.splitlines()
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] != left_out) for left_out in "+-")
    text = target.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path} has not the lines that the page changes:\n{old}"
    target.write_text(text.replace(old, new), encoding="utf-8")


def copied(folder: Path, *names: str) -> Path:
    """Copy folders and files of the repository, without what is made of them; return the copy."""
    left_out = shutil.ignore_patterns("__pycache__", "node_modules", "dist")
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=left_out)
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder
