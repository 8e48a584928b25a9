"""What a guardrail asks of every version, and how one is broken."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.content import AccessRule
    from tailcli.access.naming import Party
    from tailcli.config.guardrails import Guardrail
    from tailcli.policy.model import SshRule


class Demand(Enum):
    """What a guardrail asks of every version; the value is its key in the settings."""

    NEVER = "must-not-reach"
    ALWAYS = "must-reach"


class Lane(Enum):
    """Which kind of access a guardrail speaks of."""

    NETWORK = "network"
    SSH = "ssh"
    APPLICATION = "application"


class Breach(NamedTuple):
    """One way in which a guardrail is broken.

    Attributes:
        guardrail: the guardrail.
        demand: whether the access is given and must not be, or must be given and is not.
        sources: who, in the policy's words.
        destinations: what.
        rights: the traffic, the accounts or the permissions, in words.
        condition: under what condition it is given; empty if always, or if it is not given.
        rule: the rule that gives it (None for the allow-all of a policy without rules).
        is_given: whether there is such a rule; a missing access has none.
        witness: one concrete source, destination and right.
        lane: which kind of access it is.
        notes: what else a reader should know: the terms of an SSH rule, or that it cannot be used yet.
        is_given_at_times: of missing access, whether some of it is given under a condition.
    """

    guardrail: Guardrail
    demand: Demand
    sources: tuple[Party, ...]
    destinations: tuple[Party, ...]
    rights: tuple[str, ...]
    condition: str
    rule: AccessRule | SshRule | None
    is_given: bool
    witness: tuple[str, str, str]
    lane: Lane = Lane.NETWORK
    notes: tuple[str, ...] = ()
    is_given_at_times: bool = False
