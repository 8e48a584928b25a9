"""A server on this machine that speaks the part of GitHub's API that comments need."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from typing import Self

TOKEN = "a-token"
AUTHOR = "github-actions[bot]"
_LIST = re.compile(r"/repos/example/net/issues/7/comments")
_ONE = re.compile(r"/repos/example/net/issues/comments/(\d+)")


class CommentServer:
    """Holds the comments of pull request 7 of ``example/net``; ``refuse`` makes everything an error."""

    def __init__(self) -> None:
        self.comments: list[dict[str, object]] = []
        self.requests: list[str] = []
        self.refuse: tuple[int, dict[str, str]] | None = None
        self.raw: bytes | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add(self, body: str, login: str = "dave") -> dict[str, object]:
        comment: dict[str, object] = {"id": 100 + len(self.comments), "body": body, "user": {"login": login}}
        self.comments.append(comment)
        return comment

    @property
    def bodies(self) -> list[str]:
        return [str(comment["body"]) for comment in self.comments]

    def answer(self, method: str, path: str, token: str, body: dict[str, str]) -> tuple[int, object]:
        self.requests.append(f"{method} {path}")
        if token != f"Bearer {TOKEN}":
            return 401, {"message": "Bad credentials"}
        parts = urlsplit(path)
        one = _ONE.fullmatch(parts.path)
        if method == "PATCH" and one:
            (found,) = (comment for comment in self.comments if comment["id"] == int(one[1]))
            found["body"] = body["body"]
            return 200, found
        if not _LIST.fullmatch(parts.path):
            return 404, {"message": "Not Found"}
        if method == "POST":
            return (422, {}) if len(body["body"]) > 65536 else (201, self.add(body["body"], AUTHOR))
        query = parse_qs(parts.query)
        size, page = int(query["per_page"][0]), int(query.get("page", ["1"])[0])
        return 200, self.comments[(page - 1) * size : page * size]


def _handler(server: CommentServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            code, found = server.answer(self.command, self.path, self.headers.get("Authorization", ""), body)
            headers = {"Content-Type": "application/json"}
            if server.refuse is not None:
                code, more = server.refuse
                headers |= more
                found = {"message": "no"}
            data = json.dumps(found).encode() if server.raw is None else server.raw
            self.send_response(code)
            for name, value in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _serve  # noqa: N815 - the names that the library looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
