"""Two versions of a policy file that differ in a few characters at one place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.oracle.vocabulary import policies

if TYPE_CHECKING:
    from tailcli.policy.model import Policy

SHORT = ("", ",", " ", "\n", "0", "{", "}", "[", "]", '"tag:a"', '"*"', '// a "note"\n', '"acls": [], ', "/*")


@st.composite
def spliced_pairs(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Draw a policy, and the same with a stretch of its text replaced by something short or a copy of it."""
    text = json.dumps(draw(policies()), indent=draw(st.sampled_from((None, 1))))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 40)))
    put = draw(st.sampled_from((*SHORT, text[start:end] * 2, text[start:end][::-1], "x" * (end - start))))
    changed = text[:start] + put + text[end:]
    old, new = load(SourceText("old", text)), load(SourceText("new", changed))
    assume(not new.document.problems)
    pair = (old, new)
    return pair if draw(st.booleans()) else pair[::-1]


@st.composite
def commented_pairs(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Draw a policy twice, each time with other rules in comments: what is a rule here is none there."""
    policy = draw(policies())
    rules = [json.dumps(rule) for rule in [*policy.get("acls", ()), *policy.get("acls", ())]]
    head = json.dumps({name: value for name, value in policy.items() if name != "acls"})
    versions = []
    for name in ("old", "new"):
        lines = (rule if draw(st.integers(0, 2)) else f"// {rule}" for rule in rules)
        text = head[:-1] + ', "acls": [\n' + ",\n".join(lines) + "\n]}"
        versions.append(load(SourceText(name, text)))
    assume(not any(version.document.problems for version in versions))
    return versions[0], versions[1]
