"""A posture is named that `postures` does not define.

What it does:
    Reports every name in `srcPosture` and `defaultSrcPosture` that is not a key of `postures`.

Why:
    A rule that asks for an unknown posture can be met by no device.

Example:
    bad:
    ```hujson
    {
      "postures": {"posture:latest": ["node:tsReleaseTrack == 'stable'"]},
      "grants": [{"src": ["*"], "dst": ["*"], "ip": ["22"], "srcPosture": ["posture:newest"]}],
    }
    ```
    good:
    ```hujson
    {
      "postures": {"posture:latest": ["node:tsReleaseTrack == 'stable'"]},
      "grants": [{"src": ["*"], "dst": ["*"], "ip": ["22"], "srcPosture": ["posture:latest"]}],
    }
    ```

Fix:
    Unsafe: writes what is probably meant, where that is near enough. Else none: define the posture, or
    correct the name.

References:
    - https://tailscale.com/kb/1288/device-posture
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.lint.problems import with_replacement

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem


def report(context: Context, problem: Problem) -> Report:
    """Offer what is probably meant as an unsafe fix."""
    return with_replacement(context, problem, Applicability.UNSAFE)
