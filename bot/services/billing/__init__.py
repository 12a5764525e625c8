"""The use cases of the bill: what decides money is recorded as facts, and everything else is folded from them."""
