"""Who may open the page, and what it may load: the login, and headers that hold the browser to this server.

Without a token the page answers under the names of this machine only, so that no page elsewhere can lead here. Knows HTTP;
nothing of the page.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Collection
from html import escape
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.serving.access.callers import Caller, calling
from agent.serving.access.callers import Scope as Allowed
from agent.serving.access.gate import COOKIE, SAFE, Gate, Refusal, headers_of
from agent.serving.access.keys import Keys
from agent.serving.access.limits import RateLimiter
from retrieval.language.packs import CODES, voice_of

__all__ = ["LoginGate"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)  # fmt: skip
"""No script and no style but those of this server's own files: none within the page, none made of strings."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # without any, browsers send the door's form with "Origin: null"
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
}
QUIET = ("/page/stop", "/page/fresh", "/page/delete")
"""What the page sends by itself, or to do less: it isn't counted as a call."""
OPERATE = "/operate/"
"""What only the scope `operate` opens; where neither a token nor keys are, this machine may look and not change."""
TRIES, WINDOW = 10, 60.0
"""So many wrong tokens in so many seconds; more are refused unread."""
_LOGIN = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="stylesheet" href="page/door.css"></head><body class="door"><main><form method="post" action="page/door">
<h1>{title}</h1><p>{how}</p><label for="token">{label}</label><input id="token" name="token" type="password" autofocus
autocomplete="current-password" required{invalid}><p class="wrong" role="alert" id="wrong">{wrong}</p><button>{open}</button>
</form></main></body></html>"""


class LoginGate:
    """Stands before the page and everything that is mounted with it."""

    def __init__(
        self, app: ASGIApp, *, token: str | None, hosts: Collection[str] | None, guarded: tuple[str, ...] = (),
        keys: Keys | None = None, limits: RateLimiter | None = None,
    ) -> None:  # fmt: skip
        """`token`: what a visitor must know; None: nothing. `hosts`: names that the server answers to; None: any.

        `guarded`: paths that have a guard of their own; those that end with a slash, with all below them. `keys`: what opens
        beside the token; `limits`: counts what their holders ask for.
        """
        self.app, self.gate, self.guarded = app, Gate(token, hosts, keys=keys), guarded
        self.limits = limits or RateLimiter()
        self._wrong: deque[float] = deque(maxlen=TRIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if any(path == known or (known.endswith("/") and path.startswith(known)) for known in self.guarded):
            await self.app(scope, receive, send)
            return
        caller = self.gate.caller(headers_of(scope))
        answer = self._refused(scope, caller) or await self._login(Request(scope, receive), caller)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if answer is not None or caller is None or scope["method"] != "POST" or path.startswith(QUIET):
            with calling(caller):
                await (answer or self.app)(scope, receive, marked)
            return
        wanted: Allowed = "operate" if path.startswith(OPERATE) else "feedback" if path == "/page/mark" else "ask"
        refusal = self.gate.denied(caller, wanted)
        with calling(caller), self.limits.work(caller) as often:
            refused = refusal or often
            await (_told(refused) if refused is not None else self.app)(scope, receive, marked)

    def _refused(self, scope: Scope, caller: Caller | None) -> Response | None:
        path, headers, method = scope["path"], headers_of(scope), scope["method"]
        refusal = self.gate.host(headers) or self.gate.origin(method, headers)
        if refusal is None and path.startswith(OPERATE) and (self.gate.closed or method not in SAFE):
            refusal = self.gate.denied(caller, "operate")
        return None if refusal is None else _told(refusal)

    async def _login(self, request: Request, caller: Caller | None) -> Response | None:
        """The login page, or what it leads to; None for a visitor who may come in."""
        path = request.url.path
        if caller is not None or path in ("/page/door.css", "/favicon.ico"):
            return None
        if path == "/page/door" and request.method == "POST":
            return await self._tried(request)
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return self._asks(request, 401)
        return JSONResponse({"error": "expected the server's token"}, 401, {"WWW-Authenticate": "Bearer"})

    async def _tried(self, request: Request) -> Response:
        now = time.monotonic()
        if len(self._wrong) == TRIES and now - self._wrong[0] < WINDOW:
            return self._asks(request, 429, "often")
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > 4096:
                return self._asks(request, 413, "wrong")
        given = parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0]
        held = self.gate.pass_for(given.strip())
        if held is None:
            self._wrong.append(now)
            return self._asks(request, 401, "wrong")
        answer = RedirectResponse("../", 303)
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, held, httponly=True, samesite="strict", secure=secure, path="/")
        return answer

    def _asks(self, request: Request, status: int, wrong: str = "") -> Response:
        wanted = request.headers.get("accept-language", "").lower()
        lang = next((code for code in CODES if wanted.startswith(code)), CODES[0])
        voice = voice_of(lang)
        given = {name: escape(voice.say(f"login.{name}")) for name in ("how", "label", "open")}
        page = _LOGIN.format(
            lang=lang, title="Medley", wrong=escape(voice.say(f"login.{wrong}")) if wrong else "", invalid=' aria-invalid="true" aria-describedby="wrong"' if wrong else "",
            **given,
        )  # fmt: skip
        base = "../" if request.url.path.startswith("/page/") else "./"
        return HTMLResponse(page.replace("<head>", f'<head><base href="{base}">', 1), status)


def _told(refusal: Refusal) -> Response:
    return JSONResponse({"error": refusal.message}, refusal.status, refusal.headers)
