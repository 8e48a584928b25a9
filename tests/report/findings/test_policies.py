"""Real findings over policies full of odd names, in every format."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.api import lint
from tailcli.report.formats import FindingFormat, render
from tailcli.report.style import PLAIN
from tailcli.source import SourceText
from tests.report.samples import HOSTILE

NAMES = st.one_of(st.text(max_size=20), st.sampled_from(HOSTILE))
JSON = {FindingFormat.JSON, FindingFormat.GITLAB, FindingFormat.SARIF, FindingFormat.RDJSON}
XML = {FindingFormat.JUNIT, FindingFormat.CHECKSTYLE}


def policy(names: list[str], comment: str) -> str:
    """Return a policy that names everything in sections of all kinds; JSON's escapes are left out."""
    sections = {
        "groups": {f"group:{name}": [name] for name in names},
        "tagOwners": {f"tag:{name}": [f"group:{name}", name] for name in names},
        "hosts": {name: name for name in names},
        "acls": [
            {"action": name, "src": [name, f"group:{name}"], "dst": [f"tag:{name}:22"]} for name in names
        ],
        "ssh": [{"action": "accept", "src": ["*"], "dst": [name], "users": [name]} for name in names],
        "".join(names): names,
    }
    remark = comment.replace("\n", " ").replace("\r", " ")
    return f"// {remark}\n{json.dumps(sections, ensure_ascii=False, indent=1)}\n"


@given(st.lists(NAMES, min_size=1, max_size=3), NAMES, NAMES)
@settings(max_examples=40, deadline=None)
def test_nothing_of_a_policy_takes_effect_in_any_format(names: list[str], comment: str, file: str) -> None:
    result = lint(SourceText(f"{file}.hujson", policy(names, comment)))
    assert result.findings
    for chosen in FindingFormat:
        text = render([result], chosen, PLAIN)
        assert all(line.isprintable() for line in text.split("\n"))
        assert not re.search(r"##\w*\[", text)
        lines = [line.lstrip() for line in text.split("\n")]
        commands = [line for line in lines if line.startswith("::")]
        assert len(commands) <= (30 if chosen is FindingFormat.GITHUB else 0)
        if chosen in JSON:
            json.loads(text)
        if chosen in XML:
            assert ET.fromstring(text.encode()) is not None
