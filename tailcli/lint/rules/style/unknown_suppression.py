"""A suppression comment that names no rule, or asks for something that there is not.

What it does:
    Reports a comment that begins with `tailcli:` and is not understood: a word other than `ignore` and
    `ignore-file`, no list of rules in brackets, or a name in it that no rule has.

Why:
    The comment silences nothing, although somebody believes that it does.

Example:
    bad:
    ```hujson
    // tailcli: ignore-file[duplicate-keys] generated
    {"groups": {"group:dev": ["alice@example.com"]}}
    ```

    good:
    ```hujson
    // tailcli: ignore-file[duplicate-key] generated
    {"groups": {"group:dev": ["alice@example.com"]}}
    ```

Fix:
    None: which rule was meant is for its writer to say.

References:
    - The manual page of `tailcli lint` on suppressions, docs/configuration.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.config.rule_words import nearest_rule
from tailcli.findings.model import Report
from tailcli.lint.suppressions import VERBS, suppressions
from tailcli.policy.faults import quote
from tailcli.policy.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.lint.suppressions import Suppression


def check(context: Context) -> Iterator[Report]:
    """Report each word that is not understood."""
    for one in suppressions(context.document):
        if one.verb not in VERBS:
            near = closest(one.verb, VERBS)
            hint = f'write "{near}"' if near else "write ignore[CODE] or ignore-file[CODE]"
            yield Report(
                one.comment.span, f"{quote(one.verb)} is nothing that a comment can ask for", hint=hint
            )
        elif not one.words:
            yield Report(
                one.comment.span,
                "the suppression names no rule, so it silences nothing",
                hint=f"write the codes or names in brackets: {one.verb}[CODE]",
            )
        else:
            yield from _unknown_words(one)


def _unknown_words(one: Suppression) -> Iterator[Report]:
    for word in one.words:
        if word.code is None:
            near = nearest_rule(word.text)
            hint = f"did you mean {near}?" if near else "`tailcli rule` lists all rules"
            yield Report(word.span, f"no rule is called {quote(word.text)}", hint=hint)
