"""A tag is defined and never used.

What it does:
    Reports entries of `tagOwners` that nothing else in the file names: no rule, no owner of another tag, no
    approver, attribute, `via`, recorder or test. Nothing is reported where the policy allows everything:
    there a tag still takes a device from its user, and needs no rule; nor of tags that another tag owns,
    which a program such as the Kubernetes operator gives to what it starts.

Why:
    A device with such a tag belongs to nobody and is reached only by rules about everything. The tag is
    either left over, or the rule that should name it is missing.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {
        "tag:web": ["autogroup:admin"],
        "tag:old": ["autogroup:admin"],
      },
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {
        "tag:web": ["autogroup:admin"],
      },
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": ["autogroup:admin"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```

Fix:
    Unsafe: removes the tag, with its comments. Devices may carry it, and the file does not tell.

References:
    - https://tailscale.com/kb/1068/tags
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.openness import everything_is_open
from tailcli.lint.unused import unused
from tailcli.policy.references import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context

HINT = "remove the tag if no device carries it, or write the rule that names it"


def check(context: Context) -> Iterator[Report]:
    """Report tags without a use, unless no tag needs one."""
    if context.once(everything_is_open):
        return iter(())
    return unused(context, NameKind.TAG, HINT, Applicability.UNSAFE)
