"""From a planned moment to a message that stands, at the platforms' pace and never twice."""
