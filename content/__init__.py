"""What is said: briefings, polls, one neutral Message, and how it is composed and imported."""
