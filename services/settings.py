"""What an admin can set, from the environment, a `.env` file or Streamlit's secrets, in that order.

Every setting is described in `docs/admin.md`; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

HOME = Path(__file__).resolve().parent.parent


def _joined(value: Any) -> Any:
    """TOML has lists; the environment has commas."""
    return ",".join(map(str, value)) if isinstance(value, list) else value


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=HOME / ".env",
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
    console_executor_id: str = ""
    console_retention_days: int = Field(default=30, ge=0)
    console_workers_apart: bool = False
    console_sign_in_allowed: Annotated[str, BeforeValidator(_joined)] = ""
    console_sign_in_hours: float = Field(default=12, gt=0, le=720)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
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
    def missing(self) -> list[str]:
        """Names of the settings a half configured account lacks."""
        if self.mode != "incomplete":
            return []
        return [name for name, value in self._account().items() if not value]

    def _account(self) -> dict[str, str]:
        return {
            "TALKTURO_BASE_URL": self.talkturo_base_url,
            "TALKTURO_TOKEN": self.talkturo_token.get_secret_value(),
            "TALKTURO_TEAM_ID": self.talkturo_team_id,
        }
