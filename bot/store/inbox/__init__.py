"""Queries to the Learning group, answers and clarifications."""
