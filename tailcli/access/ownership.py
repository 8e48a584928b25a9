"""Who may take on a tag: directly as an owner, or by way of other tags.

An owner of a tag may give it to a device of theirs. Where the owner is itself a tag, every device with that
tag may change to the new one. Ownership is one hop: who owns ``tag:a`` does not own what ``tag:a`` owns. But
they can get there in two steps, with a device of their own that takes on ``tag:a`` first, so the way is
counted. Administrators and network administrators may assign every tag without being owners; they are left
out, unless the file names their role as an owner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import TaggedDevices, members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.compile import Access
    from tailcli.policy.model import Policy


class Ownership:
    """Who may take on each tag of one policy, as sets of atoms of its access. Answers are kept."""

    __slots__ = ("_access", "_all", "_owners")

    def __init__(self, policy: Policy, access: Access) -> None:
        """Read the owners of every tag; ``access`` is the policy's own, or one compiled together with it."""
        self._access = access
        self._owners = {
            definition.name.value.strip(): _people(access, tuple(owner.value for owner in definition.owners))
            for definition in policy.tag_owners
        }
        self._all: dict[str, int] = {}

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag that the policy declares, in its order."""
        return tuple(self._owners)

    def owners(self, tag: str) -> int:
        """Return the people and tagged devices that may take on the tag at once; 0 for an unknown tag."""
        return self._owners.get(tag, 0)

    def takers(self, tag: str) -> int:
        """Return everybody who may take on the tag, at once or step by step by way of other tags."""
        found = self._all.get(tag)
        if found is None:
            found = self._all[tag] = self._search(tag)
        return found

    def path(self, takers: int, tag: str) -> tuple[str, ...]:
        """Return the tags that one of ``takers`` takes on one after the other, in the fewest steps.

        ``tag`` comes last; the result is empty where none of them can get there.
        """
        towards: dict[str, str | None] = {tag: None}
        pending = [tag]
        for reached in pending:
            if self.owners(reached) & takers:
                return tuple(_follow(towards, reached))
            for owner in self._names(self.owners(reached)):
                if owner not in towards:
                    towards[owner] = reached
                    pending.append(owner)
        return ()

    def _search(self, tag: str) -> int:
        found, fresh = 0, self.owners(tag)
        while fresh:
            found |= fresh
            further = 0
            for name in self._names(fresh):
                further |= self.owners(name)
            fresh = further & ~found
        return found

    def _names(self, bits: int) -> list[str]:
        universe = self._access.universe
        atoms = (universe.atoms[number] for number in members(bits & universe.tagged))
        return [atom.tag for atom in atoms if isinstance(atom, TaggedDevices)]


def _people(access: Access, texts: tuple[str, ...]) -> int:
    found = 0
    for text in texts:
        found |= access.resolver.people(text)
    return found


def _follow(towards: dict[str, str | None], start: str) -> Iterator[str]:
    at: str | None = start
    while at is not None:
        yield at
        at = towards[at]
