"""What the pages of one supplier's edition show: made from the edition and from nothing else."""
