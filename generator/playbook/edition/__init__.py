"""What one supplier may see: a model made from the model, before anything is planned.

An edition is a new `Inventory` that holds nothing but what is shared. Pages, questions and
archives are made from it alone, so that no template can show what it never receives.
"""

from playbook.edition.asked import Asked, Asking, stoppers
from playbook.edition.edition import Edition, edition_of, language_of
from playbook.edition.lens import Instead
from playbook.edition.opened import Opened, opened_for
from playbook.edition.projection import project
from playbook.edition.withheld import Withheld, withheld

__all__ = [
    "Asked",
    "Asking",
    "Edition",
    "Instead",
    "Opened",
    "Withheld",
    "edition_of",
    "language_of",
    "opened_for",
    "project",
    "stoppers",
    "withheld",
]
