"""Everybody may share folders of their device.

What it does:
    Reports `drive:share` in the `attr` of `nodeAttrs` where a target is `*`, `autogroup:member`,
    `autogroup:tagged` or all users of a domain.

Why:
    Taildrive shares a folder of the device with everybody whom a grant lets in. With a broad target
    everybody decides for themselves what is shared, that of a server too.

Example:
    bad:
    ```hujson
    {"nodeAttrs": [{"target": ["autogroup:member"], "attr": ["drive:share"]}]}
    ```
    good:
    ```hujson
    {"nodeAttrs": [{"target": ["tag:web"], "attr": ["drive:share"]}], "tagOwners": {"tag:web": []}}
    ```

Fix:
    None: name the tag of the devices that are meant to.

References:
    - https://tailscale.com/kb/1369/taildrive
    - https://tailscale.com/kb/1337/policy-syntax#node-attributes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.lint.broad_attributes import broad_targets
from tailcli.lint.node_attribute_names import DRIVE_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report the broad targets of the attribute."""
    return broad_targets(context, DRIVE_SHARE, "share folders")
