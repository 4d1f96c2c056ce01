"""The past of a project: how it stood at revisions that Git keeps, and when facts were changed."""
