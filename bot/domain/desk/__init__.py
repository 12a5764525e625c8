"""The desk's rules: what becomes a ticket, what may change, what people type, what the views are given."""
