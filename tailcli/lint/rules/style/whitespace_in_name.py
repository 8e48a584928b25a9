"""A name has white space around it.

What it does:
    Reports selectors, and names that are defined, which begin or end with white space.

Why:
    The control plane was seen to trim names in some places. Other readers of the file do not, so that the
    name that they look for does not exist.

Example:
    bad:
    ```hujson
    {"grants": [{"src": ["autogroup:member "], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```
    fixed:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```

Fix:
    Unsafe: removes the white space. Access stays the same, but it is not known everywhere that the file was
    accepted before.

References:
    - https://tailscale.com/kb/1396/targets
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Report
from tailcli.hujson.edit import quote as json_quote
from tailcli.lint.strings import strings_of
from tailcli.policy.faults import quote
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_SECTIONS = frozenset(("grants", "acls", "ssh", "groups", "tagOwners", "hosts", "ipsets", "postures"))
_MORE = frozenset(("tests", "sshTests", "nodeAttrs", "autoApprovers", "defaultSrcPosture"))


def check(context: Context) -> Iterator[Report]:
    """Report every string of the sections of rules and names that is padded."""
    for section in context.policy.sections:
        if section.name not in _SECTIONS | _MORE:
            continue
        for node in strings_of(section.value):
            bare = node.value.strip()
            if bare == node.value or not bare:
                continue
            fix = Fix(
                "Remove the white space", (TextEdit(node.span, json_quote(bare)),), Applicability.UNSAFE
            )
            yield Report(node.span, f"{quote(node.value)} has white space around it", fix=fix)
