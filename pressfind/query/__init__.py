"""The query language: text into a frozen tree that every engine answers."""
