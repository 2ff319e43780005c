"""What members, leads and administrators see and do in chat about what is theirs."""
