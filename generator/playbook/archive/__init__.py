"""The archive that is handed over: one folder, the same bytes for the same files, checked."""
