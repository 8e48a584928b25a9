"""Where several edits meet in one row, the one that tells a reader most is its cause."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Lane

from .policies import POLICY, edited, read, said

if TYPE_CHECKING:
    from tailcli.diff.model import AccessDiff

Json = dict[str, Any]


def by_cause(found: AccessDiff, lane: Lane) -> list[tuple[str, str]]:
    return [(row.cause.text, said(row)) for row in found.rows if row.lane is lane and row.cause]


def test_a_new_source_of_a_rule_has_all_from_the_rule_though_a_destination_grew_too() -> None:
    old = deepcopy(POLICY)
    old["grants"].append({"src": ["group:dev"], "dst": ["ipset:lab"], "ip": ["tcp:80"]})
    new = deepcopy(old)
    new["grants"][3]["src"].append("tag:ci")
    new["ipsets"]["ipset:lab"].append("add 10.9.0.0/16")
    found = compare_policies(read(old), read(new))
    assert by_cause(found, Lane.NETWORK) == [
        ("ipset:lab changed: + add 10.9.0.0/16", "+ group:dev -> 10.9.0.0/16: tcp:80"),
        ("grants[3] widened: + src tag:ci", "+ tag:ci -> ipset:lab: tcp:80"),
    ]


def test_an_entry_that_came_beside_a_wider_one_was_added() -> None:
    old = deepcopy(POLICY)
    old["autoApprovers"]["routes"] = {"0.0.0.0/0": ["tag:web"], "10.1.0.0/16": ["tag:ci"]}
    new = deepcopy(old)
    new["autoApprovers"]["routes"] = {
        "0.0.0.0/0": ["tag:web"],
        "10.1.0.0/16": ["tag:db"],
        "10.7.0.0/16": ["tag:db"],
    }
    found = compare_policies(read(old), read(new))
    assert [cause for cause, _ in by_cause(found, Lane.APPROVAL)] == [
        'autoApprovers.routes["10.1.0.0/16"]: + tag:db',
        'autoApprovers.routes["10.7.0.0/16"] added',
        'autoApprovers.routes["10.1.0.0/16"]: - tag:ci',
    ]
    added = next(row.cause for row in found.rows if row.cause and row.cause.text.endswith("added"))
    assert added.old is None


def test_another_spelling_of_a_selector_is_no_edit_of_an_entry() -> None:
    old = deepcopy(POLICY)
    old["nodeAttrs"] = [{"target": ["autogroup:members"], "attr": ["funnel"]}]
    found = compare_policies(
        read(old),
        read({**old, "nodeAttrs": [{"target": ["autogroup:member", "tag:web"], "attr": ["funnel"]}]}),
    )
    assert by_cause(found, Lane.ATTRIBUTES) == [
        ("nodeAttrs[0] changed: + target tag:web", "+ tag:web: attribute funnel")
    ]


def test_a_step_that_nobody_may_take_any_more_comes_from_its_own_edit_not_from_that_of_a_rule() -> None:
    def edit(policy: Json) -> None:
        policy["tagOwners"]["tag:web"] = ["group:ops"]
        policy["grants"][2]["src"].append("tag:ci")

    assert by_cause(edited(edit), Lane.LATENT) == [
        ('tagOwners["tag:web"]: + group:ops, - group:dev', "+ group:ops -> tag:db: tcp:5432"),
        ('tagOwners["tag:web"]: + group:ops, - group:dev', "- group:dev -> tag:db: tcp:5432"),
    ]


def test_a_step_through_a_route_comes_from_its_approval() -> None:
    old = deepcopy(POLICY)
    old["grants"].append({"src": ["10.1.2.0/24"], "dst": ["tag:db"], "ip": ["tcp:80"]})
    new = deepcopy(old)
    new["autoApprovers"]["routes"]["10.1.0.0/16"].append("di@example.com")
    assert [cause for cause, _ in by_cause(compare_policies(read(old), read(new)), Lane.LATENT)] == [
        'autoApprovers.routes["10.1.0.0/16"]: + di@example.com'
    ]


def test_a_rule_that_lost_words_is_the_same_rule_before_one_of_which_every_source_differs() -> None:
    subnets = ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16", "10.4.0.0/16"]
    tags = ["tag:web", "tag:db", "tag:ci", "tag:k8s"]
    twice = {"src": ["tag:ci"], "dst": ["tag:web", "tag:db", "tag:ci", "tag:pg"], "ip": ["*"]}
    wide = {"src": ["tag:web", *subnets], "dst": [*tags, *subnets], "ip": ["*"]}
    narrow = {"src": ["tag:web"], "dst": tags, "ip": ["*"]}
    base = {"tagOwners": {tag: [] for tag in (*tags, "tag:pg")}}
    found = compare_policies(
        read({**base, "grants": [wide, twice, twice]}), read({**base, "grants": [narrow, twice]})
    )
    assert {cause.partition(":")[0] for cause, _ in by_cause(found, Lane.NETWORK)} == {"grants[0] narrowed"}
    assert [cause.text for cause in found.idle_causes] == ["grants[1] removed"]


def test_a_rule_that_moved_is_told_by_both_of_its_numbers() -> None:
    def edit(policy: Json) -> None:
        policy["grants"][1]["ip"].append("tcp:80")
        del policy["grants"][0]

    assert {cause for cause, _ in by_cause(edited(edit), Lane.NETWORK)} == {
        "grants[0] removed",
        "grants[0] (was grants[1]) widened: + tcp:80",
    }


def test_rules_that_gave_the_same_are_all_behind_its_loss() -> None:
    def edit(policy: Json) -> None:
        policy["grants"][0]["src"] = ["group:ops"]
        policy["grants"][3:] = []

    old = deepcopy(POLICY)
    old["grants"].append({"src": ["ada@example.com"], "dst": ["tag:web"], "ip": ["tcp:443"]})
    new = deepcopy(old)
    edit(new)
    found = compare_policies(read(old), read(new))
    lost = next(row for row in found.rows if said(row) == "- group:dev -> tag:web: tcp:443")
    assert [place.label for place in lost.old] == ["grants[0]", "grants[3]"]
    assert found.idle_causes == ()


def ssh(action: str, src: str, dst: str, *users: str) -> Json:
    return {"action": action, "src": [src], "dst": [dst], "users": list(users)}


def test_the_ssh_rule_that_gives_it_to_all_of_them_is_behind_a_login() -> None:
    new = deepcopy(POLICY)
    new["ssh"] += [
        ssh("accept", "autogroup:admin", "autogroup:self", "root"),
        ssh("accept", "autogroup:member", "autogroup:self", "root"),
    ]
    assert by_cause(compare_policies(read(POLICY), read(new)), Lane.SSH) == [
        ("ssh[2] added", "+ autogroup:member -> their own devices: root")
    ]


def test_a_check_that_goes_is_behind_the_accept_that_it_hid() -> None:
    old = deepcopy(POLICY)
    old["ssh"] = [
        {**ssh("accept", "ada@example.com", "tag:web", "root", "ubuntu"), "dst": ["tag:web", "tag:db"]},
        ssh("check", "group:dev", "tag:web", "ubuntu"),
    ]
    new = {**old, "ssh": [ssh("accept", "group:dev", "tag:web", "root", "ubuntu")]}
    found = compare_policies(read(old), read(new))
    assert {cause.partition(" ")[0] for cause, _ in by_cause(found, Lane.SSH)} == {"ssh[0]"}
    assert found.idle_causes == ()


def test_a_login_that_few_have_a_way_to_says_who() -> None:
    def edit(policy: Json) -> None:
        policy["grants"].append({"src": ["ada@example.com"], "dst": ["tag:web"], "ip": ["22"]})
        policy["ssh"].append(ssh("accept", "group:dev", "tag:web", "root"))

    (row,) = [row for row in edited(edit).rows if row.lane is Lane.SSH]
    assert row.notes == (
        "access rules open tcp:22 there to ada@example.com, so nobody else can use this yet",
    )


def test_a_login_to_devices_of_which_few_can_be_reached_says_which() -> None:
    def edit(policy: Json) -> None:
        policy["grants"].append({"src": ["tag:ci"], "dst": ["tag:web"], "ip": ["22"]})
        rule = ssh("accept", "tag:ci", "tag:web", "root")
        policy["ssh"].append({**rule, "dst": ["tag:web", "tag:db"]})

    (row,) = [row for row in edited(edit).rows if row.lane is Lane.SSH]
    assert row.notes == ("access rules open tcp:22 on tag:web alone, so this cannot be used on the rest yet",)


def test_what_another_way_gives_as_before_is_said_of_a_loss() -> None:
    old = deepcopy(POLICY)
    old["grants"] += [
        {"src": ["tag:ci"], "dst": ["ipset:lab"], "ip": ["*"], "via": ["tag:web"]},
        {"src": ["tag:ci"], "dst": ["10.0.0.0/8"], "ip": ["*"], "via": ["tag:db"]},
    ]
    new = {**old, "ipsets": {"ipset:lab": ["add 10.3.0.0/16"]}}
    gained, lost = (row for row in compare_policies(read(old), read(new)).rows if row.lane is Lane.NETWORK)
    assert lost.notes == ("still allowed, but only through tag:db",)
    assert gained.notes == ("already allowed, but only through tag:db",)


def test_a_group_that_one_of_the_files_defines_is_not_said_to_be_unknown() -> None:
    old = deepcopy(POLICY)
    new = deepcopy(old)
    new["groups"]["group:new"] = ["di@example.com"]
    new["grants"].append({"src": ["group:new", "group:far@example.com"], "dst": ["tag:web"], "ip": ["22"]})
    notes = compare_policies(read(old), read(new)).notes
    assert [note.partition(":")[0] for note in notes if "does not tell" in note] == [
        "the file does not tell who is in group"
    ]
    assert "group:new" not in "".join(notes)
    assert "group:far@example.com" in "".join(notes)


def test_a_login_that_several_rules_gave_is_told_by_the_rule_that_went() -> None:
    old = deepcopy(POLICY)
    old["ssh"] = [
        ssh("accept", "tag:ci", "tag:web", "root"),
        ssh("accept", "tag:db", "tag:web", "root"),
        ssh("accept", "tag:db", "tag:ci", "root"),
    ]
    found = compare_policies(read(old), read({**old, "ssh": []}))
    assert by_cause(found, Lane.SSH) == [
        ("ssh[0] removed", "- tag:ci -> tag:web: root"),
        ("ssh[1] removed", "- tag:db -> tag:web: root"),
        ("ssh[2] removed", "- tag:db -> tag:ci: root"),
    ]
    assert found.idle_causes == ()


def test_several_tags_that_went_are_one_edit_behind_a_login() -> None:
    old = deepcopy(POLICY)
    old["ssh"] = [{**ssh("accept", "group:ops", "tag:web", "root"), "dst": ["tag:web", "tag:db", "tag:ci"]}]
    new = deepcopy(old)
    del new["tagOwners"]["tag:web"]
    del new["tagOwners"]["tag:ci"]
    assert by_cause(compare_policies(read(old), read(new)), Lane.SSH) == [
        ("tag:web, tag:ci no longer declared", "- group:ops -> tag:web, tag:ci: root")
    ]


def test_where_all_was_allowed_the_new_section_is_the_edit() -> None:
    """No rule stands where nothing does, so none became one of the new rules."""
    old: Json = {"tagOwners": {"tag:x": []}}
    rules = [{"src": ["*"], "dst": ["tag:x"], "ip": ["*"]}]
    new = old | {"grants": rules}
    text = "acls or grants were added: what no rule allows is denied now"
    (row,) = compare_policies(read(old), read(new)).rows
    assert row.cause is not None
    assert row.cause.text == text
    assert row.cause.old is None
    assert row.cause.new is not None
    assert (row.cause.new.label, row.cause.new.line) == ("grants", 5)
    (back,) = compare_policies(read(new), read(old)).rows
    assert back.cause is not None
    assert back.cause.new is None
    assert back.cause.old is not None
    assert (back.cause.old.label, back.cause.old.line) == ("grants", 5)


def test_all_that_is_allowed_in_words_is_what_was_allowed_without() -> None:
    new = {"grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"]}]}
    assert compare_policies(read({}), read(new)).rows == ()


KEPT = "which keeps part of what is lost"
WIDE: Json = {"src": ["group:dev"], "dst": ["tag:web", "tag:db"], "ip": ["*"]}
WEB: Json = {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"]}


def idle_after(old: list[Json], new: list[Json]) -> list[str]:
    found = compare_policies(*(read(POLICY | {"grants": rules}) for rules in (old, new)))
    assert found.rows
    return [cause.text for cause in found.idle_causes]


def test_a_rule_that_keeps_part_of_a_loss_is_said_to() -> None:
    assert idle_after([WIDE], [WEB]) == []  # then it is that rule
    other = WEB | {"src": ["ada@example.com", "tag:ci"], "ip": ["tcp:443", "udp:53"]}
    assert idle_after([WIDE], [other | {"src": ["ada@example.com"]}]) == [f"grants[0] added, {KEPT}"]


def test_a_rule_that_gives_what_another_gives_keeps_nothing() -> None:
    narrow = WIDE | {"dst": ["tag:web"]}
    assert idle_after([WIDE], [narrow, WEB]) == ["grants[1] added"]


def test_rules_that_take_the_place_of_allow_all_keep_a_part_of_it() -> None:
    found = compare_policies(read({"tagOwners": {"tag:web": []}}), read(POLICY | {"grants": [WEB]}))
    assert f"grants[0] added, {KEPT}" in [cause.text for cause in found.idle_causes]


def test_an_application_that_another_rule_keeps() -> None:
    app = {"example.com/cap/x": [{"a": 1}]}
    old = [{"src": ["group:dev", "tag:ci"], "dst": ["tag:web", "tag:db"], "app": app}]
    new = [{"src": ["tag:ci"], "dst": ["tag:db"], "app": app}]
    assert idle_after([*old, WEB], [WEB, {"src": ["group:dev"], "dst": ["tag:db"], "app": app}]) == []
    assert idle_after(old, [{**old[0], "dst": ["tag:web"], "src": ["group:dev", "tag:ci"]}, *new]) == [
        f"grants[1] added, {KEPT}"
    ]
