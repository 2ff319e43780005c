"""Surveys: what is asked, what comes in, and what is left once they are closed."""
