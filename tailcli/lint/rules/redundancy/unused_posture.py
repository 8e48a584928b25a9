"""A posture is defined and never used.

What it does:
    Reports entries of `postures` that neither a rule nor `defaultSrcPosture` names.

Why:
    A posture restricts nothing by itself. One that is defined and not used gives the impression of a
    condition that does not exist.

Example:
    bad:
    ```hujson
    {
      "postures": {
        "posture:new": ["node:tsVersion >= '1.80'"],
      },
      "grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "postures": {
      },
      "grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {
      "postures": {"posture:new": ["node:tsVersion >= '1.80'"]},
      "grants": [
        {"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"], "srcPosture": ["posture:new"]},
      ],
    }
    ```

Fix:
    Safe: removes the posture, with its comments.

References:
    - https://tailscale.com/kb/1288/device-posture
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.unused import unused
from tailcli.policy.references import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report
    from tailcli.lint.context import Context

HINT = 'name the posture in "srcPosture" of a rule, or remove it'


def check(context: Context) -> Iterator[Report]:
    """Report postures without a use."""
    return unused(context, NameKind.POSTURE, HINT, Applicability.SAFE)
