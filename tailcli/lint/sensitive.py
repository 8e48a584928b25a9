"""Which tags mark devices that deserve more care, by the user's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.selectors import TagName, parse_selector

if TYPE_CHECKING:
    from tailcli.config.settings import Options


def is_sensitive(options: Options, text: str) -> bool:
    """Tell whether a selector is a tag that is listed as sensitive, or whose name holds a sensitive word."""
    selector = parse_selector(text)
    if not isinstance(selector, TagName):
        return False
    if selector.name in options.sensitive_tags:
        return True
    words = selector.name.removeprefix("tag:").lower().split("-")
    return any(word in words for word in options.sensitive_words)
