"""Links that a change puts in the place of folders: a path means what it means in the base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ci.test_action import Change

if TYPE_CHECKING:
    from pathlib import Path

POLICY = '{"tagOwners": {"tag:db": []}, "grants": [{"src": ["*"], "dst": ["tag:db"], "ip": ["tcp:22"]}]}\n'
WIDER = POLICY.replace('"tcp:22"', '"tcp:22", "tcp:443"')


def test_a_link_of_the_change_leads_to_no_other_settings(tmp_path: Path) -> None:
    guard = '[[guard.must-not-reach]]\nname = "web"\nfrom = ["*"]\nto = ["tag:db"]\nports = ["443"]\n'
    files = {"policy.hujson": POLICY, "conf/tailcli.toml": guard, "lab/tailcli.toml": "\n"}
    for number, target in enumerate(("lab", "/")):
        new = {"policy.hujson": WIDER, "conf/tailcli.toml": None}
        change = Change(tmp_path / str(number), files, new)
        (change.repository.folder / "conf").symlink_to(target)
        change.repository.git("add", "conf")
        change.repository.git("commit", "--quiet", "--amend", "--message", "a link")
        ran = change.run(inputs={"config": "conf/tailcli.toml"})
        assert (ran.code, "TP291" in ran.summary) == (1, True)


def test_a_link_of_the_base_is_not_followed_in_silence(tmp_path: Path) -> None:
    change = Change(tmp_path, {"policy.hujson": POLICY, "lab/tailcli.toml": "\n"}, {"policy.hujson": WIDER})
    change.repository.git("switch", "--quiet", "main")
    (change.repository.folder / "conf").symlink_to("lab")
    change.base = change.repository.commit("a link", {})
    change.repository.git("switch", "--quiet", "--detach", "main")
    change.repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "change")
    for inputs in ({"config": "conf/tailcli.toml"}, {"devices": "conf/users.json"}):
        ran = change.run(inputs=inputs)
        assert ran.code == 2
        assert any("conf is a link at" in line for line in ran.annotations)
