"""The fixtures are what their README says: small, commented, and right unless wrong on purpose."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tailcli.inputs.inventory import read_inventory_files
from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.policy.model import Policy

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
POLICIES = {path.relative_to(FIXTURES).as_posix(): path for path in sorted(FIXTURES.rglob("*.hujson"))}
INVENTORIES = sorted((FIXTURES / "inventory").glob("*.json"))


def policy(name: str) -> Policy:
    return load(SourceText(name, POLICIES[name].read_text("utf-8")))


def faults(found: Policy) -> list[str]:
    return [
        *(problem.message for problem in found.document.problems),
        *(problem.message for problem in found.problems),
    ]


@pytest.mark.parametrize("name", sorted(POLICIES.keys() - {"derp/broken.hujson"}))
def test_a_policy_says_what_it_is_for_and_has_no_fault_of_form(name: str) -> None:
    found = policy(name)
    assert found.document.comments[0].start == 0
    assert faults(found) == []


def test_the_broken_policy_has_the_three_faults_that_it_is_there_for() -> None:
    found = policy("derp/broken.hujson")
    text = found.document.source.text
    at = [text[problem.span.start : problem.span.end] for problem in found.document.problems]
    assert [place[:1] for place in at] == ["["]
    assert {text[problem.span.start : problem.span.end] for problem in found.problems} == {'"ACLs"', '"dest"'}


def test_the_full_policy_has_every_section() -> None:
    found = policy("full/policy.hujson")
    lists = found._replace(problems=("none",))._asdict()
    assert [name for name, value in lists.items() if value is None or value == ()] == []
    approvers = found.auto_approvers
    assert approvers.routes
    assert approvers.exit_node
    assert approvers.services
    options = {section.name for section in found.network_options}
    assert options == {"derpMap", "disableIPv4", "OneCGNATRoute", "randomizeClientPort", "attrConfig"}


def test_the_later_versions_of_the_blog_policy_change_what_they_say() -> None:
    first = POLICIES["derp/policy.hujson"].read_text("utf-8").splitlines()
    for name, told in {
        "derp/dev-secrets.hujson": '"derp/*", "dev/*"',
        "derp/member-leaves.hujson": '"group:infra": ["alice@example.com", "bob@example.com"]',
        "derp/new-provider.hujson": "tag:derp-north",
        "derp/wrong-capability.hujson": '"https://tailscale.com/cap/secrets"',
    }.items():
        added = [line for line in POLICIES[name].read_text("utf-8").splitlines() if line not in first]
        assert any(told in line for line in added), name
        assert len(added) < 25, name


def test_every_inventory_can_be_read() -> None:
    assert len(INVENTORIES) > 5
    for path in INVENTORIES:
        names = (
            [str(path)] if path.stem != "api-attributes" else [str(path), str(path.with_stem("api-devices"))]
        )
        found = read_inventory_files(names)
        assert found.devices or found.users, path.name


def test_the_readme_lists_every_folder() -> None:
    listed = set(re.findall(r"^\| `(\w+)/` \|", (FIXTURES / "README.md").read_text("utf-8"), re.MULTILINE))
    assert listed == {path.name for path in FIXTURES.iterdir() if path.is_dir()}


def test_names_are_invented() -> None:
    """Logins belong to the domains that are reserved for examples."""
    for path in [*POLICIES.values(), *INVENTORIES]:
        domains = set(re.findall(r"[\w.+-]+@([\w.-]+)", path.read_text("utf-8")))
        assert {domain for domain in domains if not domain.startswith(("example.", "other.example"))} == set()
