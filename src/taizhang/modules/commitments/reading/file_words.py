"""Why a document is refused, what to do about it, and what of a document that was read is not in its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

_SAVE_AGAIN: Final = Text("请用 Word 或 WPS 打开，另存为 .docx 后再读", "Open it in Word or WPS, save it as .docx and read that")
_SPLIT: Final = Text("请拆成几个文件，分别读", "Split it into several files and read each")
_TYPE_OUT: Final = Text(
    "请用文字识别软件（OCR）转成 .docx 或文字版 PDF，人工校对后再读",
    "Turn it into .docx or a PDF with text by character recognition (OCR), proof-read it, and read that",
)

_REASONS: Final[dict[str, tuple[Text, Text]]] = {
    "empty_file": (Text("是空文件", "is empty"), Text("请检查是否选错了文件", "Check whether it is the right file")),
    "no_words": (Text("里没有文字", "holds no words"), Text("请检查是否选错了文件", "Check whether it is the right file")),
    "file_too_large": (Text("超过{limit} MB", "is larger than {limit} MB"), _SPLIT),
    "text_too_long": (Text("超过一百万字", "is longer than a million characters"), _SPLIT),
    "too_many_pages": (Text("超过{limit}页", "has more than {limit} pages"), _SPLIT),
    "not_text": (
        Text("不是 UTF-8 或 GB 18030 编码的文本", "is no text in UTF-8 or GB 18030"),
        Text("请另存为 UTF-8 编码的 .txt，或 .docx", "Save it as .txt in UTF-8, or as .docx"),
    ),
    "not_a_document": (
        Text("不是文本、Word 文档（.docx）、PDF 或网页", "is neither text, a Word document (.docx), a PDF nor a web page"),
        _SAVE_AGAIN,
    ),
    "old_document": (Text("是旧格式文档（.doc 或 .wps），不读", "is a document of the old kind (.doc or .wps), which is not read"), _SAVE_AGAIN),
    "rich_text": (Text("是 RTF 文档，不读", "is an RTF document, which is not read"), _SAVE_AGAIN),
    "open_document": (Text("是 OpenDocument 文档，不读", "is an OpenDocument file, which is not read"), _SAVE_AGAIN),
    "ofd": (
        Text("是 OFD 版式文件，不读", "is an OFD file, which is not read"),
        Text("请用 OFD 阅读器导出为文字版 PDF 或 .docx", "Export it as a PDF with text, or as .docx, from an OFD reader"),
    ),
    "workbook": (
        Text("是电子表格，不是文件", "is a workbook and no document"),
        Text("任务分解表请复制到 Word 另存为 .docx，或另存为制表符分隔的 .txt",
            "Copy the table of tasks into Word and save it as .docx, or save it as .txt with tabs"),
    ),
    "slides": (Text("是演示文稿，不读", "is a presentation, which is not read"), _SAVE_AGAIN),
    "picture": (Text("是图片", "is a picture"), _TYPE_OUT),
    "no_text_layer": (Text("是扫描件，没有文字层", "is a scan without a text layer"), _TYPE_OUT),
    "no_characters": (
        Text("里的字体没有给出文字，复制出来是乱码", "has fonts that do not say which characters they draw; copied, they are gibberish"),
        Text("请向发文单位要 .docx 原稿，或用文字识别软件（OCR）转换", "Ask who issued it for the .docx, or use character recognition (OCR)"),
    ),
    "encrypted": (
        Text("设有打开密码", "is protected by a password"),
        Text("请去掉打开密码，另存后再读", "Remove the password, save it and read that"),
    ),
    "macros": (
        Text("带有宏，不读", "holds macros and is not read"),
        Text("请另存为不含宏的 .docx", "Save it as .docx without macros"),
    ),
    "document_type": (
        Text("里有办公软件不会写的实体声明，可能有害", "declares entities, which no office program does; it may do harm"),
        _SAVE_AGAIN,
    ),
    "fetches": (
        Text("要从别处取模板或内容，不读", "wants to fetch a template or content from elsewhere and is not read"),
        Text("请在 Word 或 WPS 里去掉远程模板和链接的对象，另存为 .docx", "Remove the remote template and linked objects in Word or WPS and save it as .docx"),
    ),
    "truncated": (Text("不完整或已损坏", "is cut off or damaged"), _SAVE_AGAIN),
    "unreadable": (Text("已损坏，读不出文字", "is damaged; no text can be read"), _SAVE_AGAIN),
    "unsafe_parts": (Text("的内部结构不是办公软件写出来的", "has an inside that no office program writes"), _SAVE_AGAIN),
    "too_many_parts": (Text("内部超过{limit}个部分", "has more than {limit} parts inside"), _SAVE_AGAIN),
    "unpacks_too_far": (Text("解开后太大（上限{limit} MB）", "is too large when unpacked (limit {limit} MB)"), _SPLIT),
    "too_large": (Text("读起来需要的内存太多", "needs too much memory to be read"), _SPLIT),
    "too_slow": (Text("读起来用的时间太长", "takes too long to be read"), _SPLIT),
}

#: What of a file is not in its text, said beside the text.
NOTES: Final[dict[str, Text]] = {
    "footnotes": Text("脚注、尾注没有读", "Footnotes and endnotes were not read"),
    "pictures": Text("图片里的文字没有读", "Words in pictures were not read"),
    "contents": Text("目录没有读", "The table of contents was not read"),
    "chunks": Text("嵌入的其他文档没有读", "Documents embedded in it were not read"),
    "menus": Text("网页的导航没有读", "The page's menus were not read"),
    "page_edges": Text("页码和每页重复的页眉页脚没有读", "Page numbers and what repeats on every page were not read"),
    "pages_without_text": Text("有的页没有文字层，没有读", "Pages without a text layer were not read"),
}


def refusal(code: str, name: str, values: Mapping[str, object] | None = None) -> BadInput:
    """The refusal of a file by its name; a code that nobody knows is said as of a damaged file."""
    known = code if code in _REASONS else "unreadable"
    reason, remedy = _REASONS[known]
    places = {"limit": "?"} | {key: str(value)[:24] for key, value in (values or {}).items()}
    said = reason.with_(**places)
    file = name[-80:] or "?"
    return BadInput(Text(f"“{file}”{said.zh}", f"“{file}” {said.en}"), code=known, field="file", remedy=remedy)
