"""The comment on a pull request: inside the limit, honest about it, and nothing in it takes effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.report.diff import markdown
from tests.golden import assert_golden
from tests.report.diff import samples

GOLDEN = Path(__file__).parent / "golden"
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
OUR_TAGS = re.compile(r"<!-- tailcli diff -->|</?details( open)?>|<summary>[A-Za-z ()0-9]+</summary>")


def outside_of_code(page: str) -> str:
    """What is left for Markdown to interpret: code spans taken out by the rule of CommonMark."""
    return "\n".join(OUR_TAGS.sub("", SPAN.sub("", line)) for line in page.splitlines())


def test_golden() -> None:
    assert_golden(GOLDEN / "full.md", markdown.render(samples.DIFFS))


@pytest.mark.parametrize("expand", [False, True])
def test_nothing_of_a_policy_takes_effect(*, expand: bool) -> None:
    left = outside_of_code(markdown.render([samples.hostile()], expand=expand, limit=10_000_000))
    assert not re.search(r"[<`\[\]@|_~\\&]|https?:|www\.|GH-\d|#\d|[0-9a-f]{7,}", left)


@given(st.text(alphabet=st.sampled_from('`@#<>[]()!*_~|\\&:/. \n\tab1-"'), max_size=60))
def test_any_text_is_prose(text: str) -> None:
    left = outside_of_code(f"x {markdown.prose(text)} x")
    assert not re.search(r"[<`\[\]@|_~\\&*#!/]", left)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("group:dev may reach tag:db", "`group:dev` may reach `tag:db`"),
        ("a ` b", "a `` ` `` b"),
        ("see (tag:a), then", "see (`tag:a`), then"),
        ("", ""),
        ('("on call", in a word', '(`"on call"`, in a word'),
        ('a "b" or "c", 5" of "an end', 'a `"b"` or `"c"`, `5"` of `"an` end'),
    ],
)
def test_prose(text: str, said: str) -> None:
    assert markdown.prose(text) == said


def test_what_does_not_fit_is_counted() -> None:
    many = samples.FULL._replace(rows=samples.ROWS * 400)
    page = markdown.render([many])
    assert len(page) <= markdown.LIMIT
    shown = len(re.findall(r"^ *- `[+~-]` ", page, re.MULTILINE))
    missing = re.search(r"\*\*(\d+) more rows not shown", page)
    assert missing is not None
    assert shown + int(missing.group(1)) == len(many.rows)
    assert page.count("<details") == page.count("</details>")


def test_files_that_do_not_fit_are_counted() -> None:
    page = markdown.render([samples.FULL] * 300)
    assert len(page) <= markdown.LIMIT
    assert re.search(r"\*\*\d+ more files not shown", page)


def test_one_enormous_name_does_not_break_the_limit() -> None:
    row = samples.GAIN._replace(sources=(samples.person("x" * 1_000_000),), rights=("y" * 1_000_000,))
    page = markdown.render([samples.FULL._replace(rows=(row,) * 100)])
    assert len(page) <= markdown.LIMIT
