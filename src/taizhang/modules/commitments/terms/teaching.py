"""Words for what an office teaches the reader: kinds of words, kinds of corrections, and how an organ came to be proposed."""

from __future__ import annotations

from taizhang.basis.text import Text

from .words import Words

#: The kinds of the reader's lexicon, in its order.
WORD_KINDS: Words = (
    ("modifier", Text("修饰词", "Modifier")),
    ("verb", Text("动词", "Verb")),
    ("attitude", Text("表态用语", "Words of attitude")),
    ("organising", Text("组织保障套话", "What is organised within, and no task")),
    ("praise", Text("评价用语", "Words of praise")),
    ("background", Text("背景用语", "Words of background")),
    ("outcome", Text("结果用语", "Words of outcome")),
    ("stage", Text("阶段词", "Word for a stage")),
    ("condition", Text("条件词", "Word for a condition")),
    ("project", Text("项目名尾词", "End of a project's name")),
    ("name_goes_on", Text("“和”后名称未完", "What a name goes on with behind an and")),
    ("name_with_and", Text("含“和”的名称", "A name with an and in it")),
    ("subject", Text("责任主体词", "Whom a clause tells")),
    ("column", Text("表头", "Heading of a column")),
    ("genre", Text("文种标题词", "Word of a title that tells the kind")),
    ("term", Text("提法", "Term")),
    ("place", Text("地名", "Name of a place")),
    ("common_place", Text("地名样的普通词", "A common word that looks like a place")),
)
WORD_EFFECTS: Words = (
    ("adds", Text("增加", "Adds it")),
    ("removes", Text("不再作此用", "Takes it out")),
)
EXAMPLE_KINDS: Words = (
    ("not_a_task", Text("不是任务", "Not a task")),
    ("missed", Text("漏读的任务", "A task that was missed")),
    ("wrong_span", Text("起止应为此处", "This is where it stands")),
    ("wrong_field", Text("某项读错", "One thing was read wrongly")),
)
#: What of a task a correction may be about; its value is the right one, '' where the text states none.
EXAMPLE_FIELDS: Words = (
    ("", Text("不涉及单项", "None")),
    ("verb", Text("动词", "Verb")),
    ("stage", Text("阶段", "Stage")),
    ("deadline", Text("时限", "Deadline")),
    ("owners", Text("责任单位", "Organs named")),
    ("projects", Text("项目", "Projects")),
    ("intensity", Text("力度", "Intensity")),
    ("conditions", Text("条件", "Conditions")),
    ("object", Text("对象", "Object")),
    ("places", Text("地点", "Places")),
)
