"""An SSH rule asks tagged devices for a check.

What it does:
    Reports tags in the `src` of an SSH rule whose action is `check`.

Why:
    A check makes a person log in again with the identity provider, and behind a tagged device there is no
    person. The control plane refuses the policy file.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:ci": [], "tag:server": []},
      "ssh": [{"action": "check", "src": ["tag:ci"], "dst": ["tag:server"], "users": ["deploy"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:ci": [], "tag:server": []},
      "ssh": [{"action": "accept", "src": ["tag:ci"], "dst": ["tag:server"], "users": ["deploy"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:server": []},
      "ssh": [
        {"action": "check", "src": ["autogroup:member"], "dst": ["tag:server"], "users": ["deploy"]},
      ],
    }
    ```

Fix:
    Unsafe: writes `accept` as the action, where all sources are tags. Otherwise none: the rule has to be
    split.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh#configure-tailscale-ssh-with-check-mode
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix
from tailcli.lint.problems import report_of
from tailcli.lint.ssh_rules import ACCEPT, machine_sources
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule
    from tailcli.policy.problems import Problem


def report(context: Context, problem: Problem) -> Report:
    """Report the tag; the first one of a rule without other sources carries the fix."""
    rule = context.once(_by_source).get(problem.span.start)
    found = report_of(problem)
    return found if rule is None else found._replace(fix=_accept(rule))


def _by_source(context: Context) -> dict[int, SshRule]:
    """Find the rules that have tags as sources only, by the place of the first source's name."""
    return {
        rule.src[0].start + 1: rule
        for rule in context.policy.ssh
        if rule.src and len(machine_sources(rule)) == len(rule.src)
    }


def _accept(rule: SshRule) -> Fix | None:
    if rule.action is None:
        return None
    edit = TextEdit(rule.action.span, f'"{ACCEPT}"')
    return Fix('Write "accept" as the action', (edit,), Applicability.UNSAFE)
