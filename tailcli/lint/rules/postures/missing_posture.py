"""Sensitive devices can be reached without any demand on the device that connects.

What it does:
    Reports sensitive tags in the `dst` of grants and ACL rules that apply without a posture, where a source
    is a person. Files that define no postures are not looked at.

Why:
    A posture makes sure that a laptop is up to date, encrypted or managed before it gets to what matters
    most. A file that has postures and forgets them there protects the wrong things.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:prod-db": []},
      "postures": {"posture:managed": ["custom:managed == true"]},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:prod-db"], "ip": ["tcp:5432"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:prod-db": []},
      "postures": {"posture:managed": ["custom:managed == true"]},
      "grants": [{
        "src": ["autogroup:member"],
        "dst": ["tag:prod-db"],
        "ip": ["tcp:5432"],
        "srcPosture": ["posture:managed"],
      }],
    }
    ```

Fix:
    None: choose the posture.

Options:
    `sensitive_tags` lists tags, `sensitive_words` words that make a tag sensitive when its name holds them
    between hyphens.

References:
    - https://tailscale.com/kb/1288/device-posture
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import numbered_rules
from tailcli.lint.destinations import selector_text
from tailcli.lint.sensitive import is_sensitive
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report sensitive destinations of rules without a posture."""
    if not context.policy.postures:
        return
    access = context.access
    for number, rule in numbered_rules(context):
        content = access.contents[number]
        people = access.resolver.sources(content.sources).both & access.universe.members
        if content.postures or not people:
            continue
        for node in rule.dst:
            text = selector_text(rule, node) or ""
            if is_sensitive(context.options, text):
                yield Report(
                    node.span,
                    f"people reach the sensitive {quote(text.strip())} from any device: no posture",
                    hint='name a posture in "srcPosture"',
                )
