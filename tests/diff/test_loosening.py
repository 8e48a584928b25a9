"""What counts as looser settings, key by key; the other way round it never does, unless both are looser."""

from __future__ import annotations

import pytest

from tailcli.config.reading import read_configuration
from tailcli.diff.loosening import InForce, SettingChange, change_words, compare_settings

GUARD = '[[guard.must-not-reach]]\nname = "n"\nfrom = ["*"]\nto = ["tag:a", "tag:b"]\n'


def in_force(text: str) -> InForce:
    found = read_configuration(text)
    assert found is not None
    return InForce(found, found.for_file("policy.hujson"))


def changes(old: str, new: str) -> list[SettingChange]:
    return list(compare_settings(in_force(old), in_force(new)))


@pytest.mark.parametrize(
    ("strict", "loose", "keys"),
    [
        (GUARD, "", ["guard.must-not-reach"]),
        (GUARD, GUARD.replace(', "tag:b"', ""), ["guard.must-not-reach"]),
        (GUARD, GUARD + 'ports = ["tcp:22"]\n', ["guard.must-not-reach"]),
        (GUARD, GUARD + 'except = ["group:x"]\n', ["guard.must-not-reach"]),
        (GUARD.replace("not-", ""), "", ["guard.must-reach"]),
        ("", 'ignore = ["TP101"]', ["rules no longer run"]),
        ("", 'ignore = ["lockout"]', ["rules no longer run"]),
        ("", '[files."*.hujson"]\nignore = ["TP1"]', ["rules no longer run"]),
        ('persona = "auditor"', "", ["rules no longer run"]),
        ("", 'select = ["TP101"]', ["rules no longer run"]),
        ('[severity]\nTP101 = "error"', '[severity]\nTP101 = "info"', ["severity.undefined-group"]),
        ('fail-on = "info"', "", ["fail-on"]),
        ("", 'fail-on = "never"', ["fail-on"]),
        ("", '[files."*"]\nkind = "fragment"', ["kind"]),
        ('[diff]\ngates = ["all"]', '[diff]\ngates = ["lockout"]', ["diff.gates"]),
        ('[diff]\nfail-on = "any"', '[diff]\nfail-on = "widened"', ["diff.fail-on"]),
        ('[diff]\nfail-on = "narrowed"', '[diff]\nfail-on = "never"', ["diff.fail-on"]),
        ('[options]\nsensitive-tags = ["tag:a"]', "", ["options.sensitive-tags"]),
        ("", "[options]\nbroad-ipv4-prefix = 8", ["options.broad-ipv4-prefix"]),
        ('[options.break-glass]\n"group:x" = ["tag:a:22"]', "", ["options.break-glass"]),
        ('[tailnet]\ndomains = ["a.example"]', "", ["tailnet.domains"]),
        (
            '[tailnet]\ndomains = ["a.example"]',
            '[tailnet]\ndomains = ["a.example", "b.example"]',
            ["tailnet.domains"],
        ),
    ],
)
def test_one_way_is_looser_and_the_other_is_not(strict: str, loose: str, keys: list[str]) -> None:
    assert [one.key for one in changes(strict, loose) if one.is_looser] == keys
    back = changes(loose, strict)
    assert back
    assert not any(one.is_looser for one in back)
    assert changes(strict, strict) == changes(loose, loose) == []


@pytest.mark.parametrize(
    "new",
    [
        GUARD.replace('"n"', '"another name"'),
        GUARD + 'reason = "why"\n',
        "# a comment\n" + GUARD,
        GUARD.replace('"tag:a", "tag:b"', '"tag:b", "tag:a"'),
    ],
)
def test_what_a_guardrail_is_called_makes_it_no_looser(new: str) -> None:
    assert not any(one.is_looser for one in changes(GUARD, new))


def test_a_guardrail_that_was_weakened_is_shown_with_both_versions_at_the_line_of_the_new() -> None:
    (one,) = changes(GUARD, "\n" + GUARD.replace(', "tag:b"', ""))
    assert change_words(one) == "guard.must-not-reach: n: * -> tag:a, tag:b * -> n: * -> tag:a *"
    assert one.line == 2


def test_gates_that_are_spelt_otherwise_are_the_same() -> None:
    assert changes('[diff]\ngates = ["TP284"]', '[diff]\ngates = ["lockout"]') == []
