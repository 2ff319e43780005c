"""Processor time of processes, in seconds."""

from contextlib import suppress

import psutil


def used(running: psutil.Process) -> float:
    """Return the process's own processor time so far. Raises psutil's errors once it has ended."""
    times = running.cpu_times()
    return times.user + times.system


def used_with_children(running: psutil.Process) -> float:
    """Return the processor time of a process and of its children, ended ones included. Some of
    PostgreSQL's end of their own accord: of one that does at this very moment it is missed."""
    times = running.cpu_times()
    total = times.user + times.system + times.children_user + times.children_system
    for child in running.children():
        with suppress(psutil.NoSuchProcess):
            total += used(child)
    return total
