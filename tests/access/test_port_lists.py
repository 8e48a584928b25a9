"""Lists of ports are cut between ports, and what is left out is counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.port_lists import MOST_EXPANDED, MOST_TOLD, few_ports

MANY = ",".join(str(port) for port in range(1, 4000, 2))


def test_the_first_ports_are_told_and_how_many_more_there_are() -> None:
    assert few_ports(f"reach tag:a on tcp:{MANY}, udp:53") == (
        "reach tag:a on tcp:1,3,5,7,9,11,13,15,17,19,21,23 and 1988 more, udp:53"
    )


def test_a_few_ports_are_all_told() -> None:
    text = ",".join(str(port) for port in range(MOST_TOLD))
    assert few_ports(f"tcp:{text}") == f"tcp:{text}"
    assert few_ports("10.0.0.0/8, 10.1.0.0/16 on tcp:1-3,5") == "10.0.0.0/8, 10.1.0.0/16 on tcp:1-3,5"


@given(ports=st.lists(st.integers(1, 65535), min_size=1, max_size=800), expand=st.booleans())
def test_no_port_is_told_that_is_none(*, ports: list[int], expand: bool) -> None:
    told, _, more = few_ports(",".join(map(str, ports)), expand=expand).partition(" and ")
    shown = [int(port) for port in told.split(",")]
    assert shown == ports[: len(shown)]
    assert len(shown) + int(more.partition(" ")[0] or 0) == len(ports)
    assert not expand or len(shown) >= min(len(ports), MOST_EXPANDED)
