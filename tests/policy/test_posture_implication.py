"""What follows from assertions, held against every device with relevant attribute values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tailcli.policy.posture_evaluation import holds
from tailcli.policy.posture_implication import excludes, follows

from .posture_devices import VALUES, assertions, conjunctions, devices, meets, read

if TYPE_CHECKING:
    from tailcli.policy.postures import Assertion


@pytest.mark.parametrize("attribute", VALUES)
def test_what_follows_is_what_every_device_shows(attribute: str) -> None:
    @settings(max_examples=150, deadline=None)
    @given(conjunctions(attribute), assertions(attribute))
    def check(given_: list[Assertion], wanted: Assertion) -> None:
        shown = all(holds(wanted, device) for device in devices(attribute) if meets(device, given_))
        assert follows(wanted, given_) is shown

    check()


@pytest.mark.parametrize("attribute", VALUES)
def test_what_excludes_itself_is_met_by_no_device(attribute: str) -> None:
    @settings(max_examples=150, deadline=None)
    @given(conjunctions(attribute))
    def check(together: list[Assertion]) -> None:
        assert excludes(together) is not any(meets(device, together) for device in devices(attribute))

    check()


@settings(max_examples=60, deadline=None)
@given(conjunctions("node:tsVersion"), conjunctions("node:os", most=2), assertions("node:tsVersion"))
def test_attributes_do_not_depend_on_each_other(
    versions: list[Assertion], systems: list[Assertion], wanted: Assertion
) -> None:
    together = [*versions, *systems]
    met = [one for one in devices("node:tsVersion", "node:os") if meets(one, together)]
    assert excludes(together) is not bool(met)
    assert follows(wanted, together) is all(holds(wanted, device) for device in met)


@pytest.mark.parametrize(
    ("given_", "wanted", "does"),
    [
        (["node:tsVersion == '1.40'"], "node:tsVersion >= '1.40'", True),
        (["node:tsVersion >= '1.40'"], "node:tsVersion == '1.40'", False),
        (["node:tsVersion >= '1.10'"], "node:tsVersion >= '1.9'", True),
        (["node:tsVersion >= '1.40'", "node:tsVersion <= '1.40'"], "node:tsVersion == '1.40'", True),
        (["node:tsVersion >= '1.40'"], "node:tsVersion IS SET", True),
        (["custom:a >= '1.40'"], "custom:a >= '1.40'", True),
        (["custom:a >= '1.50'"], "custom:a >= '1.40'", False),  # nothing says how such texts are ordered
        (["custom:a >= '1.50'"], "custom:a IS SET", True),
        (["custom:a == '1'"], "custom:a != 1", False),  # nor whether the text and the number are equal
        (["ip:publicAddress == '192.0.2.1'"], "ip:publicAddress != 'ipset:office'", False),
        (["ip:publicAddress == 'ipset:office'"], "ip:publicAddress IN ['ipset:office', '192.0.2.1']", True),
        (["ip:publicAddress NOT IN ['ipset:a', 'ipset:b']"], "ip:publicAddress != 'ipset:a'", True),
        (["ip:publicAddress IN ['ipset:a', 'ipset:b']"], "ip:publicAddress == 'ipset:a'", False),
        (["node:os == 'macos'", "node:os == 'linux'"], "custom:a IS SET", True),
        (["node:tsStateEncrypted != false"], "node:tsStateEncrypted", True),
        (["custom:a != false"], "custom:a", False),
        (["falcon:ztaScore > 50"], "falcon:ztaScore >= 50.0", True),
    ],
)
def test_examples(given_: list[str], wanted: str, *, does: bool) -> None:
    assert follows(read(wanted), [read(text) for text in given_]) is does
