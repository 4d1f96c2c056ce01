"""What each page shows: typed, frozen values, and the functions that make them."""
