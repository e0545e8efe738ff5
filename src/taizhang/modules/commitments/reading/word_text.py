"""The text of a Word document (.docx): paragraphs with the numbers that Word writes before them, tables as rows of cells."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from taizhang.surfaces.workbook.sandbox.container import Container
from taizhang.surfaces.workbook.sandbox.fault import Fault

from .blocks import Blocks
from .file_kinds import refuse_other
from .word_numbers import Numbers, Styles

_MAIN: Final = "/officeDocument"
_REMOTE: Final = ("http:", "https:", "ftp:", "\\\\", "//", "file://///")
#: Elements whose words are not those of the document as it stands: struck out, moved away, a second drawing of the same box.
_LEFT_OUT: Final = frozenset({"del", "moveFrom", "Fallback"})
_DEEPEST: Final = 256
_LONGEST: Final = 1_000_000

Attributes = dict[str, str]


def text_of_word(content: bytes, limits: dict[str, int]) -> tuple[str, list[str]]:
    """The text, and what was left out of it by the names of `files.NOTES`.

    Raises:
        Fault: the container or its XML is not what an office program writes, or asks for too much.
    """
    container = Container(content, parts=limits["parts"], unpacked_bytes=limits["unpacked_bytes"], ratio=limits["ratio"])
    main = _main_part(container)
    folder = posixpath.dirname(main)
    styles, numbers = Styles(), Numbers()
    _parse(container, f"{folder}/styles.xml", styles.begin, styles.end)
    _parse(container, f"{folder}/numbering.xml", numbers.begin, numbers.end)
    body = _Body(styles, numbers)
    _parse(container, main, body.begin, body.end, body.characters)
    return body.blocks.text(), sorted(body.notes)


def _main_part(container: Container) -> str:
    """The part that holds the document; a template is never fetched from elsewhere, and a document that asks for one is refused."""
    found = "word/document.xml"

    def relation(name: str, given: Attributes) -> None:
        nonlocal found
        if name == "Relationship" and given.get("Type", "").endswith(_MAIN) and given.get("TargetMode") != "External":
            found = given.get("Target", "").lstrip("/")

    _parse(container, "_rels/.rels", relation)
    if found not in container.parts:
        refuse_other(set(container.parts))

    def template(name: str, given: Attributes) -> None:
        fetched = given.get("Type", "").endswith(("/attachedTemplate", "/aFChunk", "/subDocument", "/frame", "/oleObject"))
        if name == "Relationship" and fetched and given.get("TargetMode") == "External" and given.get("Target", "").lower().startswith(_REMOTE):
            raise Fault("fetches")

    folder, name = posixpath.split(found)
    for part in (f"{folder}/_rels/{name}.rels", f"{folder}/_rels/settings.xml.rels"):
        _parse(container, part, template)
    return found


def _parse(
    container: Container,
    part: str,
    begin: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> None:
    """A part is gone through once, nothing of it is built in memory; a part that is not there is passed over.

    Raises:
        Fault: it is no XML, or declares a document type: nothing is ever expanded or fetched.
    """
    if part not in container.parts:
        return
    depth = 0

    def opened(name: str, given: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Fault("unsafe_parts")
        begin(_short(name), {_short(key): value for key, value in given.items()})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(_short(name))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = _no_document_type
    if characters is not None:
        parser.CharacterDataHandler = characters
    try:
        for chunk in container.chunks(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Fault("truncated") from error


def _no_document_type(*_: object) -> None:
    raise Fault("document_type")


def _short(name: str) -> str:
    """The name of an element without its namespace."""
    return name.rpartition(" ")[2]


class _Body:
    """Goes through the document's main part and keeps its words."""

    def __init__(self, styles: Styles, numbers: Numbers) -> None:
        self.blocks, self.notes = Blocks(), set[str]()
        self._styles, self._numbers = styles, numbers
        self._left_out = 0
        self._in_text = False
        self._hidden = False
        self._said = 0
        self._number: tuple[str, int] | None = None
        self._style = ""
        self._numbered = False
        self._in_cell_head = False

    def begin(self, name: str, given: Attributes) -> None:
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
            return
        match name:
            case "p":
                self.blocks.end_paragraph()
                self._number, self._style, self._numbered, self._hidden = None, "", False, False
            case "t":
                self._in_text = True
            case "tab" | "br" | "cr" if not self._hidden:
                self._words(" " if name == "tab" else "\n")
            case "noBreakHyphen":
                self._words("-")
            case "pStyle":
                self._style = given.get("val", "")
            case "numId":
                self._number = (given.get("val", ""), self._number[1] if self._number else 0)
            case "ilvl":
                level = given.get("val", "0")
                self._number = (self._number[0] if self._number else "", int(level) if level.isdecimal() else 0)
            case "r":
                self._hidden = False
            case "vanish":
                self._hidden = given.get("val", "1") not in ("0", "false", "off")
            case "footnoteReference" | "endnoteReference":
                self.notes.add("footnotes")
            case "drawing" | "pict":
                self.notes.add("pictures")
            case "altChunk":
                self.notes.add("chunks")
            case _:
                self._begin_table(name, given)

    def _begin_table(self, name: str, given: Attributes) -> None:
        match name:
            case "tbl":
                self.blocks.begin_table()
            case "tr":
                self.blocks.begin_row()
            case "tc":
                # Its width and whether it goes on stand inside of it, before its words.
                self._in_cell_head = True
                self.blocks.begin_cell()
            case "gridSpan" if self._in_cell_head:
                width = given.get("val", "1")
                self.blocks.widen_cell(int(width) if width.isdecimal() and len(width) < 4 else 1)
            case "vMerge" if self._in_cell_head and given.get("val", "continue") == "continue":
                self.blocks.go_on_with_cell()

    def end(self, name: str) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        match name:
            case "t":
                self._in_text = False
            case "pPr":
                self._write_number()
            case "p":
                self.blocks.end_paragraph()
                self._number, self._style = None, ""
            case "tcPr":
                self._in_cell_head = False
            case "tbl":
                self.blocks.end_table()

    def characters(self, said: str) -> None:
        if self._in_text and not self._left_out and not self._hidden:
            self._words(said)

    def _words(self, said: str) -> None:
        if self._styles.is_contents(self._style):
            self.notes.add("contents")
            return
        self._said += len(said)
        if self._said > _LONGEST:
            raise Fault("text_too_long")
        self.blocks.say(said)

    def _write_number(self) -> None:
        """The number that Word draws before a paragraph is among its words: the text has it, and so has what is read of it."""
        number = self._number if self._number and self._number[0] else self._styles.number_of(self._style)
        if number is not None and not self._numbered:
            self._numbered = True
            if number[0] not in ("", "0"):
                self._words(self._numbers.next(*number))
