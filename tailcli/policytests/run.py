"""Running all tests of a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.match_lookup import lookup_for
from tailcli.access.match_question import Rules
from tailcli.access.match_ssh import SshRules
from tailcli.policytests.network import NetworkTests
from tailcli.policytests.results import Run
from tailcli.policytests.ssh import SshTests

if TYPE_CHECKING:
    from tailcli.access.inventory import Inventory
    from tailcli.policy.model import Policy


def run_tests(policy: Policy, inventory: Inventory | None = None) -> Run:
    """Judge every entry of ``tests`` and ``sshTests`` as the control plane would. Never raises.

    Without an inventory every user and tag has devices, and what the policy does not say stays unknown.
    """
    rules = Rules(policy, inventory)
    lookup = lookup_for(policy, rules)
    network = NetworkTests(rules, lookup)
    ssh = SshTests(rules, SshRules(policy, rules), lookup)
    entries = [*map(network.judge, policy.tests), *map(ssh.judge, policy.ssh_tests)]
    return Run(policy, tuple(entries), rules.clauses)
