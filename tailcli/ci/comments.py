"""One comment on a pull request, kept up to date through GitHub's API.

This is the only part of the program that opens a network connection. It is told where and with which token,
sends the token nowhere else, and whatever goes wrong becomes a sentence: a comment decides nothing.
"""

from __future__ import annotations

import json
from enum import Enum
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tailcli.report.escape import terminal
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# GitHub takes 65,536 characters.
LONGEST_BODY = 65_000
_SECONDS = 20
_A_PAGE = 100
_MOST_PAGES = 30
_LARGEST_ANSWER = 16 * 1024 * 1024
_SHOWN = 200


class Outcome(Enum):
    """What became of the comment."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    NOT_NEEDED = "not needed"
    FAILED = "failed"


class Posted(NamedTuple):
    """The outcome, with a sentence where it failed."""

    outcome: Outcome
    reason: str = ""


class Thread(NamedTuple):
    """A pull request and how to reach it.

    Attributes:
        api: where the API is, ``https://api.github.com``.
        token: what to prove oneself with.
        repository: ``owner/name``.
        number: the number of the pull request.
        author: the name that comments get which are made with this token.
    """

    api: str
    token: str
    repository: str
    number: int
    author: str = "github-actions[bot]"


class _RefusedError(Exception):
    """The API did not do what it was asked; the text is a sentence for the user."""


class _Comment(NamedTuple):
    number: int
    body: str


def keep_comment(thread: Thread, marker: str, body: str, *, create: bool = True) -> Posted:
    """Make the comment that begins with a marker say ``body``; it is created if there is none.

    Only a comment of the same author counts as that comment: anybody may write the marker.

    Args:
        thread: the pull request.
        marker: the first line of the comment, an HTML comment.
        body: the rest.
        create: whether to create one where there is none; otherwise one that is there is updated.
    """
    text = f"{marker}\n{body}"[:LONGEST_BODY]
    try:
        found = _find(thread, marker)
        if found is None:
            return _create(thread, text) if create else Posted(Outcome.NOT_NEEDED)
        if found.body.replace("\r\n", "\n").rstrip() == text.rstrip():
            return Posted(Outcome.UNCHANGED)
        _ask(thread, "PATCH", f"/repos/{thread.repository}/issues/comments/{found.number}", {"body": text})
    except _RefusedError as error:
        return Posted(Outcome.FAILED, str(error))
    return Posted(Outcome.UPDATED)


def _create(thread: Thread, text: str) -> Posted:
    _ask(thread, "POST", f"/repos/{thread.repository}/issues/{thread.number}/comments", {"body": text})
    return Posted(Outcome.CREATED)


def _find(thread: Thread, marker: str) -> _Comment | None:
    for page in range(1, _MOST_PAGES + 1):
        query = f"per_page={_A_PAGE}&page={page}"
        path = f"/repos/{thread.repository}/issues/{thread.number}/comments?{query}"
        listed = _ask(thread, "GET", path)
        if not isinstance(listed, list):
            raise _RefusedError("GitHub answered something that is no list of comments")
        for comment in _of_author(listed, thread.author):
            if comment.body.startswith(marker):
                return comment
        if len(listed) < _A_PAGE:
            return None
    return None


def _of_author(listed: list[object], author: str) -> Iterator[_Comment]:
    for entry in listed:
        if not isinstance(entry, dict):
            continue
        user, number, body = entry.get("user"), entry.get("id"), entry.get("body")
        is_ours = isinstance(user, dict) and user.get("login") == author
        if is_ours and isinstance(number, int) and isinstance(body, str):
            yield _Comment(number, body)


class _NoRedirects(HTTPRedirectHandler):
    """Follows nothing: the token is for the address that was given."""

    def redirect_request(self, *_: object) -> None:
        """Let a redirection be an error."""


def _ask(thread: Thread, method: str, path: str, body: Mapping[str, str] | None = None) -> object:
    data = None if body is None else json.dumps(body).encode()
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {thread.token}",
        "Content-Type": "application/json",
        "User-Agent": "tailcli",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    if not thread.api.startswith(("https://", "http://")):
        raise _RefusedError("GITHUB_API_URL is no http address")
    request = Request(thread.api.rstrip("/") + path, data, headers, method=method)  # noqa: S310 - see above
    try:
        with build_opener(_NoRedirects).open(request, timeout=_SECONDS) as answer:
            found: object = json.loads(answer.read(_LARGEST_ANSWER))
    except HTTPError as error:
        with error:
            raise _RefusedError(_why(error)) from None
    except (URLError, OSError, HTTPException) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise _RefusedError(f"GitHub's API cannot be reached: {terminal(str(reason), _SHOWN)}") from None
    except ValueError:
        raise _RefusedError("GitHub's API answered something that is no JSON") from None
    return found


def _why(error: HTTPError) -> str:
    if _is_rate_limit(error):
        return "GitHub's rate limit is reached; the next run will update the comment"
    match error.code:
        case HTTPStatus.UNAUTHORIZED:
            return "GitHub does not accept the token"
        case HTTPStatus.FORBIDDEN:
            return (
                "the token may not comment: the job needs `permissions: pull-requests: write`, "
                "and a pull request from a fork never has it"
            )
        case HTTPStatus.NOT_FOUND:
            return "GitHub finds no such pull request with this token: the job needs `pull-requests: write`"
        case _:
            return f"GitHub's API answered {error.code} {terminal(str(error.reason), _SHOWN)}".rstrip()


def _is_rate_limit(error: HTTPError) -> bool:
    if error.code == HTTPStatus.TOO_MANY_REQUESTS:
        return True
    spent = error.headers.get("x-ratelimit-remaining") == "0" or error.headers.get("retry-after") is not None
    return error.code == HTTPStatus.FORBIDDEN and spent
