"""What a rule may look at: one policy file, and everything that can be derived from it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from tailcli.config.settings import DEFAULTS
from tailcli.lint.problems import report_of
from tailcli.lint.strings import strings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tailcli.access.compile import Access
    from tailcli.access.inventory import Inventory
    from tailcli.access.ssh import SshAccess
    from tailcli.config.settings import Options, Settings
    from tailcli.findings.model import Report
    from tailcli.hujson.nodes import Document
    from tailcli.lint.suppressions import Outcome
    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Kind, Problem
    from tailcli.policy.references import References
    from tailcli.source.text import SourceText, Span

T = TypeVar("T")
MARK = "tailcli:"
"""What a comment begins with that speaks to this program."""

_BLANK = "${"


class Context:
    """The file under the rules, with its settings. What costs time is computed on first use and kept.

    Attributes:
        policy: the typed policy; the text, the tree and the comments are reached through it.
        settings: the user's settings for this file.
        inventory: what is known of devices and users; None where nothing was given.
        base: the earlier version of the file; None where none was given.
        outcome: what the other rules found, for the rules about suppressions; None until they have run.
    """

    def __init__(
        self,
        policy: Policy,
        settings: Settings = DEFAULTS,
        *,
        inventory: Inventory | None = None,
        base: Policy | None = None,
    ) -> None:
        self.policy = policy
        self.settings = settings
        self.inventory = inventory
        self.base = base
        self.outcome: Outcome | None = None
        self._memory: dict[Callable[[Context], object], object] = {}

    def with_text(self, text: str) -> Context:
        """Return the context of the same file with another text."""
        from tailcli.policy.load import load
        from tailcli.source.text import SourceText

        policy = load(SourceText(self.source.name, text))
        return Context(policy, self.settings, inventory=self.inventory, base=self.base)

    @property
    def document(self) -> Document:
        """The parsed text: tree, comments, syntax problems."""
        return self.policy.document

    @property
    def source(self) -> SourceText:
        """The text with its name."""
        return self.policy.document.source

    @property
    def options(self) -> Options:
        """What some rules need to know (thresholds, domains, sensitive tags)."""
        return self.settings.options

    @property
    def has_directives(self) -> bool:
        """Whether comments in the file may silence findings."""
        return self.settings.suppressions and MARK in self.source.text

    @cached_property
    def blanks(self) -> tuple[Span, ...]:
        """The strings that are still to be filled in (``${...}``): no rule says anything of them."""
        if _BLANK not in self.source.text:
            return ()
        strings = strings_of(self.document.root)
        return tuple(string.span for string in strings if _BLANK in string.value)

    @cached_property
    def problems_by_kind(self) -> dict[Kind, list[Problem]]:
        """All problems that the decoder and the checks of the policy report, by kind, in their order."""
        from tailcli.policy.check import check

        found: dict[Kind, list[Problem]] = {}
        for problem in (*self.policy.problems, *check(self.policy, self.options.domains)):
            found.setdefault(problem.kind, []).append(problem)
        return found

    @cached_property
    def references(self) -> References:
        """All names of the policy: where each is defined, and every use."""
        from tailcli.policy.references import index

        return index(self.policy)

    @cached_property
    def access(self) -> Access:
        """Who may reach what, from the policy alone."""
        from tailcli.access.compile import compile_policy

        return compile_policy(self.policy)

    @cached_property
    def ssh_access(self) -> SshAccess:
        """Who may log in where by SSH; its bits are those of ``access``."""
        from tailcli.access.ssh import compile_ssh

        return compile_ssh((self.policy,), (self.access,))[0]

    @cached_property
    def _lower_text(self) -> str:
        return self.source.text.lower()

    def has_word(self, words: Iterable[str]) -> bool:
        """Tell whether the text holds one of the words, given in lower case; with escapes it may hold any."""
        return "\\u" in self._lower_text or any(word in self._lower_text for word in words)

    def problems(self, *kinds: Kind) -> Iterator[Problem]:
        """Yield the problems of the given kinds."""
        for kind in kinds:
            yield from self.problems_by_kind.get(kind, ())

    def reports(self, *kinds: Kind) -> Iterator[Report]:
        """Yield the problems of the given kinds as reports, word for word."""
        return map(report_of, self.problems(*kinds))

    def once(self, function: Callable[[Context], T]) -> T:
        """Return ``function(context)``, computed once for this file: for work that rules share."""
        if function not in self._memory:
            self._memory[function] = function(self)
        return self._memory[function]  # type: ignore[return-value]  # the function is the key of its result
