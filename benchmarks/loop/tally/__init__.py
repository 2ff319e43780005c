"""An independent tally: what must have become of a term by the words of the issue, in plain Python.

Nothing here calls `schedules`, the follow-ups or a read model: it is what they are held against.
"""
