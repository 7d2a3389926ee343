"""Entities that a document declares: what none that is read may do.

No reader here follows or grows one; but a document that asks for it is no release, and
a person should know.
"""

import re

from pressfind.errors import UnreadableError

# <!ENTITY a "b">   <!ENTITY % c PUBLIC "-//W3C//ENTITIES" "http://…">
_ENTITY = re.compile(
    r"<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[^\s\"'<>]+)\s+"
    r"(?:(?P<outside>SYSTEM|PUBLIC)\b|(?P<quote>[\"'])(?P<value>[^<\"']{0,1000}))"
)
LONGEST_VALUE = 200
"""Characters of an entity that stands for a sign or a name."""


def refuse_entities(text: str) -> None:
    """Raise ``UnreadableError`` if entities point outside or grow.

    Old feeds name the tables of HTML's own entities, as parameters: these are let be.
    """
    if "<!ENTITY" not in text:
        return
    for match in _ENTITY.finditer(text):
        name = match["name"][:40]
        if match["outside"] and not match["parameter"]:
            raise UnreadableError(
                "unsafe XML", f"its entity {name!r} points at a file, which isn't read"
            )
        value = match["value"] or ""
        if len(value) > LONGEST_VALUE or re.search(r"&\w|%\w", value):
            raise UnreadableError(
                "unsafe XML", f"its entity {name!r} grows, as in an XML bomb"
            )
