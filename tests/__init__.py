"""The tests of pressfind."""
