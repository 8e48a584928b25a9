"""An SSH rule names a selector where an account on the destination is meant.

What it does:
    Reports entries of `users` that are written like a selector of the policy (`group:`, `tag:`, `user:`,
    `ipset:`, `svc:`, `host:`, an autogroup other than `autogroup:nonroot`), and entries that begin with
    `localpart:` but are not exactly `localpart:*@DOMAIN`.

Why:
    `users` lists accounts of the destination's operating system. The control plane accepts any text there
    and takes it as the name of an account, which no machine has: nobody can log in by this entry.

Example:
    bad:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:member"],
      }],
    }
    ```
    good:
    ```hujson
    {
      "ssh": [{
        "action": "check",
        "src": ["autogroup:member"],
        "dst": ["autogroup:self"],
        "users": ["autogroup:nonroot", "deploy", "localpart:*@example.com"],
      }],
    }
    ```

Fix:
    None: only the author knows which account is meant.

References:
    - https://tailscale.com/kb/1193/tailscale-ssh
    - https://tailscale.com/kb/1337/policy-syntax#ssh
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.vocabulary import localpart_domain
from tailcli.findings.model import Report
from tailcli.lint.ssh_rules import NONROOT
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_PREFIXES = ("group:", "tag:", "user:", "ipset:", "svc:", "host:", "autogroup:")
_LOCALPART = "localpart:"
_HINT = 'accounts are names, "autogroup:nonroot" or "localpart:*@DOMAIN"; who may log in stands in "src"'


def check(context: Context) -> Iterator[Report]:
    """Report users that can be no account."""
    for rule in context.policy.ssh:
        for user in rule.users:
            reason = _reason(user.value.strip())
            if reason is not None:
                yield Report(user.span, reason, hint=_HINT)


def _reason(user: str) -> str | None:
    if user.startswith(_PREFIXES) and user != NONROOT:
        return f"{quote(user)} is read as the name of an account, which no machine has"
    if user.startswith(_LOCALPART) and localpart_domain(user) is None:
        return f'{quote(user)} is read as the name of an account: only "localpart:*@DOMAIN" means more'
    return None
