"""Writing a site: all of it or nothing, only what changed, and nothing that is not ours."""
