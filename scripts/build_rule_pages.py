"""Write docs/rules: a page for each rule and an index by family; --check only says what is out of date."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tailcli.findings.registry import RULES
from tailcli.report.rule_pages import index, markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

TARGET = Path(__file__).resolve().parent.parent / "docs" / "rules"


def pages() -> Mapping[str, str]:
    """Return the text of every file of the folder by its name."""
    return {"README.md": index(RULES), **{f"{rule.code}.md": markdown(rule) for rule in RULES}}


def outdated(folder: Path = TARGET) -> list[str]:
    """Return the names of files that are missing, differ or should not be there."""
    wanted = pages()
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def write(folder: Path = TARGET) -> None:
    """Bring the folder up to date."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for name in outdated(folder):
        if name in wanted:
            (folder / name).write_text(wanted[name], "utf-8", newline="\n")
        else:
            (folder / name).unlink()


def main() -> int:
    """Return 0, or 1 where --check finds files out of date."""
    if "--check" in sys.argv[1:]:
        stale = outdated()
        sys.stderr.write("".join(f"docs/rules/{name} is out of date\n" for name in stale))
        return int(bool(stale))
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
