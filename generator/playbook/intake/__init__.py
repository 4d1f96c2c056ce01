"""An organisation's own sheets, read as they are and laid into its inventory."""
