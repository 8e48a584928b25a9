"""An entry of `nodeAttrs` gives nothing, or gives it to nobody.

What it does:
    Reports entries of `nodeAttrs` with an empty `target`, and entries without anything in `attr`, `app` and
    `ipPool`.

Why:
    The control plane accepts such an entry, and it has no effect.

Example:
    bad:
    ```hujson
    {
      "nodeAttrs": [
        {"target": ["autogroup:member"], "attr": []},
        {"target": ["autogroup:admin"], "attr": ["mullvad"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "nodeAttrs": [
        {"target": ["autogroup:admin"], "attr": ["mullvad"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "nodeAttrs": [{"target": ["autogroup:member"], "attr": ["mullvad"]}],
    }
    ```

Fix:
    Safe: removes the entry. Unsafe where something in it is faulty; none where it holds a comment.

References:
    - https://tailscale.com/kb/1337/policy-syntax#node-attributes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Report
from tailcli.lint.access_rules import anchor, has_problem
from tailcli.lint.removal import removal, section_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Fix
    from tailcli.lint.context import Context
    from tailcli.policy.model import NodeAttr


def check(context: Context) -> Iterator[Report]:
    """Report entries that change no device."""
    for entry in context.policy.node_attrs:
        if not (entry.attr or entry.app or entry.ip_pool):
            reason = 'has neither "attr" nor "app" nor "ipPool"'
        elif not entry.target and "target" in entry.keys:
            reason = "has no target"
        else:
            continue
        yield Report(
            anchor(entry.node),
            f"nodeAttrs[{entry.ordinal}] {reason}: it has no effect",
            fix=_removal(context, entry),
        )


def _removal(context: Context, entry: NodeAttr) -> Fix | None:
    span = entry.node.span
    if any(span.start <= comment.start < span.end for comment in context.document.comments):
        return None  # it holds a remark, perhaps an attribute that somebody wants back
    is_faulty = has_problem(context, entry.node.span)
    applicability = Applicability.UNSAFE if is_faulty else Applicability.SAFE
    title = f"Remove nodeAttrs[{entry.ordinal}]"
    return removal(context, section_value(context, "nodeAttrs"), entry.node.start, title, applicability)
