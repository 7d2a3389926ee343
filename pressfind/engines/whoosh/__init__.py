"""Whoosh as the engine; nothing outside this folder knows it."""
