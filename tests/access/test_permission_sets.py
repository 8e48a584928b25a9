"""The numbers of permissions: all that each of them covers, found without asking for every pair."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.content import Content
from tailcli.access.permission_sets import permission_sets
from tailcli.access.permissions import DRIVE_ACCESS, GRAFANA_ROLES, Permission, covers

CAP = "tailscale.com/cap/"
names = st.text("ab*/", max_size=4)
permissions = st.one_of(
    st.builds(Permission, st.just(f"{CAP}secrets"), st.sampled_from(("get", "info")), names),
    st.builds(Permission, st.just(f"{CAP}drive"), st.sampled_from(DRIVE_ACCESS), st.sampled_from("*ab")),
    st.builds(
        Permission,
        st.just(f"{CAP}proxy-to-grafana"),
        st.just("role"),
        st.sampled_from((*GRAFANA_ROLES, "chef")),
    ),
    st.builds(
        Permission, st.sampled_from((f"{CAP}webui", f"{CAP}tailsql")), st.just("edit"), st.sampled_from("*ab")
    ),
    st.builds(Permission, st.just("example.com/cap/x"), st.just(""), names),
)


@given(st.lists(permissions, max_size=12))
def test_a_permission_has_the_numbers_of_all_that_it_covers(given_: list[Permission]) -> None:
    said = [(Content((), (), (), (permission,)),) for permission in given_]
    found = permission_sets(said)
    numbers = {permission: number for number, permission in enumerate(dict.fromkeys(given_))}
    assert list(found) == list(numbers)
    for wide, ranges in found.items():
        held = {n for first, end in ranges for n in range(first, end)}
        assert held == {number for narrow, number in numbers.items() if covers(wide, narrow)}
