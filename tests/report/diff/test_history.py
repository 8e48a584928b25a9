"""The access history as a person reads it."""

from __future__ import annotations

from tailcli import api
from tailcli.report.diff.history import State, Step, render
from tailcli.report.style import Style

GATES = ("new-sensitive-access", "new-tag-owner", "new-latent-access")
RULE = '{"src": ["*"], "dst": ["*"], "ip": ["*"]}'
DIFF = api.diff('{"grants": []}', f'{{"grants": [{RULE}]}}')
STEPS = (
    Step("a" * 40, "a" * 7, "Open all", "p", State.COMPARED, DIFF, gates=GATES),
    Step("b" * 40, "b" * 7, "Tidy up", "p", State.COMPARED, DIFF, gates=()),
)


def test_gates_are_a_column_where_there_is_room() -> None:
    first, second = render(STEPS, Style(columns=130, links=True)).splitlines()
    assert first == render(STEPS).splitlines()[0]
    assert first == f"aaaaaaa  wider           +1 -0       fails {', '.join(GATES)}  Open all"
    assert second.index("Tidy up") == first.index("Open all")


def test_gates_stand_below_on_a_narrow_terminal() -> None:
    lines = render(STEPS, Style(columns=60, color=False, links=True)).splitlines()
    assert lines == [
        "aaaaaaa  wider           +1 -0       Open all",
        "         fails new-sensitive-access, new-tag-owner,",
        "         new-latent-access",
        "bbbbbbb  wider           +1 -0       Tidy up",
    ]
