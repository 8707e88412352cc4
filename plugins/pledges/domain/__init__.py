"""The subject itself in plain Python: promises, updates, verdicts, conversations.

Only the standard library is imported here; no files, no clock, no network.
"""
