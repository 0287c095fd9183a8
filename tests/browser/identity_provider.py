"""An OpenID Connect provider on a free port, as far as a sign-in needs one. Whoever comes is `provider.person`."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from tests.browser.console_server import free_port

CLIENT = "campaign-console"
SECRETS = """\
[auth]
redirect_uri = "{console}/oauth2callback"
cookie_secret = "a secret of this test, long enough to be one"
client_id = "{client}"
client_secret = "another"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


class IdentityProvider:
    """`person` holds the claims of whoever signs in next; `signed_in_ago` is in seconds."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.signed_in_ago = 0.0
        self._key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self._nonces: dict[str, str] = {}
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        routes = [
            Route("/.well-known/openid-configuration", self._metadata),
            Route("/authorize", self._authorize),
            Route("/token", self._token, methods=["POST"]),
            Route("/keys", self._keys),
        ]
        config = uvicorn.Config(Starlette(routes=routes), port=port, log_level="warning")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()

    def secrets(self, folder: Path, console: str) -> Path:
        """The file that tells the console at `console` to send people here."""
        file = folder / "secrets.toml"
        file.write_text(SECRETS.format(console=console, client=CLIENT, provider=self.url), encoding="utf-8")
        return file

    def _metadata(self, _request: Request) -> JSONResponse:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    def _keys(self, _request: Request) -> JSONResponse:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    def _authorize(self, request: Request) -> RedirectResponse:
        asked, code = request.query_params, f"code-{len(self._nonces)}"
        self._nonces[code] = asked.get("nonce", "")
        return RedirectResponse(
            f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302
        )

    async def _token(self, request: Request) -> JSONResponse:
        code = str((await request.form())["code"])
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "1",
            "nonce": self._nonces.pop(code),
            "iat": int(now - self.signed_in_ago),
            "exp": now + 600,
            **self.person,
        }
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self._key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})
