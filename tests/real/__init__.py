"""Convert inventories that others published, to try the playbook on real texts."""
