"""What a sentence, an item of a list or a line of its own says of itself: that it was done, who speaks, whose it is, until when."""

from __future__ import annotations

import re
from typing import Final

from .clauses import DEADLINE

SAID: Final = re.compile(r"[“][^”]*[。！？][”]")
SPOKE: Final = re.compile(r"(?:表示|指出|强调|介绍|说)，")
PAST: Final = re.compile(
    r"^(?:\d{4}年)?\d{1,2}月\d{1,2}日[^，。]{0,6}，[^，。]{0,12}(?:召开|主持)|^(?:去年|上年|前[一二三]季度|前\d+个月|近年来)|^(?:[一两三]年来|"
    r"过去[一五\d]|全年(?:完成|接待|实现)|今年以来|(?:^|，)截至|初步核算|"
        r"上半年.{0,4}完成|(?:上半年|[一二三]季度|全年|年内)，[^。]*同比)|累计完成|共完成|实际已|同比(?:增长|下降)|^[^，。]{1,8}以来，|，已[\u4e00-\u9fff]{2,4}\d|“十[一二三四五]五”以来|(?:仍|还|"
    r"尚|依然|仍然)存在|(?:依然|仍然|还较|比较)突出|"
    r"也要看到|清醒(?:看到|认识)|会在[^，。]{2,14}(?:召开|举行)|取得了|完成年度(?:投资)?(?:计划|目标|任务)的?\d|"
        r"占年度(?:投资)?计划的?\d|当[季月]完成|\d{1,2}月完成"
)
#: A paper says itself how its lists of organs are meant.
FIRST_LEADS: Final = re.compile(r"(?:列|排)?(?:名)?(?:在)?第一(?:位|个)?的?(?:责任|承办)?(?:单位|部门)?为牵头|第一(?:责任)?单位为牵头")
DECIDED: Final = re.compile(r"会议(?:要求|决定|议定|明确|同意|强调)|要(?![素求点件])|由.{2,20}(?:负责|牵头)|责成")
UNTIL_WHEN: Final = re.compile(r"(?:完成|办结|整改|落实)?(?:时限|期限|时间)[:：](?P<when>[^；;〕\]）)】]{2,40})")
#: An item that begins within a paragraph.
INNER: Final = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,3}、")
#: 一是市住建局要……: an item of a list within a sentence begins behind its number.
LISTED: Final = re.compile(r"[一二三四五六七八九十]{1,3}(?:要(?=[\u4e00-\u9fff]{2,20}(?:要|牵头|负责|会同))|是(?=[\u4e00-\u9fff]{2}))")
#: 为……，决定……: what a paper is for.
PURPOSE: Final = re.compile(r"(?:[^，。；]{0,16}(?:总体要求|指导思想|总体思路)(?:是|为)?[:：])|为(?:了|积极|进一步|深入|切实|全面|深刻|贯彻|抢抓|加快|"
    r"规范|做好|推进|认真|有效|确保|加强|落实)[^。]*(?:决定|制定本|"
        r"特制定|制定如下|现将|现就|如下)")
AHEAD: Final = re.compile(rf"下一步|将|要(?![素求点件])|确保|力争|{DEADLINE.pattern}")
#: A line of its own that says who is responsible, or until when.
LABEL: Final = re.compile(
    r"(?:(?:牵头|责任|配合|落实|主办|协办|建设|实施|项目|业主|承建)(?:单位|部门|领导|人|业主)[:：][^。]{2,120}|(?:完成|办结|整改|落实)?(?:时限|期限|"
    r"时间)[:：](?P<when>[^。；;]{2,40}))[。；;]?"
)
#: （一）…… and ①…… inside a sentence belong to no clause.
INLINE: Final = re.compile(r"[（(][一二三四五六七八九十\d]{1,2}[)）]|[①-⑳]|\d{1,2}[.．](?!\d)")
#: 到2027年，……: until when, for all that the sentence says after it.
BY_THEN: Final = re.compile(rf"(?:到|至|力争到|力争)?(?:{DEADLINE.pattern}|(?:20\d\d年|“十[四五六]五”(?:期?末|时期|期间))(?:底|末)?)(?:，)?")
WHICH: Final = re.compile(r"[^，。；、]{1,6}的")
GOALS: Final = re.compile(r"(?:目标|指标)(?:任务)?(?:是|为)?[:：]")
#: An item of a list of projects: its number, its name, and what is said of it.
ITEM: Final = re.compile(r"(?:\d{1,3}[.．、)）]|[（(]\d{1,3}[)）]|[①-⑳])?(?P<name>[^，。：:；]{4,40})[：:，]")
LONGEST_NAMED: Final = 60
PHASE: Final = re.compile(r"[（(]?[一二三四五]期[)）]?$")
#: What is built says nothing of how far it is: 建设内容为路基施工.
CONTENT: Final = re.compile(r"(?:主要)?建设(?:内容|规模)[^，。；]*")
SAID_OF_A_PROJECT: Final = re.compile(r"总投资|计划投资|占地|全长|建设内容|建设规模|建筑面积|建设地点|设计")
#: A task about projects that names none: they are what it ends with.
OF_PROJECTS: Final = re.compile(r"(?:项目|工程|园区?|枢纽)(?:建设|扩建|前期工作|谋划储备|落地|开工|征迁工作)?(?:\d+个)?$")
