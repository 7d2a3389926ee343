"""Whoosh as the engine; nothing outside this folder knows it."""

from pressfind.engines.whoosh.engine import create_engine, open_engine

__all__ = ["create_engine", "open_engine"]
