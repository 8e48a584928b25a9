"""From a text to a policy in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.parse import parse
from tailcli.policy.decode import decode, decode_beside

if TYPE_CHECKING:
    from tailcli.policy.model import Policy
    from tailcli.source.text import SourceText


def load(source: SourceText) -> Policy:
    """Return the policy that a text holds. Never raises: see the document's problems and the policy's."""
    return decode(parse(source))


def load_beside(source: SourceText, known: Policy) -> Policy:
    """Return what ``load`` returns; what the text shares with that of another version is taken from there."""
    from tailcli.hujson.beside import parse_beside

    beside = parse_beside(source, known.document)
    return load(source) if beside is None else decode_beside(beside, known)
