"""Settings of a console where people sign in: what its cookies are like, and when it does not start at all."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.browser.console_server import ConsoleServer, free_port
from tests.browser.identity_provider import SECRETS
from tests.sandbox_process import RunningSandbox


def served(folder: Path, sandbox: RunningSandbox, address: str, secret: str = "x" * 32) -> ConsoleServer:
    """A console that people reach under `address`, which sends them to a provider that nobody asks here."""
    secrets = folder / "secrets.toml"
    written = SECRETS.format(console=address, client="console", provider="http://127.0.0.1:9")
    line = next(line for line in written.splitlines() if line.startswith("cookie_secret"))
    secrets.write_text(written.replace(line, f'cookie_secret = "{secret}"'), encoding="utf-8")
    return ConsoleServer(folder, sandbox).behind_sign_in(secrets, free_port())


@pytest.mark.parametrize(
    ("address", "secure"), [("https://console.example.com", True), ("http://127.0.0.1:8501", False)]
)
def test_cookies_are_secure_where_people_come_over_https(
    sandbox: RunningSandbox, tmp_path: Path, address: str, secure: bool
) -> None:
    with served(tmp_path, sandbox, address) as console:
        answers = [httpx.get(console.base_url + path) for path in ("/connection", "/_stcore/health")]
        leaving = httpx.get(f"{console.base_url}/auth/logout", headers={"sec-fetch-site": "same-origin"})
    cookies = [cookie for one in (*answers, leaving) for cookie in one.headers.get_list("set-cookie")]
    names = {cookie.partition("=")[0] for cookie in cookies}
    assert names >= {"console_wanted", "_streamlit_xsrf", "_streamlit_user", "_streamlit_user_tokens"}
    assert {cookie.lower().endswith("; secure") for cookie in cookies} == {secure}


def test_it_does_not_start_with_a_short_cookie_secret(sandbox: RunningSandbox, tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="Not started: cookie_secret") as refused,
        served(tmp_path, sandbox, "http://127.0.0.1:8501", "x" * 31),
    ):
        pass
    assert "Traceback" not in str(refused.value)
