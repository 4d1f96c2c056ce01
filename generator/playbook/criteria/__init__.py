"""The criteria that fields can decide: one module a step, one function a criterion."""

import importlib
import pkgutil

from playbook.criteria.verdict import CRITERIA, criterion, met, not_met, unknown

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["CRITERIA", "criterion", "met", "not_met", "unknown"]
