"""From the text of a function to its graph (`tracing`)."""
