"""Disseminations, the moments of their plans, and what stops or changes them."""
