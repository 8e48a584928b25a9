"""A node attribute is not one that any client is known to read.

What it does:
    Reports names in the `attr` of `nodeAttrs` that are not in the list of known attributes. Names with a
    prefix of the user's own (`custom:`), DNS profiles (`nextdns:`, `controld:`) and names of capabilities
    (with a `/`) are not reported.

Why:
    The control plane passes every name on to the devices without a look at it. A misspelt one does nothing,
    and nobody says so.

Example:
    bad:
    ```hujson
    {"nodeAttrs": [{"target": ["tag:web"], "attr": ["funel"]}], "tagOwners": {"tag:web": []}}
    ```
    fixed:
    ```hujson
    {"nodeAttrs": [{"target": ["tag:web"], "attr": ["funnel"]}], "tagOwners": {"tag:web": []}}
    ```
    good:
    ```hujson
    {"nodeAttrs": [{"target": ["tag:web"], "attr": ["funnel"]}], "tagOwners": {"tag:web": []}}
    ```

Fix:
    Unsafe: writes the known name that is nearly the same, where there is one.

References:
    - https://tailscale.com/kb/1337/policy-syntax#node-attributes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Report
from tailcli.hujson.edit import quote as json_text
from tailcli.lint.node_attribute_names import alike, is_known
from tailcli.policy.faults import quote
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report names that nobody knows."""
    for entry in context.policy.node_attrs:
        for node in entry.attr:
            if not is_known(node.value.strip()):
                yield _unknown(node)


def _unknown(node: String) -> Report:
    name = quote(node.value.strip())
    near = alike(node.value.strip())
    if near is None:
        return Report(node.span, f"{name} is no known node attribute: it probably has no effect")
    edit = TextEdit(node.span, json_text(near))
    return Report(
        node.span,
        f"{name} is no known node attribute: it probably has no effect",
        hint=f"did you mean {quote(near)}?",
        fix=Fix(f"Write {quote(near)}", (edit,), Applicability.UNSAFE),
    )
