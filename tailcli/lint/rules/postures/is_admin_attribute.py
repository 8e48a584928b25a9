"""A node attribute marks devices as an administrator's.

What it does:
    Reports `https://tailscale.com/cap/is-admin` in the `attr` of `nodeAttrs`.

Why:
    The attribute tells the device, and what asks it who is there, that its user is an administrator of the
    tailnet. It is the control plane's to give by role; written here, every target gets it, whatever its
    role.

Example:
    bad:
    ```hujson
    {
      "nodeAttrs": [
        {"target": ["autogroup:member"], "attr": ["mullvad", "https://tailscale.com/cap/is-admin"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "nodeAttrs": [
        {"target": ["autogroup:member"], "attr": ["mullvad"]},
      ],
    }
    ```
    good:
    ```hujson
    {"nodeAttrs": [{"target": ["autogroup:member"], "attr": ["mullvad"]}]}
    ```

Fix:
    Unsafe: removes the attribute. Give the people the role instead.

References:
    - https://tailscale.com/kb/1337/policy-syntax#node-attributes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Report
from tailcli.lint.node_attribute_names import IS_ADMIN
from tailcli.lint.removal import removal
from tailcli.policy.check.context import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report the attribute wherever it is given."""
    for entry in context.policy.node_attrs:
        targets = ", ".join(target.value.strip() for target in entry.target) or "nobody"
        attrs = value_of(entry.node, entry.keys.get("attr"))
        for node in entry.attr:
            if node.value.strip().partition("?")[0] == IS_ADMIN:
                yield Report(
                    node.span,
                    f"devices of {targets} are marked as those of an administrator",
                    hint="give the people the role in the admin console, and remove the attribute",
                    fix=removal(context, attrs, node.start, "Remove the attribute", Applicability.UNSAFE),
                )
