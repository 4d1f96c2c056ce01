"""What a project holds and what is judged of it, as files for other programs."""
