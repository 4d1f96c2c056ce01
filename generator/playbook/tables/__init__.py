"""An inventory as flat tables, and flat tables as what a file of the inventory says."""
