"""The stem of an English word: the English Snowball (Porter2) algorithm.

Written after its description, as of Snowball 3.1:
https://snowballstem.org/algorithms/english/stemmer.html

A word has two regions, held as the offsets at which they start: R1 stands behind the
first consonant after a vowel, R2 is R1's own R1.  No step moves them.  A step takes the
longest of its endings, and if that one may not go, nothing goes: most of an ending has
to stand in a region, so that short words keep theirs.

Every letter but a, e, i, o, u and y is a consonant, in any script.  So is a y that
starts a word or follows a vowel; while the steps run it is written Y.
"""

import re

# Words that the steps would merge with others or take apart.
_EXCEPTIONS = {
    "skis": "ski", "skies": "sky", "idly": "idl", "gently": "gentl", "ugly": "ugli",
    "early": "earli", "only": "onli", "singly": "singl",
    "sky": "sky", "news": "news", "howe": "howe", "atlas": "atlas",
    "cosmos": "cosmos", "bias": "bias", "andes": "andes",
}  # fmt: skip

_VOWELS = frozenset("aeiouy")
_CONSONANT_Y = re.compile(r"\Ay|([aeiouy])y")

# R1 starts behind these, for else organs and organizations would be one.
_PREFIX = "arsen|commun|emerg|gener|inter|later|organ|past|univers"
_TO_REGION = "[^aeiouy]*+[aeiouy]++[^aeiouy]"
_REGIONS = re.compile(rf"(?:{_PREFIX}|{_TO_REGION})({_TO_REGION}|.*)", re.DOTALL)

# hop, but not show or box; at, where that is all; and past, so that paste keeps its e.
_SHORT_END = re.compile(r"(?:[^aeiouy][aeiouy][^aeiouywxY]|\A[aeiouy][^aeiouy]|past)\Z")

_KEEP_EED = frozenset({"succ", "proc", "exc"})
_KEEP_ING = frozenset({"even", "cann", "inn", "earr", "herr", "out"})
_IRREGULAR = frozenset({"die", "lie", "tie"})  # of "dying" and so on
_DOUBLES = frozenset({"bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"})

_Endings = dict[str, tuple[tuple[str, str, str], ...]]


def _by_last_letters(*rows: str) -> _Endings:
    """Return rows of "replacement: endings" as a table, the longest ending first.

    The table is by the last two letters, so most words are turned away by one look.
    An ending behind a bar goes only after one of the letters before the bar.
    """
    table: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        replacement, _, endings = row.partition(":")
        for item in endings.split():
            before, _, ending = item.rpartition("|")
            table.setdefault(ending[-2:], []).append((ending, replacement, before))
    return {
        last: tuple(sorted(found, key=lambda row: -len(row[0])))
        for last, found in table.items()
    }


# Step 2 makes a suffix that is built from two, as -ization is, into the first of them.
_DERIVED = _by_last_letters(
    "tion: tional", "ence: enci", "ance: anci", "able: abli", "ent: entli",
    "ize: izer ization", "ate: ational ation ator", "al: alism aliti alli",
    "ful: fulness fulli", "ous: ousli ousness", "ive: iveness iviti",
    "ble: biliti bli", "og: l|ogi ogist", "less: lessli", ": cdeghkmnrt|li",
)  # fmt: skip
# Step 3 does so with what step 2 left, and drops what makes nouns and adjectives.
_DERIVED_AGAIN = _by_last_letters(
    "tion: tional", "ate: ational", "al: alize", "ic: icate iciti ical",
    ": ful ness ative",
)  # fmt: skip
# Step 4 drops the last suffix, behind enough of a word.
_SUFFIXES = _by_last_letters(
    ": al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize st|ion",
)

# No step has an ending with other last letters, so such a word is its own stem.
_LAST_LETTERS = frozenset("'esyY")
_LAST_TWO = frozenset({"ed", "ng", "ll", *_DERIVED, *_DERIVED_AGAIN, *_SUFFIXES})


def stem_word(form: str) -> str:
    """Return the stem of a folded form; what is no English word may have one too.

    >>> [stem_word(form) for form in ("organizations", "dying", "hopping", "hoping")]
    ['organiz', 'die', 'hop', 'hope']
    """
    if len(form) < 3:
        return form
    if form in _EXCEPTIONS:
        return _EXCEPTIONS[form]
    word = form.removeprefix("'")
    if "y" not in word:
        return _strip(word)
    marked = _CONSONANT_Y.sub(r"\1Y", word)
    # A Y that was there before is left alone in a word without a mark of ours.
    return _strip(marked) if marked == word else _strip(marked).replace("Y", "y")


def stem_beginning(stemmed: str) -> str:
    """Return what every form of a stem begins with.

    The algorithm changes or adds a stem's last letter at most, but for three words.

    >>> [stem_beginning(stem_word(form)) for form in ("happiness", "dying")]
    ['happ', 'd']
    """
    return stemmed[:1] if stemmed in _IRREGULAR else stemmed[:-1] or stemmed


def _strip(word: str) -> str:
    """Return a marked word without its endings."""
    if word[-1] not in _LAST_LETTERS and word[-2:] not in _LAST_TWO:
        return word
    regions = _REGIONS.match(word)
    r1, r2 = regions.span(1) if regions else (len(word), len(word))
    if "'" in word:
        word = _drop_apostrophe(word)
    word = _turn_y_into_i(_drop_ed_and_ing(_drop_plural(word), r1))
    if len(word) <= r1:
        return word
    word = _replace_ending(word, _DERIVED, r1)
    word = _replace_ending(word, _DERIVED_AGAIN, r2 if word.endswith("ative") else r1)
    word = _replace_ending(word, _SUFFIXES, r2)
    return _drop_e_and_l(word, r1, r2)


def _drop_apostrophe(word: str) -> str:
    """Make a possessive the word that possesses: step 1a, first half."""
    for ending in ("'s'", "'s", "'"):
        if word.endswith(ending):
            return word.removesuffix(ending)
    return word


def _drop_plural(word: str) -> str:
    """Drop the ending of a plural: step 1a, second half.

    Gaps, cries and passes lose it.  Gas doesn't, for a vowel has to stand before the
    s, and not right before it; neither do bus and kiss.
    """
    if word.endswith(("ies", "ied")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith("sses"):
        return word[:-2]
    if not word.endswith("s") or word.endswith(("ss", "us")):
        return word
    return word if _VOWELS.isdisjoint(word[:-2]) else word[:-1]


def _drop_ed_and_ing(word: str, r1: int) -> str:
    """Drop a verb's endings, and -ly behind them: step 1b.

    What is left needs a vowel, or sing and red would lose theirs.
    """
    if not word.endswith(("ed", "ing", "edly", "ingly")):
        return word
    if word.endswith(("eed", "eedly")):
        stem = word[: word.rindex("eed")]
        return word if len(stem) < r1 or stem in _KEEP_EED else stem + "ee"  # agree
    stem = word[: max(word.rfind("ed"), word.rfind("ing"))]
    if word.endswith("ing"):
        if stem in _KEEP_ING:  # an evening isn't even
            return word
        if len(stem) == 2 and stem[0] not in _VOWELS and stem[1] == "y":
            return stem[0] + "ie"  # dying is of die
    return word if _VOWELS.isdisjoint(stem) else _complete(stem, r1)


def _complete(stem: str, r1: int) -> str:
    """Spell a verb as it was before -ed or -ing came to it: step 1b, second half."""
    if stem.endswith(("at", "bl", "iz")):
        return stem + "e"
    if stem[-2:] in _DOUBLES:
        is_whole = len(stem) == 3 and stem[0] in "aeo"  # add, egg, off
        return stem if is_whole else stem[:-1]
    return stem + "e" if len(stem) == r1 and _ends_short(stem) else stem


def _ends_short(word: str) -> bool:
    """Tell whether the last syllable of ``word`` is short."""
    return _SHORT_END.search(word, len(word) - 4) is not None


def _turn_y_into_i(word: str) -> str:
    """Make cry one with cries, but leave by, say and enjoy: step 1c."""
    if word.endswith(("y", "Y")) and len(word) > 2 and word[-2] not in _VOWELS:
        return word[:-1] + "i"
    return word


def _replace_ending(word: str, endings: _Endings, region: int) -> str:
    """Replace the longest ending that ``word`` has, if it may go: steps 2 to 4."""
    for ending, replacement, before in endings.get(word[-2:], ()):
        if word.endswith(ending):
            start = len(word) - len(ending)
            goes = start >= region and (not before or word[start - 1] in before)
            return word[:start] + replacement if goes else word
    return word


def _drop_e_and_l(word: str, r1: int, r2: int) -> str:
    """Drop an e that no short syllable needs, and one l of two: step 5."""
    start = len(word) - 1
    if word.endswith("e"):
        goes = start >= r2 or (start >= r1 and not _ends_short(word[:-1]))
    else:
        goes = start >= r2 and word.endswith("ll")
    return word[:-1] if goes else word
