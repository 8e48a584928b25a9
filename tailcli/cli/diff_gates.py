"""The gates of a diff: which settings are in force for it, and what the gates find by them.

With a base they are those of the base, so that a change cannot switch off its own gate.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from tailcli.config.settings import FileKind
from tailcli.diff.gates import Evidence, Gated, find_gates
from tailcli.diff.loosening import InForce, SettingChange, compare_settings
from tailcli.inputs.configuration import Configurations
from tailcli.inputs.errors import InputError
from tailcli.inputs.files import STDIN, in_git
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.access.inventory import Inventory
    from tailcli.cli.diff_input import Versions
    from tailcli.config.configuration import DiffSettings
    from tailcli.diff.expect import Judgement
    from tailcli.diff.model import AccessDiff
    from tailcli.inputs.configuration import Found
    from tailcli.inputs.configuration_at import ConfigurationsAt
    from tailcli.policy.model import Policy

DEFAULTS = "the defaults"


class Asked(NamedTuple):
    """What the command line says of settings and gates.

    Attributes:
        file: the settings file to use whatever the versions hold, or None.
        overrides: parsed settings that beat those of every file.
        isolated: look for no settings file.
        gates: words that name the gates that fail the change; none where not told.
        kind: what sort of file the policies are.
    """

    file: str | None = None
    overrides: Mapping[str, object] = {}
    isolated: bool = False
    gates: tuple[str, ...] = ()
    kind: FileKind = FileKind.WHOLE


class Ruled(NamedTuple):
    """What the gates say of one diff, and what the settings say of failing."""

    gated: Gated
    said: DiffSettings


class _Used(NamedTuple):
    """The settings in force, what to call them, and what the change does to them."""

    in_force: InForce
    name: str
    changes: tuple[SettingChange, ...] = ()
    changed_file: str = ""


class Finder(Protocol):
    """Whoever knows the settings for a file."""

    def find(self, path: str) -> Found:
        """Return what goes for a file."""


class GateKeeper:
    """Finds the settings of each diff of a run; every settings file is read once.

    Args:
        asked: what the command line says.
        now: who knows the settings that are in force where no revision's are.

    Raises:
        InputError: if a settings file that is in force cannot be used.
    """

    def __init__(self, asked: Asked, now: Finder | None = None) -> None:
        self._asked = asked
        self._now: Finder = now or Configurations(
            file=asked.file, overrides=asked.overrides, isolated=asked.isolated
        )
        self._at: dict[str, ConfigurationsAt] = {}
        self._in_use: dict[tuple[str | None, str | None, str | None], _Used] = {}

    def rule(
        self,
        diff: AccessDiff,
        versions: Versions,
        judgement: Judgement | None = None,
        base: str | None = None,
    ) -> Ruled:
        """Return what the gates find in a diff; ``base`` is what all files of the run are compared with."""
        used = self._used(_spec(versions.old), _spec(versions.new), base)
        settings, said = used.in_force.settings, used.in_force.configuration.diff
        if self._asked.kind is not FileKind.WHOLE:
            settings = settings._replace(kind=self._asked.kind)
        evidence = Evidence(
            diff, versions.old, versions.new, judgement, used.changes, used.changed_file, versions.known
        )
        found = find_gates(evidence, settings, (*self._asked.gates, *(said.gates or ())))
        return Ruled(Gated(used.name, used.in_force.settings.guardrails.file, used.changes, found), said)

    def told(self, versions: Versions, base: str | None = None) -> Inventory | None:
        """Return the groups, roles and domains that the settings in force tell; None where they do not."""
        used = self._used(_spec(versions.old), _spec(versions.new), base)
        return used.in_force.configuration.inventory

    def changes_settings(self, old: str, new: str) -> bool:
        """Tell whether the settings for a policy differ between two versions, given by their names."""
        return bool(self._used(old, new, None).changes)

    def _used(self, old: str | None, new: str | None, run_base: str | None) -> _Used:
        key = (old, new, run_base)
        if key not in self._in_use:
            self._in_use[key] = self._find_used(*key)
        return self._in_use[key]

    def _find_used(self, old: str | None, new: str | None, run_base: str | None) -> _Used:
        base = self._base(old, new, run_base)
        if self._asked.file is not None or self._asked.isolated or base is None:
            beside = next((one for one in (old, new) if one is not None and os.path.lexists(one)), STDIN)
            found = self._now.find(beside)
            return _Used(_in_force(found, beside), found.name or DEFAULTS)
        revision, name = base
        there = self._revision(revision)
        found = there.find_named(name)
        path = there.settings_path(name)
        in_force = _with_baseline(_in_force(found, path), found, path, revision)
        used = _Used(in_force, found.name or f"{DEFAULTS} (none at {revision})")
        return used if new is None else self._with_changes(used, new)

    def _base(self, old: str | None, new: str | None, run_base: str | None) -> tuple[str, str] | None:
        """Return the revision of the old version, and the path of the policy in it."""
        if old is not None:
            return _in_git(old)
        if run_base is None or new is None:
            return None
        return run_base, self._revision(run_base).name_of(new)

    def _with_changes(self, used: _Used, new: str) -> _Used:
        """Add what the new version's settings say otherwise; those that cannot be read hold nothing."""
        try:
            found, path, revision = self._newer(new)
            in_force = _with_baseline(_in_force(found, path), found, path, revision)
        except InputError as error:
            unread = SettingChange("settings", used.name, f"unusable: {error}", is_looser=True)
            return used._replace(changes=(unread,), changed_file=error.name.partition(":")[0])
        changes = compare_settings(used.in_force, in_force)
        return used._replace(changes=changes, changed_file=found.name or used.name)

    def _newer(self, new: str) -> tuple[Found, str, str | None]:
        """Return what goes for the new version, its path, and the revision that it is of."""
        in_git = _in_git(new)
        if in_git is None:
            return self._now.find(new), new, None
        there = self._revision(in_git[0])
        return there.find_named(in_git[1]), there.settings_path(in_git[1]), in_git[0]

    def _revision(self, revision: str) -> ConfigurationsAt:
        from tailcli.inputs.configuration_at import ConfigurationsAt

        if revision not in self._at:
            self._at[revision] = ConfigurationsAt(revision, self._asked.overrides)
        return self._at[revision]


def _spec(policy: Policy | None) -> str | None:
    return None if policy is None else policy.document.source.name


def _in_git(spec: str) -> tuple[str, str] | None:
    """Return the revision and the path of ``REV:PATH``; None for a file, what is staged and a stream."""
    return None if spec.startswith("<") else in_git(spec)


def _in_force(found: Found, path: str) -> InForce:
    return InForce(found.configuration, found.settings_for(path))


def _with_baseline(in_force: InForce, found: Found, path: str, revision: str | None) -> InForce:
    """Add what the baseline knows of a policy, as the revision has it or else as it lies there now."""
    if found.baseline is None:
        return in_force
    from tailcli.cli.baselines import known_findings

    known = known_findings(found.baseline, path, revision)
    return in_force._replace(
        known={(key.code, key.pointer, key.content): count for key, count in known.items()}
    )
