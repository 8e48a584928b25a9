"""A node attribute lets a device publish or share something.

What it does:
    Reports attributes of `nodeAttrs` that are about Funnel, Taildrop, Taildrive shares, `serve` or HTTPS
    certificates, whoever the target is.

Why:
    For an audit: a list of what lets data leave a device beside the rules of the policy. A certificate puts
    the name of the machine into public logs.

Example:
    bad:
    ```hujson
    {"nodeAttrs": [{"target": ["tag:web"], "attr": ["funnel"]}], "tagOwners": {"tag:web": []}}
    ```
    good:
    ```hujson
    {"nodeAttrs": [{"target": ["tag:web"], "attr": ["mullvad"]}], "tagOwners": {"tag:web": []}}
    ```

Fix:
    None.

References:
    - https://tailscale.com/kb/1337/policy-syntax#node-attributes
    - https://tailscale.com/kb/1223/funnel
    - https://tailscale.com/kb/1369/taildrive
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_WORDS = {
    "funnel": "publish services to the internet",
    "taildrop": "send and receive files",
    "file-sharing": "send and receive files",
    "drive:share": "share folders",
    "serve": "publish services to the tailnet",
    "https": "have certificates, which put their names into public logs",
    "cert": "have certificates, which put their names into public logs",
}
_WORD = re.compile(r"(?:^|[/:?-])(funnel|taildrop|file-sharing|drive:share|serve|https|cert)(?:$|[/?-])")


def check(context: Context) -> Iterator[Report]:
    """Report every such attribute."""
    for entry in context.policy.node_attrs:
        targets = ", ".join(target.value.strip() for target in entry.target) or "nobody"
        for node in entry.attr:
            name = node.value.strip().removeprefix("https://")
            found = _WORD.search(name)
            if found is not None:
                what = _WORDS[found[1]]
                yield Report(node.span, f"by {quote(node.value.strip())} devices of {targets} may {what}")
