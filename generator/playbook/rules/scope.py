"""Scope: what is in, what is out, and what counts as finished."""

from __future__ import annotations

from playbook.rules.rule import Case, Outcome, clear, fired, rule


@rule("SCO-02", "scope", 3, 5, reads=("exceptions.rate",))
def exception_rate(case: Case) -> Outcome:
    """Fire when many cases leave the standard way; harder when very many do."""
    exceptions = case.process.exceptions
    rate = exceptions.rate if exceptions and exceptions.rate is not None else 0.0
    at = ("exceptions", "rate")
    for tier, name in ((1, "exceptions_very_high"), (0, "exceptions_high")):
        if rate > case.setting.thresholds[name]:
            return fired("high", at=at, threshold=name, tier=tier, rate=rate)
    return clear("low", at=at, threshold="exceptions_high", rate=rate)
