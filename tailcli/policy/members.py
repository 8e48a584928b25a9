"""Which members of an object count: keys matched as the server does, the last one wins, null is absent.

Everything that reads a policy's objects goes through here, so that all agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Invalid, Null

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Member, Object
    from tailcli.policy.fields import Record


def field_members(node: Object, record: Record) -> dict[str, Member]:
    """Return the members of a record that count, by the canonical spelling of their field.

    A legacy field is under its own name. Unknown keys are left out. A member whose value the parser could
    not read is kept (the field is there, after all); one that is null is not.
    """
    found: dict[str, Member] = {}
    nulls = False
    for member in node.members:
        field = record.field(member.key.value)
        if field is not None:
            found[field.name] = member
            nulls = nulls or type(member.value) is Null
    return _without_nulls(found) if nulls else found


def _without_nulls(members: dict[str, Member]) -> dict[str, Member]:
    return {name: member for name, member in members.items() if type(member.value) is not Null}


def map_members(node: Object) -> tuple[Member, ...]:
    """Return the members of a map that count, in the order of the file, without unreadable values."""
    last = {member.key.value: member for member in node.members}
    if len(last) == len(node.members):
        return tuple(member for member in node.members if type(member.value) is not Invalid)
    return tuple(
        member
        for member in node.members
        if last[member.key.value] is member and type(member.value) is not Invalid
    )
