"""Why a whole file is refused: one sentence for the clerk per reason, and what to do about it."""

from __future__ import annotations

from typing import Final

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

_SAVE_AGAIN = Text(
    "请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传", "Open it in Excel or WPS, save it as .xlsx and upload that"
)
_SPLIT = Text("请分成几个文件，分别上传", "Split it into several files and upload each")
_TIDY = Text(
    "请删除空白区域里多余的内容，另存后再上传", "Delete stray content from the empty area, save and upload again"
)

_REASONS: Final[dict[str, tuple[Text, Text]]] = {
    "empty_file": (Text("这个文件是空的", "The file is empty"), _SAVE_AGAIN),
    "file_too_large": (Text("文件超过{limit} MB", "The file is larger than {limit} MB"), _SPLIT),
    "not_a_workbook": (Text("这个文件不是电子表格", "The file is not a workbook"), _SAVE_AGAIN),
    "web_page": (
        Text("这个文件其实是网页，只是起了表格的名字", "The file is a web page under the name of a workbook"),
        _SAVE_AGAIN,
    ),
    "binary_workbook": (Text("不读二进制工作簿（.xlsb）", "Binary workbooks (.xlsb) are not read"), _SAVE_AGAIN),
    "truncated": (Text("文件不完整或已损坏", "The file is cut off or damaged"), _SAVE_AGAIN),
    "unreadable": (Text("文件已损坏，读不出表格", "The file is damaged; no sheet can be read"), _SAVE_AGAIN),
    "encrypted": (
        Text("文件设有密码，读不出来", "The file is protected by a password and cannot be read"),
        Text("请去掉打开密码，另存后再上传", "Remove the password, save and upload again"),
    ),
    "macros": (
        Text("文件带有宏，不能接收", "The file holds macros and is not accepted"),
        Text("请另存为不含宏的 .xlsx 后再上传", "Save it as .xlsx without macros and upload that"),
    ),
    "document_type": (
        Text(
            "文件里有办公软件不会写的声明，可能有害",
            "The file holds declarations no office program writes; it may do harm",
        ),
        _SAVE_AGAIN,
    ),
    "nested_archive": (
        Text("文件里还套着别的压缩文件", "The file has another packed file inside"),
        Text("请先解压，或删去表里嵌入的对象，再上传", "Unpack it, or delete embedded objects, and upload again"),
    ),
    "unsafe_parts": (
        Text("文件的内部结构不是办公软件写出来的", "The inside of the file was not written by an office program"),
        _SAVE_AGAIN,
    ),
    "too_many_parts": (Text("文件内部超过{limit}个部分", "The file has more than {limit} parts inside"), _SAVE_AGAIN),
    "unpacks_too_far": (
        Text("文件解开后太大（上限{limit} MB）", "The file is too large when unpacked (limit {limit} MB)"),
        _SPLIT,
    ),
    "beyond_sheet": (
        Text("文件里有表格之外的单元格（{cell}）", "The file names a cell that no sheet has ({cell})"),
        _SAVE_AGAIN,
    ),
    "too_many_rows": (Text("表格超过{limit}行", "A sheet has more than {limit} rows"), _SPLIT),
    "too_many_cells": (Text("表格超过{limit}个单元格", "The sheets have more than {limit} cells"), _SPLIT),
    "spread": (
        Text(
            "内容一直散到单元格{cell}，中间大片空白", "Content is spread as far as cell {cell} with little in between"
        ),
        _TIDY,
    ),
    "text_too_long": (Text("有单元格的文字长得不正常", "A cell holds an abnormally long text"), _TIDY),
    "too_large": (Text("读这个文件需要的内存太多", "Reading the file needs too much memory"), _SPLIT),
    "too_slow": (Text("读这个文件用的时间太长", "Reading the file takes too long"), _SPLIT),
}


def refusal(code: str, values: dict[str, object] | None = None) -> BadInput:
    """The refusal of a file; a code nobody knows gives the sentence for a damaged file."""
    known = code if code in _REASONS else "unreadable"
    reason, remedy = _REASONS[known]
    places = {"limit": "?", "cell": "?"} | {key: str(value)[:24] for key, value in (values or {}).items()}
    return BadInput(reason.with_(**places), code=known, remedy=remedy)
