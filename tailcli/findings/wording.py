"""One look for all that findings say, whoever wrote it."""

from __future__ import annotations


def sentence(text: str) -> str:
    """Return a sentence with a capital first letter and without its full stop.

    A first word that is not plain lower-case letters is a name (``acls[0]``, ``"group:dev"``) and stays.
    """
    word, space, rest = text.partition(" ")
    if word.isalpha() and word.islower():
        text = word[0].upper() + word[1:] + space + rest
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text
