"""The edges of the bill: what people press, type and send that is about money."""
