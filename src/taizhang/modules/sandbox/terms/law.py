"""The rules that the sandbox module cites."""

from __future__ import annotations

from taizhang.basis.law import Law
from taizhang.basis.text import Text

#: The page that names the mechanism; it states neither a period nor how a firm comes in or out.
NAMED = Law(
    "",
    Text("《郑州日报》访谈（企业公示信息“沙盒监管”机制）", "The interviews in Zhengzhou Daily that name sandbox supervision of disclosed information"),
    mark="S",
)
#: How the mechanism is read here until the city's own text is at hand.
READING = Law(
    "",
    Text("企业公示信息“沙盒监管”的工作解读（本市文件未见，须确认）", "A working reading of the mechanism; the city's own text is not at hand"),
    mark="U",
)
CHONGQING = Law(
    "渝市监发〔2024〕73号",
    Text(
        "重庆市市场监督管理局关于开展“沙盒监管”工作的指导意见",
        "Guiding opinion of the Chongqing Administration for Market Regulation on sandbox supervision",
    ),
    mark="S",
)
#: Where two years come from; what is at hand of Chongqing's opinion states no such time.
TRIGGER = Law(
    "",
    Text("触发式监管两年包容期（外地实例，本市须确认）", "Two years of tolerance under trigger supervision (another city's; to be confirmed here)"),
    mark="U",
)
DISCLOSURE = Law(
    "国令777号",
    Text("企业信息公示暂行条例", "Provisional regulation on the disclosure of firms' information"),
    mark="H",
)
#: Ten working days for the decision to list: to be confirmed by a lawyer.
LISTING = Law(
    "国令777号",
    Text("企业信息公示暂行条例及经营异常名录管理规定", "Provisional regulation on disclosure, and the rules of the abnormal list"),
    mark="M",
)
LENIENT = Law("", Text("中华人民共和国行政处罚法", "Administrative Penalty Law"), "第三十三条", mark="H")
ANOTHER = Law("", Text("本系统规则：办的人不能自己核验", "Rule of this product: who did it does not verify it"), mark="P")
INTERNAL = Law(
    "渝市监发〔2024〕73号",
    Text("沙盒状态仅供内部使用，不对外公开，不作为执法依据", "Being in the sandbox is internal: neither public nor a ground of enforcement"),
    mark="S",
)
LAWS = (NAMED, READING, CHONGQING, TRIGGER, DISCLOSURE, LISTING, LENIENT, ANOTHER, INTERNAL)
