"""One policy and what is known of its tailnet beside it, for the commands that need both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from tailcli import api
from tailcli.cli import streams
from tailcli.cli.inventory_input import known_tailnet
from tailcli.inputs.errors import InputError
from tailcli.inputs.files import STDIN, read_any
from tailcli.policy.check import server_verdict
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.inventory import Inventory
    from tailcli.inputs.configuration import Configurations
    from tailcli.policy.model import Policy


class PolicyInput(NamedTuple):
    """What a command works on; no inventory where neither a list nor the settings tell anything."""

    policy: Policy
    inventory: Inventory | None


def load_policy(
    policy: str, devices: list[str], configurations: Configurations, stdin_name: str
) -> PolicyInput:
    """Read both. What the control plane would refuse the policy for is said on the error stream.

    Raises:
        InputError: if an input or a settings file cannot be used, or the policy has a syntax error.
    """
    if policy == STDIN and STDIN in devices:
        raise typer.BadParameter("the standard input can be the policy or a device list, not both")
    loaded = api.load(read_any(policy, stdin_name=stdin_name))
    source = loaded.document.source
    for fault in loaded.document.problems:
        line, column = source.position(fault.start)
        raise InputError(f"{source.name}:{line}:{column}", f"syntax error: {fault.message}")
    if loaded.root is None:
        raise InputError(source.name, "no policy: the file holds no object")
    inventory = known_tailnet(devices, configurations, policy)
    _warn(loaded, inventory)
    return PolicyInput(loaded, inventory)


def _warn(policy: Policy, inventory: Inventory | None) -> None:
    """Say what the control plane would refuse the policy for, its tests aside."""
    problem = server_verdict(policy, None if inventory is None else inventory.domains)
    if problem is not None:
        source = policy.document.source
        line, column = source.position(problem.span.start)
        message = problem.server or problem.message
        where = f"{source.name}:{line}:{column}"
        streams.talk(f"warning: the control plane would refuse this policy: {where}: {message}")
