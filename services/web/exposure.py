"""Exposure check: whether a console that can place real calls may be served where other machines reach it.

Without sign-in everybody who reaches the address can launch a campaign. So a live key without sign-in is served to this
machine only, unless an admin says that the network, or a proxy with a sign-in of its own, keeps strangers away.
"""

from __future__ import annotations

from services.settings import Settings
from services.start_refused import StartRefused
from services.web.hosts import AllowedHosts, Host

SHORTEST_SECRET = 32
UNIX_SOCKET = "unix://"


def allowed_hosts(settings: Settings, redirect_uri: str = "") -> AllowedHosts:
    """Loopback, the names in the settings, and the one to which the identity provider sends people back."""
    back = redirect_uri.partition("://")[2].partition("/")[0]
    return AllowedHosts.of([*settings.console_allowed_hosts.split(","), back])


def require_safe(settings: Settings, address: str | None, hosts: AllowedHosts, *, sign_in: bool) -> None:
    """Raise StartRefused where a live key would be open to other machines.

    `address` is the one that is listened on; None means every address of this machine.
    """
    if settings.mode == "sandbox" or sign_in or settings.console_trust_network:
        return
    if reaches_others(address):
        raise StartRefused(
            f"Not started: a live key without sign-in is served on this machine only, and {address or 'every address'} "
            "is reachable for others. Set up sign-in, or serve it on 127.0.0.1 (see Sign-in in docs/admin.md)."
        )
    if hosts.beyond_loopback:
        raise StartRefused(
            "Not started: a live key without sign-in is served on this machine only, and CONSOLE_ALLOWED_HOSTS names "
            f"{', '.join(hosts.beyond_loopback)}. Set up sign-in, or leave the setting empty (see Sign-in in docs/admin.md)."
        )


def require_strong_secret(cookie_secret: str) -> None:
    """Raise StartRefused where somebody with one cookie could find the secret, and make herself anybody's sign-in."""
    if len(cookie_secret) < SHORTEST_SECRET:
        raise StartRefused(
            f"Not started: cookie_secret in the [auth] section of secrets.toml has {len(cookie_secret)} characters and needs "
            f"at least {SHORTEST_SECRET}, drawn by chance (see Sign-in in docs/admin.md)."
        )


def reaches_others(address: str | None) -> bool:
    """Whether other machines can come to a server that listens on `address`."""
    if address is None or not address:
        return True
    if address.startswith(UNIX_SOCKET):
        return False
    host = Host.parse(address) or Host.parse(f"[{address}]")
    return host is None or not host.loopback
