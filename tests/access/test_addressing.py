"""Classes of addresses: what lies inside any set of addresses, whether the space was cut along it or not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tailcli.access import networks
from tailcli.access.addressing import AddressClasses
from tailcli.access.ranges import Ranges, contains, of
from tailcli.policy.addresses import V4

TAILNET = networks.TAILNET[V4][0][0]
OFFSET = 5

places = st.builds(lambda far, near: far + near, st.sampled_from([0, TAILNET]), st.integers(0, 40))
sets = st.lists(st.tuples(places, st.integers(1, 30)), min_size=1, max_size=3).map(
    lambda found: of((first, first + size) for first, size in found)
)


@given(st.lists(sets, max_size=5), sets)
def test_a_class_is_inside_if_each_of_its_addresses_is(cuts: list[Ranges], asked: Ranges) -> None:
    classes = AddressClasses(V4, [{V4: cut} for cut in cuts])
    classes.number(OFFSET)
    inside = sum(1 << OFFSET + n for n, atom in enumerate(classes.atoms) if contains(asked, atom.ranges))
    assert classes.within(asked) == inside
