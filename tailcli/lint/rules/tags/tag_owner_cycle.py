"""Tags own each other in a circle, or a tag is owned by itself alone.

What it does:
    Reports tags that own each other, directly or by way of further tags, and tags whose only owner is the
    tag itself.

Why:
    A device with one tag of a circle may take on each of the others. So all of them have the access of all,
    and keeping them apart is an illusion. A tag that only itself owns can be given by administrators alone,
    which an empty list says more clearly.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:blue": ["tag:green"], "tag:green": ["tag:blue"]},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:blue": [], "tag:green": ["tag:blue"]},
    }
    ```

Fix:
    None: the author has to say which tag comes first.

References:
    - https://tailscale.com/kb/1068/tags
    - https://tailscale.com/kb/1337/policy-syntax#tag-owners
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.tag_cycles import tag_cycles
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report each circle once, at its first tag."""
    names = {tag.name.value.strip(): tag.name for tag in context.policy.tag_owners}
    for cycle in tag_cycles(context.policy.tag_owners):
        first = names[cycle[0]]
        if len(cycle) == 1:
            yield Report(
                first.span,
                f"{quote(cycle[0])} is its own only owner: only administrators can give it to a device",
                hint="write an empty list, or name the owners",
            )
            continue
        listed = ", ".join(map(quote, cycle))
        yield Report(
            first.span,
            f"tags own each other in a circle, so a device with one may take on all: {listed}",
            hint="let one of them be owned by people alone",
            labels=tuple(Label(names[name].span, "also in the circle") for name in cycle[1:]),
        )
