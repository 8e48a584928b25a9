"""The routes of ``autoApprovers``, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.addresses import parse_prefix
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.addresses import AddressRange
    from tailcli.policy.model import Approval


class Route(NamedTuple):
    """One line of ``autoApprovers.routes`` whose key is a CIDR, perhaps with host bits as written."""

    approval: Approval
    range: AddressRange
    has_host_bits: bool

    @property
    def is_default(self) -> bool:
        """Whether it is the whole family: ``0.0.0.0/0`` or ``::/0``."""
        return self.range.first == 0 and self.approval.name.value.strip().endswith("/0")

    @property
    def approvers(self) -> frozenset[str]:
        """The approvers as written, without the white space around them."""
        return frozenset(node.value.strip() for node in self.approval.approvers)


def routes(context: Context) -> tuple[Route, ...]:
    """Return the routes in the order of the file. Use it as ``context.once(routes)``."""
    return tuple(_routes(context))


def _routes(context: Context) -> Iterator[Route]:
    for approval in context.policy.auto_approvers.routes:
        prefix = parse_prefix(approval.name.value.strip())
        if prefix is not None:
            yield Route(approval, prefix.range, prefix.has_host_bits)
