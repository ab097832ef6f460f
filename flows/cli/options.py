"""What several commands take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, Token, validators

from flows.settings import Settings, read_settings


def _named_path(_: Any, tokens: Sequence[Token]) -> Path:
    """The path, unless nothing was typed (as an unset variable in a script does): Python calls that this folder."""
    if not tokens[0].value:
        raise ValueError("The path is empty: write . for this folder")
    return Path(tokens[0].value)


NamedPath = Annotated[Path, Parameter(converter=_named_path)]
Flag = Annotated[bool, Parameter(negative="", show_default=False)]
Port = Annotated[int, Parameter(validator=validators.Number(gte=0, lte=65_535))]


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every command takes."""

    home: NamedPath | None = None
    "The folder of the warehouse; else BROADSHEET_HOME, else ./data."
    sources: NamedPath | None = None
    "A folder of further forms; one of the same name overrides."
    json: Flag = False
    "JSON on stdout; logs stay on stderr."

    @property
    def settings(self) -> Settings:
        """Raises `FormError` for a mistake in forms that were named, also where the command reads none."""
        settings = read_settings(home=self.home, sources=self.sources)
        if self.sources:
            from scrapers.source import load_sources

            load_sources(*settings.forms)
        return settings
