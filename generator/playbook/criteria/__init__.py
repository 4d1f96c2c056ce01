"""The criteria that fields can decide: one module a step, one function a criterion."""

from playbook.criteria import (
    automate,
    concentrate,
    digitise,
    harmonise,
    outsource,
    simplify,
    unify,
)
from playbook.criteria.verdict import CRITERIA

__all__ = [
    "CRITERIA",
    "automate",
    "concentrate",
    "digitise",
    "harmonise",
    "outsource",
    "simplify",
    "unify",
]
