"""The doors to outside systems: ports (Protocols) and their adapters, and the database.

Delivery and the composition roots import adapters; listeners see ports only. Nothing here decides anything.
"""
