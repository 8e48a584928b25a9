"""Begin a new rule: its module, its line in the registry and its page.

    .venv/bin/python scripts/new_rule.py TP219 some-name [--severity warning] [--stage values]
        [--persona default] [--section grants ...]

What is written is a rule that finds nothing; `pytest tests/lint` says what is missing.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tailcli.findings.model import Persona, Severity
from tailcli.findings.registry import BY_CODE, BY_NAME
from tailcli.findings.rule import Rule, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = Path("tailcli", "findings", "registry.py")

_ENTRY = re.compile(
    r'^    Rule\(\s*"(?P<code>TP\d{3})".*?\),?\n(?=    Rule|    #|\))', re.MULTILINE | re.DOTALL
)

_MODULE = '''\
"""One sentence that says what is wrong.

What it does:
    Reports what, where.

Why:
    What comes of it.

Example:
    bad:
    ```hujson
    {"groups": {}}
    ```
    good:
    ```hujson
    {}
    ```

Fix:
    None: what to do instead.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report what is wrong."""
    del context
    yield from ()
'''


def registry_line(rule: Rule) -> str:
    """Return the line of a rule in the registry; what is usual is left out."""
    parts = [f'"{rule.code}"', f'"{rule.name}"', rule.severity.name, rule.stage.name]
    if rule.persona is not Persona.DEFAULT:
        parts.append(f"persona={rule.persona.name}")
    if rule.sections:
        names = ", ".join(f'"{section}"' for section in rule.sections)
        parts.append(f"sections=({names}{',' if len(rule.sections) == 1 else ''})")
    return f"    Rule({', '.join(parts)}),\n"


def with_line(registry: str, rule: Rule) -> str:
    """Return the registry's text with the line of a rule at its place: after its family's smaller codes."""
    entries = list(_ENTRY.finditer(registry))
    own = [entry for entry in entries if entry["code"][:3] == rule.code[:3]]
    before = [entry for entry in own if entry["code"] < rule.code]
    at = before[-1].end() if before else own[0].start()
    return registry[:at] + registry_line(rule) + registry[at:]


def add(root: Path, rule: Rule) -> list[Path]:
    """Write the module, the line and the pages; return what was written."""
    module = root.joinpath(*rule.module.split(".")).with_suffix(".py")
    with module.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(_MODULE)
    registry = root / REGISTRY
    registry.write_text(with_line(registry.read_text("utf-8"), rule), "utf-8", newline="\n")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, str(root / "scripts" / "build_rule_pages.py")]
    subprocess.run(command, env=environment, check=True)
    return [module, registry, root / "docs" / "rules" / f"{rule.code}.md"]


def _code(text: str) -> str:
    if not re.fullmatch(r"TP\d{3}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not TP and three digits")
    if text in BY_CODE:
        raise argparse.ArgumentTypeError(f"{text} is {BY_CODE[text].name}")
    return text


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not lower-case words joined by hyphens")
    if text in BY_NAME:
        raise argparse.ArgumentTypeError(f"{text} is {BY_NAME[text].code}")
    return text


def asked(arguments: Sequence[str] | None = None) -> Rule:
    """Return the rule that the arguments describe; ends the program where they describe none."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("code", type=_code, help="TP and three digits; the first one is the family")
    parser.add_argument("name", type=_name, help="lower-case words joined by hyphens")
    parser.add_argument("--severity", type=Severity, choices=list(Severity), default=Severity.WARNING)
    parser.add_argument("--stage", type=Stage, choices=list(Stage), default=Stage.VALUES)
    parser.add_argument("--persona", type=Persona, choices=list(Persona), default=Persona.DEFAULT)
    parser.add_argument("--section", action="append", default=[], help="a section that it needs")
    given = parser.parse_args(arguments)
    return Rule(
        given.code, given.name, given.severity, given.stage, given.persona, sections=tuple(given.section)
    )


def main() -> int:
    """Write what a new rule needs and say where it is."""
    for path in add(ROOT, asked()):
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    sys.stdout.write("Now write the page and `check`, and run: pytest tests/lint tests/findings\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
