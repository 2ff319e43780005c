"""From a briefing to what is said: each module composes one message or page. Pure."""
