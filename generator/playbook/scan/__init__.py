"""Looking, byte by byte, for what was withheld in what is about to be handed over."""
