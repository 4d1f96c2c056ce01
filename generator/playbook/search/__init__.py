"""The search index: what can be found, as scripts that a browser reads on first use."""

from playbook.search.edition import edition_script
from playbook.search.inside import key, script

__all__ = ["edition_script", "key", "script"]
