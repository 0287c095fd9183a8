"""Settings an admin can make, from the environment, a `.env` file or Streamlit's secrets, in that order.

Every setting is described in `docs/admin.md`; a test holds the two together.
"""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from services.api.client import DEADLINE_SECONDS
from services.start_refused import StartRefused

HOME = Path(__file__).resolve().parent.parent
ENV_FILE = HOME / ".env"


def env_file() -> Path:
    """Asked for when it is read: who starts the console says where it is, and may have loaded this module before."""
    return Path(os.environ.get("CONSOLE_ENV_FILE") or ENV_FILE)


def _joined(value: Any) -> Any:
    """TOML has lists; the environment has commas."""
    return ",".join(map(str, value)) if isinstance(value, list) else value


def _spaced(value: Any) -> Any:
    """Addresses may have commas in them, so they are told apart by spaces; TOML has lists."""
    return " ".join(map(str, value)) if isinstance(value, list) else value


def is_loopback(address: str) -> bool:
    """Whether an http address leads to this machine."""
    host = urlsplit(address.strip()).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class PlatformAddressRefused(StartRefused, ValueError):  # noqa: N818  named for what it says
    """The settings name an address of the platform that the key must not be sent to."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        toml_file=HOME / ".streamlit" / "secrets.toml",
        env_ignore_empty=True,
        extra="ignore",
    )

    talkturo_base_url: str = ""
    talkturo_token: SecretStr = SecretStr("")
    talkturo_team_id: str = ""
    talkturo_account_slug: str = ""
    console_database_url: str = f"sqlite:///{HOME / 'var' / 'console.db'}"
    console_default_region: str = ""
    console_requests_per_hour: int = Field(default=1000, ge=1)
    console_deadline_seconds: float = Field(default=DEADLINE_SECONDS, ge=1, le=40)
    console_executor_id: str = ""
    console_retention_days: int = Field(default=30, ge=0)
    console_draft_days: int = Field(default=14, ge=1, le=365)
    console_drafts_mb: int = Field(default=2000, ge=10)
    console_workers_apart: bool = False
    console_account_is_sandbox: bool = False
    console_demo_generation: Literal["seed", "actions", "newest"] = "seed"
    console_allow_unencrypted: bool = False
    console_sign_in_allowed: Annotated[str, BeforeValidator(_joined)] = ""
    console_allowed_hosts: Annotated[str, BeforeValidator(_joined)] = ""
    console_trust_network: bool = False
    console_hsts_subdomains: bool = False
    console_open_pages: int = Field(default=250, ge=1)
    console_signed_out_pages_per_address: int = Field(default=20, ge=1)
    console_upload_memory_mb: int = Field(default=1000, ge=200)
    console_check_seconds: float = Field(default=300, gt=0, le=3600)
    console_check_memory_mb: int = Field(default=2000, ge=500)
    console_workbook_mb: int = Field(default=500, ge=10)
    console_sign_in_trusts_email: bool = False
    console_admins: Annotated[str, BeforeValidator(_joined)] = ""
    console_security_log: str = ""
    console_brand: str = ""
    console_calling_hours: str = ""
    console_calls_per_number: int = Field(default=100, ge=0)
    console_limits: Annotated[str, BeforeValidator(_joined)] = ""
    console_days_between_campaigns: int = Field(default=3, ge=0, le=30)
    console_sign_in_hours: float = Field(default=12, gt=0, le=720)
    console_public_url: str = ""
    console_smtp_url: SecretStr = SecretStr("")
    console_mail_from: str = ""
    console_mail_to: str = ""
    console_notify_urls: Annotated[SecretStr, BeforeValidator(_spaced)] = SecretStr("")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        if isinstance(dotenv_settings, DotEnvSettingsSource) and dotenv_settings.env_file == ENV_FILE:
            dotenv_settings = DotEnvSettingsSource(settings_cls, env_file=env_file())
        secrets = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, secrets

    @property
    def mode(self) -> Literal["sandbox", "account", "incomplete"]:
        """`sandbox` with nothing of an account configured, `account` with all of it."""
        given = [bool(value) for value in self._account().values()]
        if not any(given):
            return "sandbox"
        return "account" if all(given) else "incomplete"

    @property
    def demo_clock(self) -> bool:
        """Whether the platform is a sandbox on this machine, whose clock counts whatever it shows."""
        if self.mode == "sandbox":
            return True
        return self.console_account_is_sandbox and is_loopback(self.talkturo_base_url)

    @property
    def missing(self) -> list[str]:
        """Names of the settings a half configured account lacks."""
        if self.mode != "incomplete":
            return []
        return [name for name, value in self._account().items() if not value]

    def with_account_of(self, other: Settings) -> Settings:
        """These settings with the account of the others, and its request budget."""
        names = [name for name in type(self).model_fields if name.startswith("talkturo_")]
        taken = {name: getattr(other, name) for name in [*names, "console_requests_per_hour"]}
        return self.model_copy(update=taken)

    @property
    def account(self) -> tuple[str, str, str, str]:
        """The parts of a connection: address, token, team, account slug.

        Raises:
            PlatformAddressRefused: whoever is on the way to that address could read the key.
        """
        self._require_safe_address()
        return (
            self.talkturo_base_url,
            self.talkturo_token.get_secret_value(),
            self.talkturo_team_id,
            self.talkturo_account_slug,
        )

    def _require_safe_address(self) -> None:
        address = self.talkturo_base_url.strip()
        if not address:
            return
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise PlatformAddressRefused(
                "Not started: TALKTURO_BASE_URL is not an address such as https://app.example.com. Nothing was sent to it. "
                "Mend it, then start again."
            )
        if parts.scheme == "http" and not is_loopback(address) and not self.console_allow_unencrypted:
            raise PlatformAddressRefused(
                "Not started: TALKTURO_BASE_URL begins with http://, so the key and people's data would travel "
                f"unencrypted to {parts.hostname}. Nothing was sent to it. Use https://, or set "
                "CONSOLE_ALLOW_UNENCRYPTED=true where the way there is safe by other means."
            )

    def _account(self) -> dict[str, str]:
        return {
            "TALKTURO_BASE_URL": self.talkturo_base_url,
            "TALKTURO_TOKEN": self.talkturo_token.get_secret_value(),
            "TALKTURO_TEAM_ID": self.talkturo_team_id,
        }
