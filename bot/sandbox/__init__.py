"""A local Slack and a local Teams that speak the real wire protocols, and a page to click them.

A peer of the platforms' adapters, written from the platforms' documentation: it imports none of
them. Loopback only; production settings refuse it.
"""
