"""What changed in the settings of this program between two versions, and whether it makes them looser."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tailcli.config.enabling import enabled
from tailcli.config.rule_words import names_gate
from tailcli.config.settings import FileKind
from tailcli.diff.guardrail_changes import changed_guardrails
from tailcli.diff.people_changes import changed_people, is_about_people, people_words
from tailcli.findings.registry import GATES, LINT_RULES, RULES
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tailcli.config.configuration import Configuration, DiffSettings
    from tailcli.config.settings import Options, Settings
    from tailcli.findings.rule import Rule


class InForce(NamedTuple):
    """What goes for one policy in one version: all settings, and those for the file itself.

    ``known`` is how often its baseline knows which finding: a code, a place, and a digest of the entry.
    """

    configuration: Configuration
    settings: Settings
    known: Mapping[tuple[str, str, str], int] = {}


class SettingChange(NamedTuple):
    """One thing that the settings say otherwise than before.

    Attributes:
        key: the key of the settings.
        before: what it said, in words; empty where nothing.
        after: what it says.
        is_looser: whether less is found, or less of it fails, than before.
        line: the line in the new settings file, or in the old one for what is gone; None where not known.
    """

    key: str
    before: str
    after: str
    is_looser: bool
    line: int | None = None


def change_words(change: SettingChange) -> str:
    """Return a change of the settings in words: of people, who was added and who was left out."""
    if is_about_people(change.key):
        return f"{change.key}: {people_words(change.before, change.after)}"
    if not change.after:
        return f"{change.key}: {change.before}: no longer"
    if not change.before:
        return f"{change.key}: {change.after}: new"
    return f"{change.key}: {change.before} became {change.after}"


def compare_settings(old: InForce, new: InForce) -> tuple[SettingChange, ...]:
    """Return what differs, as far as it goes for the policy."""
    return (
        *(SettingChange(*change) for change in changed_guardrails(old.settings, new.settings)),
        *_rules(old.settings, new.settings),
        *_severities(old.settings, new.settings),
        *_thresholds(old, new),
        *_gates(old.configuration, new.configuration),
        *_options(old.settings.options, new.settings.options),
        *_people(old.configuration, new.configuration),
        *_baseline(old.known, new.known),
    )


def _rules(old: Settings, new: Settings) -> Iterator[SettingChange]:
    before, after = _running(old), _running(new)
    for key, rules, is_looser in (
        ("rules no longer run", [rule for rule in before if rule not in after], True),
        ("rules newly run", [rule for rule in after if rule not in before], False),
    ):
        if rules:
            names = _names(rules)
            yield SettingChange(key, names if is_looser else "", "" if is_looser else names, is_looser)


def _running(settings: Settings) -> tuple[Rule, ...]:
    return (
        *enabled(LINT_RULES, settings),
        *(rule for rule in GATES if rule not in LINT_RULES and not is_ignored(rule, settings)),
    )


def is_ignored(rule: Rule, settings: Settings) -> bool:
    """Tell whether the settings turn a gate off: by its own code or name, since a family is for ``lint``."""
    return any(word.lower() in {rule.name, rule.code.lower()} for word in settings.ignore)


def _names(rules: list[Rule]) -> str:
    more = f" and {len(rules) - _NAMED} more" if len(rules) > _NAMED else ""
    return ", ".join(rule.name for rule in rules[:_NAMED]) + more


_NAMED = 6


def _severities(old: Settings, new: Settings) -> Iterator[SettingChange]:
    for rule in RULES:
        before = old.severities.get(rule.code, rule.severity)
        after = new.severities.get(rule.code, rule.severity)
        if before is not after:
            is_looser = after.rank < before.rank
            yield SettingChange(f"severity.{rule.name}", before.value, after.value, is_looser)


def _baseline(
    old: Mapping[tuple[str, str, str], int], new: Mapping[tuple[str, str, str], int]
) -> Iterator[SettingChange]:
    """Tell what is no longer reported since it is known now, and what is reported again."""
    added, gone = Counter(new) - Counter(old), Counter(old) - Counter(new)
    if added:
        yield SettingChange("baseline", "", f"knows also {_findings(added)}", is_looser=True)
    if gone:
        yield SettingChange("baseline", f"knows {_findings(gone)}", "", is_looser=False)


def _findings(known: Mapping[tuple[str, str, str], int]) -> str:
    places: Counter[str] = Counter()
    for (code, pointer, _), count in sorted(known.items()):
        places[f"{code} at {pointer or '/'}"] += count
    words = [f"{place} ({count})" if count > 1 else place for place, count in places.items()]
    return ", ".join(words[:_NAMED]) + (f" and {len(words) - _NAMED} more" if len(words) > _NAMED else "")


def _people(old: Configuration, new: Configuration) -> Iterator[SettingChange]:
    """Tell who is said to be in groups and to have roles otherwise than before: that is no gate looser."""
    for key, before, after in changed_people(old.inventory, new.inventory):
        yield SettingChange(key, before, after, is_looser=False)


# Each is in order, the strictest first; what is not told is what the program does then.
_LINT_FAILS = ("info", "warning", "error", "never")
_DIFF_FAILS = {"any": {"wider", "narrower", "other"}, "widened": {"wider"}, "narrowed": {"narrower"}}


def _thresholds(old: InForce, new: InForce) -> Iterator[SettingChange]:
    before, after = (side.configuration.fail_on or "warning" for side in (old, new))
    if before != after:
        is_looser = _LINT_FAILS.index(after) > _LINT_FAILS.index(before)
        yield SettingChange("fail-on", before, after, is_looser)
    kinds = old.settings.kind, new.settings.kind
    if kinds[0] is not kinds[1]:
        is_looser = kinds[1] is not FileKind.WHOLE
        yield SettingChange("kind", kinds[0].value, kinds[1].value, is_looser)


def _gates(old: Configuration, new: Configuration) -> Iterator[SettingChange]:
    before, after = (_counting(side.diff.gates or ()) for side in (old, new))
    if before != after:
        words = [", ".join(one.diff.gates or ()) for one in (old, new)]
        yield SettingChange("diff.gates", words[0], words[1], is_looser=not before <= after)
    fails = [_effective(one.diff) for one in (old, new)]
    if fails[0] != fails[1]:
        is_looser = not _DIFF_FAILS.get(fails[0], set()) <= _DIFF_FAILS.get(fails[1], set())
        yield SettingChange("diff.fail-on", fails[0], fails[1], is_looser)


def _effective(said: DiffSettings) -> str:
    """Return which difference fails: any, unless gates are named."""
    return said.fail_on or ("any" if said.gates is None else "never")


def _counting(words: tuple[str, ...]) -> set[str]:
    return {rule.code for rule in GATES if any(names_gate(word, rule) for word in words)}


def _options(old: Options, new: Options) -> Iterator[SettingChange]:
    for field in old._fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            key = f"options.{field.replace('_', '-')}" if field != "domains" else "tailnet.domains"
            yield SettingChange(key, _words(before), _words(after), _is_looser(field, before, after))


def _is_looser(field: str, before: object, after: object) -> bool:
    """Tell whether rules find less by an option: what it lists is wanted, but domains and small networks."""
    if isinstance(before, int) and isinstance(after, int):
        return after < before
    if field == "domains":
        return before is not None and (after is None or not _items(after) <= _items(before))
    return not _items(before) <= _items(after)


def _items(value: object) -> set[object]:
    """Return what an option lists, with the key of its table where it has one."""
    if isinstance(value, dict):
        return {(key, item) for key, items in value.items() for item in _items(items)}
    return set(value) if isinstance(value, tuple) else {value} - {None}


def _words(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_words(items)}" for key, items in value.items())
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
