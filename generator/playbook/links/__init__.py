"""Whether links lead somewhere: those inside a built site, and those to other sites."""
