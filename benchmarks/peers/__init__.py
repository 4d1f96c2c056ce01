"""The same pages by other generators, each on an adapter as one of its users would write it."""
