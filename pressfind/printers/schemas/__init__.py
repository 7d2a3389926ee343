"""The JSON Schemas of what is printed; a file each, named as ``schema`` takes it."""

from importlib import resources

from pressfind.errors import UsageError


def list_schemas() -> list[str]:
    """Return the names of the schemas, sorted."""
    files = resources.files(__name__).iterdir()
    return sorted(
        f.name.removesuffix(".json") for f in files if f.name.endswith(".json")
    )


def read_schema(name: str) -> str:
    """Return a schema as JSON text; raise ``UsageError`` for an unknown name."""
    known = list_schemas()
    if name not in known:
        raise UsageError(f"no schema is called {name!r}; there are {', '.join(known)}")
    return (
        resources.files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    )
