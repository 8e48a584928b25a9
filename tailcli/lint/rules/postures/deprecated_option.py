"""An option of the whole network has been replaced by a node attribute.

What it does:
    Reports `"disableIPv4": true`.

Why:
    The option takes IPv4 from every device at once. The documentation prefers the attribute `disable-ipv4`,
    which does the same for the devices that it is given to.

Example:
    bad:
    ```hujson
    {"disableIPv4": true}
    ```
    good:
    ```hujson
    {"nodeAttrs": [{"target": ["autogroup:member"], "attr": ["disable-ipv4"]}]}
    ```

Fix:
    None: the targets have to be chosen.

References:
    - https://tailscale.com/kb/1337/policy-syntax#network-policy-options
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.hujson.nodes import Boolean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report the option where it is on."""
    for option in context.policy.network_options:
        if option.name == "disableIPv4" and isinstance(option.value, Boolean) and option.value.value:
            yield Report(
                option.key.span,
                '"disableIPv4" takes IPv4 from every device of the tailnet',
                hint='give those that are meant the attribute "disable-ipv4" in "nodeAttrs"',
            )
