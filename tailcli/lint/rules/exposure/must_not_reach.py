"""Somebody reaches what a guardrail of the settings says they never may.

What it does:
    Holds the file against the tables `[[guard.must-not-reach]]` of the settings, and reports each rule that
    gives forbidden access, with one concrete example: traffic, an SSH login (with a check too), or anything
    that an application capability has in common with what is forbidden. Access under a condition counts. Who
    is in a synced group and who has a role is what `[groups]` and `[roles]` of the settings tell.
    `tailcli diff` reports the same of the new version, by the guardrails of the old one.

Why:
    A policy changes often and its rules are read one at a time. What must never happen is better said once,
    in words that hold for every version, than looked for in every review.

Example:
    settings:
    ```toml
    [[guard.must-not-reach]]
    name = "secrets"
    from = ["*"]
    except = ["group:infra"]
    to = ["tag:secrets"]
    ```
    bad:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:secrets": []},
      "grants": [{"src": ["group:dev"], "dst": ["tag:secrets"], "ip": ["tcp:443"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"], "group:dev": ["dan@example.com"]},
      "tagOwners": {"tag:secrets": []},
      "grants": [{"src": ["group:infra"], "dst": ["tag:secrets"], "ip": ["tcp:443"]}],
    }
    ```

Fix:
    None: take the access away, or change the guardrail.

Options:
    The tables `[[guard.must-not-reach]]` of the settings. Without them nothing is reported. With `ssh` or
    `app` they speak of logins and permissions:
    ```toml
    [[guard.must-not-reach]]
    from = ["*"]
    except = ["group:infra"]
    to = ["tag:secrets"]
    ssh = ["root"]
    app = { "tailscale.com/cap/secrets" = [{ action = ["get"], secret = ["prod/*"] }] }
    ```

References:
    - https://tailscale.com/kb/1337/policy-syntax#grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.guard.breach import Demand
from tailcli.lint.guardrails import broken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report each rule that gives access which a guardrail forbids."""
    if context.settings.guardrails.must_not_reach:
        yield from broken(context, Demand.NEVER)
