"""What counts as looser settings, key by key; the other way round it never does, unless both are looser."""

from __future__ import annotations

import pytest

from tailcli.config.reading import read_configuration
from tailcli.diff.loosening import InForce, SettingChange, change_words, compare_settings

SSH = '[[guard.must-not-reach]]\nname = "n"\nfrom = ["*"]\nto = ["tag:a"]\nssh = ["root", "ops"]\n'
APP = SSH.replace('ssh = ["root", "ops"]', 'app."tailscale.com/cap/%s" = [%s]')
GET, PUT = APP % ("secrets", '{action = ["get"], secret = ["prod/*"]}'), '{action = ["put"], secret = ["a"]}'
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
        (SSH, SSH.replace(', "ops"', ""), ["guard.must-not-reach"]),
        (SSH.replace("ops", "*"), SSH, ["guard.must-not-reach"]),
        (SSH + 'ports = ["22"]', SSH, ["guard.must-not-reach"]),
        (GET, GET.replace("prod/*", "prod/db"), ["guard.must-not-reach"]),
        (APP % ("secrets", ""), GET, ["guard.must-not-reach"]),
        (GET.replace("not-", ""), GET.replace("not-", "").replace("prod/*", "prod/db"), ["guard.must-reach"]),
        (GET.replace("not-", ""), APP.replace("not-", "") % ("secrets", ""), ["guard.must-reach"]),
        (GET, "", ["guard.must-not-reach"]),
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
        ("", "[options]\nbroad-ipv6-prefix = 32", ["options.broad-ipv6-prefix"]),
        ("", '[options]\nsensitive-words = ["prod"]', ["options.sensitive-words"]),
        ('[options.environments]\nprod = ["tag:a"]\ndev = ["tag:b"]', "", ["options.environments"]),
        ('persona = "pedantic"', 'persona = "default"', ["rules no longer run"]),
        ('extend-select = ["TP720"]', "", ["rules no longer run"]),
        ('[files."policy.*"]\nkind = "whole"', '[files."policy.*"]\nkind = "template"', ["kind"]),
        ("", '[severity]\nlockout = "info"', ["severity.lockout"]),
        ('fail-on = "warning"', 'fail-on = "error"', ["fail-on"]),
        ('[diff]\ngates = ["all"]\nfail-on = "any"', '[diff]\nfail-on = "any"', ["diff.gates"]),
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
    assert change_words(one) == "guard.must-not-reach: n: * -> tag:a, tag:b * became n: * -> tag:a *"
    assert one.line == 2


def test_gates_that_are_spelt_otherwise_are_the_same() -> None:
    assert changes('[diff]\ngates = ["TP284"]', '[diff]\ngates = ["lockout"]') == []


@pytest.mark.parametrize(
    ("demand", "strict", "loose"),
    [
        ("must-not-reach", "viewer", "admin"),
        ("must-reach", "admin", "viewer"),
    ],
)
def test_to_forbid_a_weak_right_is_stricter_and_to_demand_it_looser(
    demand: str, strict: str, loose: str
) -> None:
    texts = [
        APP.replace("must-not-reach", demand) % ("proxy-to-grafana", f'{{role = "{role}"}}')
        for role in (strict, loose)
    ]
    assert [one.is_looser for one in changes(*texts)] == [True]
    assert not any(one.is_looser for one in changes(*reversed(texts)))


def test_a_guardrail_says_of_what_it_speaks() -> None:
    (one,) = changes(SSH, "")
    assert change_words(one) == "guard.must-not-reach: n: * -> tag:a ssh:root, ssh:ops: no longer"
    (other,) = changes("", GET)
    assert change_words(other) == "guard.must-not-reach: n: * -> tag:a secrets: get prod/*: new"
    (nameless,) = changes("", SSH.replace('name = "n"\n', ""))
    assert change_words(nameless) == "guard.must-not-reach: * -> tag:a ssh:root, ssh:ops: new"


@pytest.mark.parametrize(
    "other",
    [SSH.replace("root", "autogroup:nonroot"), SSH.replace("ssh", "ports"), APP % ("secrets", PUT), GET],
)
def test_a_guardrail_about_something_else_is_looser_in_both_directions(other: str) -> None:
    assert [one.is_looser for one in changes(SSH, other)] == [True]
    assert [one.is_looser for one in changes(other, SSH)] == [True]


def test_gates_instead_of_every_difference_fail_less_and_the_other_way_round_more_but_others() -> None:
    """Where gates are named a difference alone does not fail; that is told, whichever way it is looser."""
    (fails,) = (one for one in changes("", '[diff]\ngates = ["lockout"]') if one.is_looser)
    assert change_words(fails) == "diff.fail-on: any became never"
    (gone,) = (one for one in changes('[diff]\ngates = ["lockout"]', "") if one.is_looser)
    assert change_words(gone) == "diff.gates: lockout: no longer"


def test_a_baseline_that_knows_more_is_looser() -> None:
    one, other = ("TP221", "/grants/*", "a"), ("TP221", "/grants/*", "b")
    plain = in_force("")

    def between(old: dict[tuple[str, str, str], int], new: dict[tuple[str, str, str], int]) -> list[str]:
        found = compare_settings(plain._replace(known=old), plain._replace(known=new))
        return [f"{'looser: ' if change.is_looser else ''}{change_words(change)}" for change in found]

    assert between({one: 1}, {one: 1}) == []
    assert between({one: 1}, {one: 3}) == ["looser: baseline: knows also TP221 at /grants/* (2): new"]
    assert between({one: 2}, {one: 1}) == ["baseline: knows TP221 at /grants/*: no longer"]
    # An entry that was edited and is written down anew is no longer reported either.
    assert between({one: 1}, {other: 1}) == [
        "looser: baseline: knows also TP221 at /grants/*: new",
        "baseline: knows TP221 at /grants/*: no longer",
    ]


def staff(*logins: str) -> str:
    listed = ", ".join(f'"{login}@example.com"' for login in logins)
    return f'[groups]\n"group:staff@example.com" = [{listed}]\n'


ADMINS = '[roles]\nadmin = ["alice@example.com"]\n'
STAFF = 'groups."group:staff@example.com": '


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (staff("alice"), staff("alice", "carol"), STAFF + "+ carol@example.com"),
        (staff("alice", "bob"), staff("bob", "carol"), STAFF + "+ carol@example.com, - alice@example.com"),
        (staff("alice"), staff(), STAFF + "- alice@example.com"),
        (staff(), staff("alice"), STAFF + "+ alice@example.com"),
        ("", staff("alice", "bob"), STAFF + "alice@example.com, bob@example.com: new"),
        ("", staff(), STAFF + "nobody: new"),
        (staff("alice"), "", STAFF + "alice@example.com: no longer"),
        (
            staff(),
            staff(*"abcdefgh"),
            STAFF + ", ".join(f"+ {n}@example.com" for n in "abcdef") + " and 2 more",
        ),
        (ADMINS, ADMINS.replace("alice", "bob"), "roles.admin: + bob@example.com, - alice@example.com"),
        ("", ADMINS, "roles.admin: alice@example.com: new"),
        ("", "[roles]\n", "roles: nobody has any: new"),
        ("[roles]\n", "", "roles: nobody has any: no longer"),
    ],
)
def test_people_that_the_settings_tell_otherwise_are_told_and_nothing_is_looser(
    old: str, new: str, words: str
) -> None:
    (one,) = changes(old, new)
    assert (change_words(one), one.is_looser) == (words, False)


def test_programs_get_both_lists_of_people() -> None:
    (one,) = changes(staff("alice"), staff("alice", "carol"))
    assert (one.before, one.after) == ("alice@example.com", "alice@example.com, carol@example.com")


@pytest.mark.parametrize(
    ("old", "new"),
    [(staff("alice", "bob"), staff("bob", "alice")), (staff("alice"), staff("alice", "alice"))],
)
def test_the_same_people_are_no_change(old: str, new: str) -> None:
    assert changes(old, new) == []
