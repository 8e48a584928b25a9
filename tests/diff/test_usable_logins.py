"""The port of SSH logins, in traffic of either family."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.ranges import Ranges, of, overlaps
from tailcli.diff.usable_logins import SSH_TRAFFIC, opens_port

beside = st.builds(
    lambda place, by: place + by, st.sampled_from([first for first, _ in SSH_TRAFFIC]), st.integers(-4, 4)
)
traffic = st.lists(st.tuples(beside, st.integers(1, 5)), max_size=4).map(
    lambda found: of((first, first + size) for first, size in found)
)


@given(traffic)
def test_port_22_is_open_if_the_traffic_holds_some_of_it(rights: Ranges) -> None:
    assert opens_port(rights) == overlaps(rights, SSH_TRAFFIC)
