"""A process and its setting that keep what of them was looked at."""

from __future__ import annotations

from typing import Any, Final

from playbook.model.process import Process
from playbook.model.setting import Setting

ORGANISATION: Final = "organisation"
_NOT_THE_ORGANISATION: Final = frozenset(("thresholds", "today", "months_since", "is_ahead"))


class Watched(Process, frozen=True, kw_only=True, dict=True):
    """Behave as a process, and keep the names of the attributes that were looked at.

    A judgement that did not look at a field cannot change with it: that is how a change of
    one field is judged again without judging everything again.
    """

    def __getattribute__(self, name: str) -> Any:
        """Return an attribute and keep its name."""
        looked_at = object.__getattribute__(self, "__dict__").get("looked_at")
        if looked_at is not None:
            looked_at.add(name)
        return object.__getattribute__(self, name)


class WatchedSetting(Setting):
    """Behave as a setting, and keep `ORGANISATION` when its organisation is looked at."""

    def __getattribute__(self, name: str) -> Any:
        """Return an attribute; all but thresholds and dates come from the organisation."""
        looked_at = object.__getattribute__(self, "__dict__").get("looked_at")
        if looked_at is not None and name not in _NOT_THE_ORGANISATION:
            looked_at.add(ORGANISATION)
        return object.__getattribute__(self, name)


def watch(process: Process, setting: Setting) -> tuple[Process, Setting, set[str]]:
    """Return the like of a process and a setting, and the set that keeps what is looked at.

    Args:
        process: The process.
        setting: Its setting.
    """
    looked_at: set[str] = set()
    copy = Watched(**{name: getattr(process, name) for name in process.__struct_fields__})
    around = WatchedSetting(setting.organisation, setting.thresholds, setting.today)
    vars(copy)["looked_at"] = vars(around)["looked_at"] = looked_at
    return copy, around, looked_at
