"""Deliveries, their order, and what became of them."""
