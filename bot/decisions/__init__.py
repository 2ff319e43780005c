"""What people decide, each in a name of the directory, and kept: approving, planning, correcting,
settling what could not be delivered, answering queries."""
