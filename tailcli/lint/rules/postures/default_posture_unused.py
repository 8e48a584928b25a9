"""The default posture applies to no rule, since each has its own.

What it does:
    Reports `defaultSrcPosture` where every grant, ACL rule and SSH rule has a `srcPosture`.

Why:
    A rule's own `srcPosture` replaces the default, it does not add to it. Whoever reads the default
    believes that all rules ask for it.

Example:
    bad:
    ```hujson
    {
      "postures": {"posture:a": ["node:os == 'linux'"], "posture:b": ["node:os == 'macos'"]},
      "defaultSrcPosture": ["posture:a"],
      "grants": [
        {"src": ["autogroup:member"], "dst": ["*"], "ip": ["*"], "srcPosture": ["posture:b"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "postures": {"posture:a": ["node:os == 'linux'"]},
      "defaultSrcPosture": ["posture:a"],
      "grants": [{"src": ["autogroup:member"], "dst": ["*"], "ip": ["*"]}],
    }
    ```

Fix:
    None: name the default in the rules, too, or remove it.

References:
    - https://tailscale.com/kb/1288/device-posture
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report a default that every rule replaces."""
    policy = context.policy
    if not policy.default_src_posture or (policy.grants is None and policy.acls is None):
        return
    own = [rule.src_posture for rule in policy.grants or ()]
    own += [rule.src_posture for rule in policy.acls or ()]
    own += [rule.src_posture for rule in policy.ssh]
    if own and all(own):
        key = next(section.key for section in policy.sections if section.name == "defaultSrcPosture")
        yield Report(
            key.span,
            '"defaultSrcPosture" applies to no rule: each has a "srcPosture", which replaces it',
            hint="add its postures to the rules that are meant to need them, or remove it",
        )
