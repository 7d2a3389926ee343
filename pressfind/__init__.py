"""Full-text search over archives of press releases."""

__version__ = "0.1.0"
