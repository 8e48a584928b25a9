"""An SSH rule lets somebody log in as root without a check.

What it does:
    Reports `root` among the `users` of an SSH rule whose action is `accept`.

Why:
    With `accept`, whoever holds an unlocked device of the source is root on the destination at once. With
    `check` the person has to log in with the identity provider again before, so a stolen laptop is not
    enough. Tagged devices cannot pass a check: there, another account than root limits the damage.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:server": ["group:infra"]},
      "ssh": [
        {"action": "accept", "src": ["group:infra"], "dst": ["tag:server"], "users": ["root"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:server": ["group:infra"]},
      "ssh": [
        {"action": "check", "src": ["group:infra"], "dst": ["tag:server"], "users": ["root"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:server": ["group:infra"]},
      "ssh": [
        {"action": "accept", "src": ["group:infra"], "dst": ["tag:server"], "users": ["deploy"]},
      ],
    }
    ```

Fix:
    Unsafe: writes `check` as the action, which applies to the other users of the rule too. None where a
    source is a tag.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh#configure-tailscale-ssh-with-check-mode
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.ssh_rules import ACCEPT, ROOT, action_of, check_instead, machine_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule


def check(context: Context) -> Iterator[Report]:
    """Report root among the users of accept rules that can match."""
    for rule in context.policy.ssh:
        if rule.action is None or action_of(rule) != ACCEPT or not (rule.src and rule.dst):
            continue
        for user in rule.users:
            if user.value.strip() == ROOT:
                yield Report(
                    user.span,
                    '"root" may log in without a check: the action of the rule is "accept"',
                    hint=_hint(rule),
                    labels=(Label(rule.action.span, "the action is here"),),
                    fix=check_instead(rule),
                )


def _hint(rule: SshRule) -> str:
    if machine_sources(rule):
        return "let tagged devices log in as an account of their own, and people as root with a check"
    return 'write "check" as the action, or name an account that may do less'
