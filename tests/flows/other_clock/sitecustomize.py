"""On PYTHONPATH, the product's clock is CLOCK_DAYS off from the start, with nothing else of the process changed."""

from __future__ import annotations

import builtins
import datetime as real
import os
from types import SimpleNamespace
from typing import Any

_OURS = ("scrapers", "flows", "warehouse")
_SHIFT = real.timedelta(days=float(os.environ["CLOCK_DAYS"]))
_true_import = builtins.__import__


class _AnyDatetime(type):
    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, real.datetime)


class _Shifted(real.datetime, metaclass=_AnyDatetime):
    @classmethod
    def now(cls, tz: Any = None) -> real.datetime:  # type: ignore[override]
        return real.datetime.now(tz) + _SHIFT


_shifted = SimpleNamespace(**{**vars(real), "datetime": _Shifted})


def _import(name: str, globals: Any = None, *rest: Any, **named: Any) -> Any:
    is_ours = str((globals or {}).get("__name__", "")).partition(".")[0] in _OURS
    return _shifted if name == "datetime" and is_ours else _true_import(name, globals, *rest, **named)


builtins.__import__ = _import
