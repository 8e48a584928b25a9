"""From a text to a policy in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.parse import parse
from tailcli.policy.decode import decode

if TYPE_CHECKING:
    from tailcli.policy.model import Policy
    from tailcli.source.text import SourceText


def load(source: SourceText) -> Policy:
    """Return the policy that a text holds. Never raises: see the document's problems and the policy's."""
    return decode(parse(source))
