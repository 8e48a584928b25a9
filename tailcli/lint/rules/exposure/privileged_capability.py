"""A powerful application capability is given to people whom nobody has chosen.

What it does:
    Reports capabilities that let a crowd (`*`, `autogroup:member`, `autogroup:shared`, everybody of a domain)
    administer an application, or read or change all that it holds: every secret, every shared folder, every
    link, every database, the settings of devices, the identity provider.

Why:
    Every new member of the tailnet becomes an administrator of the application.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:golink": []},
      "grants": [
        {
          "src": ["autogroup:member"],
          "dst": ["tag:golink"],
          "app": {"tailscale.com/cap/golink": [{"admin": true}]},
        },
      ],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:it": ["alice@example.com"]},
      "tagOwners": {"tag:golink": []},
      "grants": [
        {"src": ["group:it"], "dst": ["tag:golink"], "app": {"tailscale.com/cap/golink": [{"admin": true}]}},
      ],
    }
    ```

Fix:
    None: name the people who need it.

References:
    - https://tailscale.com/kb/1537/grants-app-capabilities
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.access_rules import has_own_destination_only
from tailcli.lint.exposed import crowd_source
from tailcli.lint.granted import granted, powers
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report powerful capabilities whose sources include a crowd."""
    for one in granted(context):
        words = powers(one.capability)
        source = crowd_source(context, one.grant.src) if words else None
        if source is None or has_own_destination_only(one.grant):
            continue
        yield Report(
            one.capability.name.span,
            f"{quote(source.value)} may {words[0]}",
            hint="give the capability to a group of those who need it",
            labels=(Label(source.span, "this stands for people whom the file does not name"),),
        )
