"""The file looks like a fragment of a policy, or like a template for one.

What it does:
    Reports once a file that uses names which nothing defines and has neither `acls`, `grants` nor `ssh`; and
    a file with a string that holds `${...}`. Such a string is opaque to all rules. In the first kind of file,
    rules about names, sections and access are not run.

Why:
    A part of a policy cannot be judged by itself: what it leaves out, another file may hold. Where the
    settings say what the file is, nothing has to be guessed.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": ["group:web"]},
    }
    ```
    bad:
    ```hujson
    {
      "groups": {"group:web": ["${LOGIN}"]},
      "grants": [{"src": ["group:web"], "dst": ["*"], "ip": ["443"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": ["group:web"]},
    }
    ```

Fix:
    None: set `kind = "fragment"` or `kind = "template"` for the file in the settings, or define the name.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.config.settings import FileKind
from tailcli.findings.model import Label, Report
from tailcli.lint.partial import first_open_name
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_HINT = 'set kind = "{}" for this file in the settings'


def check(context: Context) -> Iterator[Report]:
    """Propose, at the opening brace, to say what the file is."""
    root = context.policy.root
    if root is None:
        return
    place = Span(root.start, root.start + 1)
    name = context.once(first_open_name)
    if name is not None:
        yield Report(
            place,
            "the file looks like a fragment of a policy: it has no rules, and names that it does not define",
            hint=f"{_HINT.format(FileKind.FRAGMENT.value)}, or define the names",
            labels=(Label(name.span, name.message),),
        )
    elif context.blanks and context.settings.kind is FileKind.WHOLE:
        yield Report(
            place,
            "the file looks like a template: some of its strings are still to be filled in",
            hint=_HINT.format(FileKind.TEMPLATE.value),
            labels=(Label(min(context.blanks), "this is to be filled in"),),
        )
