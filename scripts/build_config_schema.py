"""Write schemas/config.schema.json from the table of keys; with --check only say whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from tailcli.config.schema import build_text

TARGET = Path(__file__).resolve().parent.parent / "schemas" / "config.schema.json"


def main() -> int:
    """Return 0, or 1 where --check finds the file out of date."""
    text = build_text()
    if "--check" in sys.argv[1:]:
        current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        return int(current != text)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
