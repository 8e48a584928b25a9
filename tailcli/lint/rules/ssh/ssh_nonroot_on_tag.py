"""An SSH rule opens every account but root on tagged devices.

What it does:
    Reports `autogroup:nonroot` in the `users` of an SSH rule with a tag as a destination, unless everybody
    has to pass a check first. Rules that open root as well are `ssh-root-without-check`.

Why:
    Tagged devices are shared: their accounts belong to services and to other people. Whoever may log in as
    `autogroup:nonroot` may become each of them, the one that runs the database too, and any with rights of
    `sudo`. To one's own devices that is fine, to shared ones name the accounts.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "tagOwners": {"tag:server": []},
      "ssh": [
        {"action": "accept", "src": ["group:dev"], "dst": ["tag:server"], "users": ["autogroup:nonroot"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "tagOwners": {"tag:server": []},
      "ssh": [
        {"action": "accept", "src": ["group:dev"], "dst": ["tag:server"], "users": ["deploy"]},
        {"action": "check", "src": ["group:dev"], "dst": ["autogroup:self"], "users": ["autogroup:nonroot"]},
      ],
    }
    ```

Fix:
    None: name the accounts that are needed, or `localpart:*@DOMAIN` for everybody's own.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
    - https://tailscale.com/kb/1337/policy-syntax#ssh
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.ssh_rules import ACCEPT, NONROOT, ROOT, action_of, is_machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule


def check(context: Context) -> Iterator[Report]:
    """Report accept rules that open all accounts of shared devices."""
    for rule in context.policy.ssh:
        if action_of(rule) == ACCEPT and rule.src:
            yield from _every_account(rule)


def _every_account(rule: SshRule) -> Iterator[Report]:
    shared = next((node for node in rule.dst if is_machine(node.value)), None)
    if shared is None or any(user.value.strip() == ROOT for user in rule.users):
        return
    for user in rule.users:
        if user.value.strip() == NONROOT:
            yield Report(
                user.span,
                f'"{NONROOT}" opens every account but root on {shared.value.strip()}, those of services too',
                hint="name the accounts that are needed, or localpart:*@DOMAIN for everybody's own",
                labels=(Label(shared.span, "these devices are no single person's"),),
            )
