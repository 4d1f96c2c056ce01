"""The rules of the dispute-risk model: one module a dispute type, one function a rule."""

import importlib
import pkgutil

from playbook.rules.rule import RULES, Case, clear, fired, rule, unknown

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["RULES", "Case", "clear", "fired", "rule", "unknown"]
