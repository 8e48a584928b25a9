"""The comment on a pull request, against a server on this machine."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from tailcli.ci.comments import LONGEST_BODY, Outcome, Thread, keep_comment
from tests.ci.comment_server import AUTHOR, TOKEN, CommentServer

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER = "<!-- tailcli:here -->"


@pytest.fixture
def server() -> Iterator[CommentServer]:
    with CommentServer() as running:
        yield running


def thread(server: CommentServer, **more: object) -> Thread:
    return Thread(server.url, TOKEN, "example/net", 7)._replace(**more)


def test_a_comment_is_created_then_updated_then_left_alone(server: CommentServer) -> None:
    assert keep_comment(thread(server), MARKER, "one").outcome is Outcome.CREATED
    assert keep_comment(thread(server), MARKER, "two").outcome is Outcome.UPDATED
    assert keep_comment(thread(server), MARKER, "two\n").outcome is Outcome.UNCHANGED
    assert server.bodies == [f"{MARKER}\ntwo"]
    assert (
        keep_comment(thread(server), "<!-- tailcli:there -->", "x", create=False).outcome
        is Outcome.NOT_NEEDED
    )


@pytest.mark.parametrize("before", [0, 99, 100, 101, 250])
def test_it_is_found_on_any_page(server: CommentServer, before: int) -> None:
    for place in range(before):
        server.add(f"talk {place}", AUTHOR)
    server.add(f"{MARKER}\none", AUTHOR)
    assert keep_comment(thread(server), MARKER, "two").outcome is Outcome.UPDATED
    assert len(server.bodies) == before + 1


def test_another_author_or_place_of_the_marker_is_not_ours(server: CommentServer) -> None:
    server.add(f"{MARKER}\nforged", "mallory")
    server.add(f"As I said: {MARKER}", AUTHOR)
    server.comments += [{"id": "x", "body": MARKER, "user": {"login": AUTHOR}}, {"body": 1, "user": None}]
    assert keep_comment(thread(server), MARKER, "one").outcome is Outcome.CREATED
    assert keep_comment(thread(server, author="robot"), MARKER, "one").outcome is Outcome.CREATED
    assert server.bodies[0] == f"{MARKER}\nforged"


def test_a_body_that_github_would_refuse_is_cut(server: CommentServer) -> None:
    assert keep_comment(thread(server), MARKER, "x" * 70_000).outcome is Outcome.CREATED
    assert len(server.bodies[0]) == LONGEST_BODY


@pytest.mark.parametrize(
    ("code", "headers", "said"),
    [
        (401, {}, "does not accept the token"),
        (403, {}, "pull-requests: write"),
        (403, {"x-ratelimit-remaining": "0"}, "rate limit"),
        (403, {"retry-after": "60"}, "rate limit"),
        (404, {}, "finds no such pull request"),
        (422, {}, "422"),
        (429, {}, "rate limit"),
        (503, {}, "503"),
    ],
)
def test_a_refusal_becomes_a_sentence(
    server: CommentServer, code: int, headers: dict[str, str], said: str
) -> None:
    server.refuse = (code, headers)
    posted = keep_comment(thread(server), MARKER, "x")
    assert posted.outcome is Outcome.FAILED
    assert said in posted.reason
    assert "\n" not in posted.reason


def test_the_token_follows_no_redirection(server: CommentServer) -> None:
    with CommentServer() as other:
        server.refuse = (307, {"Location": f"{other.url}/repos/example/net/issues/7/comments"})
        assert keep_comment(thread(server), MARKER, "x").outcome is Outcome.FAILED
        assert other.requests == []


@pytest.mark.parametrize("raw", [b"<html>", b"", b"{}", b'"text"', b"\xff"])
def test_nonsense_becomes_a_sentence(server: CommentServer, raw: bytes) -> None:
    server.raw = raw
    posted = keep_comment(thread(server), MARKER, "x")
    assert (posted.outcome, "GitHub" in posted.reason) == (Outcome.FAILED, True)


def test_nobody_there_becomes_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        api = f"http://127.0.0.1:{taken.getsockname()[1]}"
        posted = keep_comment(Thread(api, TOKEN, "example/net", 7), MARKER, "x")
    assert "cannot be reached" in posted.reason
    assert keep_comment(Thread("file:///etc", TOKEN, "example/net", 7), MARKER, "x").outcome is Outcome.FAILED
