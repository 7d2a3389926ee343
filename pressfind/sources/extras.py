"""Optional sets of packages, as pip knows them, and the modules that they bring."""

from importlib.util import find_spec

from pressfind.values import frozen

LACKING = "needs an extra"
"""The kind of a skip for want of one: such a file is read by the first run with it."""


@frozen(kw_only=True)
class Extra:
    """A set of packages and the modules of it that are used."""

    name: str
    modules: tuple[str, ...]

    @property
    def is_there(self) -> bool:
        """Whether its modules can be imported."""
        return all(map(find_spec, self.modules))

    @property
    def advice(self) -> str:
        """Return the command that installs it."""
        return f"pip install 'pressfind[{self.name}]'"


PDF = Extra(name="documents", modules=("pypdf",))
WORD = Extra(name="documents", modules=("docx",))
WEB = Extra(name="web", modules=("trafilatura",))
