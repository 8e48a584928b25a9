"""Accounts of SSH logins in words, for a row that tells of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ssh import LoginName, OtherLogins, OwnLocalpart
from tailcli.access.wording import OTHER_ACCOUNTS, login_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.ssh import LoginClass


def account_words(numbers: Iterable[int], logins: Sequence[LoginClass]) -> tuple[str, ...]:
    """Return who one logs in as; of all other accounts it is said which ones are not among them."""
    classes = [logins[number] for number in numbers]
    missing = [
        login_words(login)
        for kind in (LoginName, OwnLocalpart)
        for login in logins
        if isinstance(login, kind) and login not in classes
    ]
    return tuple(
        _others(missing) if isinstance(login, OtherLogins) else login_words(login) for login in classes
    )


def _others(missing: Sequence[str]) -> str:
    *first, last = missing or [""]
    names = f"{', '.join(first)} and {last}" if first else last
    return f"{OTHER_ACCOUNTS} except {names}" if names else OTHER_ACCOUNTS
