"""Devices that deserve care are open to people whom nobody has chosen.

What it does:
    Reports rules by which a crowd (`*`, `autogroup:member`, `autogroup:shared`, everybody of a domain) may
    reach a sensitive tag on more than the web ports 80 and 443. Nothing is reported where the policy allows
    everything.

Why:
    A tag that says "production" or "vault" is a decision to keep the crowd away from it.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:prod": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:prod"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:ops": ["alice@example.com"]},
      "tagOwners": {"tag:prod": []},
      "grants": [
        {"src": ["group:ops"], "dst": ["tag:prod"], "ip": ["*"]},
        {"src": ["autogroup:member"], "dst": ["tag:prod"], "ip": ["tcp:443"]},
      ],
    }
    ```

Fix:
    None: name the people who need the access.

Options:
    `sensitive-tags`: tags that are sensitive. `sensitive-words`: words between the hyphens of a tag's name
    that make it sensitive.

References:
    - https://tailscale.com/kb/1068/tags
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.exposed import exposures, opened_tcp, target_text
from tailcli.lint.sensitive import is_sensitive
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.lint.exposed import Exposure
    from tailcli.policy.ports import PortRange

WEB = frozenset({80, 443})


def check(context: Context) -> Iterator[Report]:
    """Report sensitive tags that a crowd may reach."""
    for exposure in context.once(exposures):
        for target in _targets(context, exposure):
            name = quote(target_text(exposure.rule, target))
            yield Report(
                target.span,
                f"{name} is sensitive and open to {quote(exposure.source.value)}",
                hint="open it to a group of those who need it",
                labels=(Label(exposure.source.span, "this stands for people whom the file does not name"),),
            )


def _targets(context: Context, exposure: Exposure) -> dict[String, None]:
    """Return the sensitive destinations that are open on more than the web ports, in their order."""
    found: dict[String, None] = {}
    for opened in opened_tcp(exposure.rule):
        if not all(map(_is_web, opened.ports)):
            for target in opened.targets:
                if is_sensitive(context.options, target_text(exposure.rule, target)):
                    found[target] = None
    return found


def _is_web(ports: PortRange) -> bool:
    return ports.first == ports.last and ports.first in WEB
