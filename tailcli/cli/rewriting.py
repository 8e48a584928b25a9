"""Writing new texts to where the old ones came from; one that fails does not keep the others from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.cli import streams
from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from tailcli.source.text import SourceText


def rewrite(source: SourceText, text: str, *, to_output: bool) -> bool:
    """Write a text over the one that it was made from, or to the standard output; tell whether it is done.

    A file that already holds the text is not touched. What goes wrong is said on the error stream.
    """
    if to_output:
        streams.answer(text)
    elif text != source.text:
        from tailcli.inputs.writing import replace_text

        try:
            replace_text(source.name, source.text, text)
        except InputError as error:
            streams.talk(f"error: {error}")
            return False
    return True
