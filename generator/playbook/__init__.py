"""Turn an inventory of business processes into a readiness playbook."""

__version__ = "0.1.0"
