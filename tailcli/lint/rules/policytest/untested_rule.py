"""No test exercises an access rule.

What it does:
    Reports grants and ACL rules that open traffic of which no `accept` of a test, and no failing `deny`,
    asks. A file without tests is left to `no-tests`.

Why:
    What no test asks for may break without anybody noticing.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": [], "tag:db": []},
      "grants": [
        {"src": ["group:web"], "dst": ["tag:web"], "ip": ["tcp:443"]},
        {"src": ["tag:web"], "dst": ["tag:db"], "ip": ["tcp:5432"]},
      ],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:443"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": [], "tag:db": []},
      "grants": [
        {"src": ["group:web"], "dst": ["tag:web"], "ip": ["tcp:443"]},
        {"src": ["tag:web"], "dst": ["tag:db"], "ip": ["tcp:5432"]},
      ],
      "tests": [
        {"src": "alice@example.com", "accept": ["tag:web:443"]},
        {"src": "tag:web", "accept": ["tag:db:5432"]},
      ],
    }
    ```

Fix:
    None: write a test for what the rule is there for.

References:
    - https://tailscale.com/kb/1337/policy-syntax#tests
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import anchor
from tailcli.lint.test_runs import test_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report the access rules that no test exercises."""
    from tailcli.policytests.coverage import coverage

    for covered in coverage(context.once(test_run)):
        if not covered.is_exercised:
            yield Report(
                anchor(covered.rule.node),
                f"no test exercises {covered.name}",
                hint='write a test whose "accept" needs this rule',
            )
