"""The console: server-rendered pages for the people of the partnership."""
