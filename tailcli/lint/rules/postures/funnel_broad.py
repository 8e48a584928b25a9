"""Everybody may publish services of their device to the internet.

What it does:
    Reports `funnel` in the `attr` of `nodeAttrs` where a target is `*`, `autogroup:member`,
    `autogroup:tagged` or all users of a domain.

Why:
    Funnel makes a server on the device reachable from the whole internet, past every rule of the policy.
    With a broad target everybody decides that for themselves, by one command.

Example:
    bad:
    ```hujson
    {"nodeAttrs": [{"target": ["autogroup:member"], "attr": ["funnel"]}]}
    ```
    good:
    ```hujson
    {"nodeAttrs": [{"target": ["tag:web"], "attr": ["funnel"]}], "tagOwners": {"tag:web": []}}
    ```

Fix:
    None: name the tag of the devices that are meant to.

References:
    - https://tailscale.com/kb/1223/funnel
    - https://tailscale.com/kb/1337/policy-syntax#node-attributes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.lint.broad_attributes import broad_targets
from tailcli.lint.node_attribute_names import FUNNEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report the broad targets of the attribute."""
    return broad_targets(context, FUNNEL, "publish a service to the internet")
