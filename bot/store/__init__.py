"""PostgreSQL: one dialect from laptop to cluster. Nothing else in the house speaks SQL."""
