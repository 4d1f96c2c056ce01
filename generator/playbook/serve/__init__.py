"""Preview a site while it is written."""
