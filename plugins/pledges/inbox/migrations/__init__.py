"""Numbered SQL files, run in order, each once, forward only. Written for SQLite and PostgreSQL alike.

``{identity}`` stands for the number that the database gives each row.
"""
