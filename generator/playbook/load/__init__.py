"""Read a project's files into the model; the only rooms that read input."""
