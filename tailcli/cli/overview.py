"""``tailcli`` alone: what it sees here, and what to run next."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tailcli.report.counts import number
from tailcli.report.escape import first, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.policy.model import Policy

_MOST_SHOWN = 8


def overview() -> str:
    """Return what is here and what to run next; empty where there is no policy file."""
    from tailcli.cli.targets import targets

    found = targets(["."], "").policies
    if not found:
        return ""
    lines = [
        "Policy files here:",
        *_policies(found),
        "",
        "Set up:",
        *_set_up(),
        "",
        "Run next:",
        *_next(found),
    ]
    return "\n".join([*lines, "", "`tailcli --help` lists every command.", ""])


def _policies(found: Sequence[Policy]) -> Iterator[str]:
    for policy in found[:_MOST_SHOWN]:
        yield f"  {first(policy.document.source.name)}: {_contents(policy)}"
    if len(found) > _MOST_SHOWN:
        yield f"  and {len(found) - _MOST_SHOWN} more"


def _contents(policy: Policy) -> str:
    if policy.document.problems:
        return f"{number(len(policy.document.problems), 'syntax error')}"
    counts = (
        (len(policy.grants or ()), "grant"),
        (len(policy.acls or ()), "ACL rule"),
        (len(policy.ssh), "SSH rule"),
        (len(policy.groups), "group"),
        (len(policy.tag_owners), "tag"),
        (len(policy.tests) + len(policy.ssh_tests), "test"),
    )
    return ", ".join(number(count, noun) for count, noun in counts if count) or "nothing in it yet"


def _set_up() -> Iterator[str]:
    top = _top()
    yield f"  settings:   {_settings()}"
    yield f"  pre-commit: {_mentioning(top, ('.pre-commit-config.yaml',))}"
    workflows = (".github/workflows/*.yml", ".github/workflows/*.yaml", ".gitlab-ci.yml")
    yield f"  CI:         {_mentioning(top, workflows)}"


def _settings() -> str:
    from tailcli.inputs.configuration import Configurations

    found = Configurations().find("policy.hujson")
    return "none, so the defaults" if found.file is None else terminal(os.path.relpath(found.file))


def _mentioning(top: Path, patterns: tuple[str, ...]) -> str:
    """Return the first file that speaks of this program."""
    for path in sorted(path for pattern in patterns for path in top.glob(pattern)):
        try:
            text = path.read_text("utf-8", errors="replace")
        except OSError:
            continue
        if "tailcli" in text:
            return terminal(path.relative_to(top).as_posix())
    return "nothing yet"


def _next(found: Sequence[Policy]) -> Iterator[str]:
    yield "  tailcli lint            what is wrong"
    name = terminal(found[0].document.source.name)
    if any(policy.tests or policy.ssh_tests for policy in found):
        yield f"  tailcli test {name}"
    if (_top() / ".git").exists():
        yield "  tailcli diff            who gains and who loses access, against HEAD"
    if "nothing yet" in " ".join(_set_up()):
        yield "  tailcli init --dry-run  settings, hooks and a workflow, to look at"


def _top() -> Path:
    from tailcli.inputs.git import GitError, top_level

    try:
        return Path(top_level())
    except GitError:
        return Path()
