"""What templates may read, and whether a theme asks for anything else."""
