"""What the page 上报 says while it works without the server: every sentence in both languages."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text

REPORT: Final = Text("上报", "Report")

WORDS: Final[dict[str, Text]] = {
    # the network, and what waits for it
    "online": Text("有网络", "Connected"),
    "offline": Text("没有网络：照常填写，存在本机，联网后发送", "No network: fill in as usual; it is kept here and sent once there is one"),
    "unsent": Text("{n} 条未发送", "{n} not sent"),
    "all_sent": Text("没有未发送的内容", "Nothing waits to be sent"),
    "send_all": Text("全部发送", "Send all"),
    "sending": Text("正在发送…", "Sending…"),
    "sent": Text("已发送", "Sent"),
    "sent_at": Text("已发送 {t}", "Sent {t}"),
    "entry": Text("存证", "Entry"),
    "sign_in": Text("登录已过期，请重新登录后发送；内容还在本机。", "Your sign-in has ended. Sign in again to send; everything is still here."),
    "sign_in_link": Text("登录", "Sign in"),
    "somebody_else": Text(
        "这台设备现在由另一个人登录，您的内容不会以别人的名义发出。",
        "Somebody else has signed in on this device; what you wrote is not sent in their name.",
    ),
    "try_later": Text("没有发成，联网后自动再试；不会重复上报。", "Not sent; it will be tried again by itself and never reported twice."),
    "unknown_here": Text(
        "这台设备上还没有人登录过。请在有网络时登录一次。",
        "Nobody has signed in on this device yet. Sign in once while there is a network.",
    ),
    "as_of": Text("清单是 {t} 从服务器取来的", "The list was fetched from the server at {t}"),
    "works_offline": Text("没有网络也能打开本页。", "This page opens without a network too."),
    "cannot_keep": Text(
        "这个浏览器不能在本机存草稿（可能是无痕模式），请点项目名用普通表单填写。",
        "This browser cannot keep drafts (perhaps a private window): open the project's name to use the ordinary form.",
    ),
    # the list
    "begin": Text("填报", "Fill in"),
    "go_on": Text("继续填写", "Continue"),
    "send": Text("发送", "Send"),
    "delete": Text("删除", "Delete"),
    "delete_sure": Text("从本机删除这条，不会发送？", "Delete this from the device without sending it?"),
    "nothing": Text("现在没有要上报的。", "There is nothing to report now."),
    "draft": Text("草稿，还没有确认", "Draft, not confirmed yet"),
    "ready": Text("已确认，等网络发送", "Confirmed, waits for the network"),
    "refused": Text("没有收下：{r}", "Not taken: {r}"),
    "photos": Text("{n} 张照片", "{n} photo(s)"),
    # the form
    "back": Text("返回", "Back"),
    "take": Text("拍照", "Take a photo"),
    "gallery": Text("从相册选", "Choose from the gallery"),
    "more_photos": Text("再拍一张", "Another photo"),
    "remove": Text("移除", "Remove"),
    "located": Text("有定位", "located"),
    "located_by_device": Text("设备定位，误差 {m} 米", "located by the device, within {m} m"),
    "not_located": Text("无定位", "no position"),
    "taken": Text("拍摄 {t}", "taken {t}"),
    "place": Text("拍摄位置", "Where the photos are taken"),
    "why_place": Text(
        "位置说明照片是在现场拍的，只随照片存入台账。不给也能上报，照片会标“无定位”。",
        "The place shows that a photo was taken on the site; it is kept with the photo and nowhere else. "
        "You may report without it: the photo is then marked “no position”.",
    ),
    "locate": Text("用本机定位", "Use this device's position"),
    "locating": Text("正在定位…", "Looking for the position…"),
    "here": Text("已定位：{lat}，{lon}，误差 {m} 米", "Position: {lat}, {lon}, within {m} m"),
    "coarse": Text("误差 {m} 米，太大，不会记为定位。到空旷处再试。", "Within {m} m only: too far off to count as a position. Try again in the open."),
    "no_place": Text("没有取得位置（{r}）。可以照常上报。", "No position ({r}). You can report all the same."),
    "denied": Text("没有允许", "not allowed"),
    "timed_out": Text("超时", "timed out"),
    "unavailable": Text("设备没有给出", "the device gave none"),
    "old_photo": Text(
        "不是刚拍的照片，不附本机位置", "not taken just now, so the device's position is not added"
    ),
    # what is scanned, and what is signed
    "scan": Text("扫一扫", "Scan"),
    "scanning": Text("把检查码对准镜头", "Hold the code before the camera"),
    "scan_stop": Text("停止扫描", "Stop scanning"),
    "scan_opening": Text("正在打开摄像头…", "Opening the camera…"),
    "scanned": Text("已扫到，请核对下面的内容", "Read; look at what stands below"),
    "no_scan": Text(
        "这里不能用摄像头（浏览器太旧，或网址不以 https 开头），请照通知书输入。",
        "No camera can be used here (an old browser, or an address without https): type the code from the notice.",
    ),
    "scan_denied": Text(
        "没有允许使用摄像头：在浏览器的网站设置里允许后再扫，或照通知书输入。",
        "The camera was not allowed: allow it in the browser's settings for this site and scan again, or type the code from the notice.",
    ),
    "scan_no_camera": Text("这台设备没有摄像头，请照通知书输入。", "This device has no camera: type the code from the notice."),
    "scan_busy": Text(
        "摄像头打不开，可能正被别的程序使用：关掉后再扫，或照通知书输入。",
        "The camera does not open, perhaps because another program uses it: close that and scan again, or type the code from the notice.",
    ),
    "scan_no_reader": Text(
        "扫码程序没有取到：联网打开本页一次就会存下，现在请照通知书输入。",
        "The reader of codes is not on this device: it is kept once this page was opened with a network. Type the code from the notice.",
    ),
    "sign_here": Text("请企业人员在框内签字", "Sign in the box"),
    "signature": Text("签字", "Signature"),
    "sign_again": Text("重签", "Sign again"),
    "sign_needed": Text("还没有签字", "There is no signature yet"),
    "needed": Text("请填写“{l}”", "“{l}” is needed"),
    "photo_needed": Text("请先拍一张照片", "Take a photo first"),
    "bad_amount": Text("按“{u}”填数字，最小到分，例如 5.774321", "Give a number of {u}, to the fen at most, such as 5.774321"),
    "optional": Text("可不填", "optional"),
    "kept": Text("已存在本机 {t}", "Kept on this device {t}"),
    "record": Text("将记录", "What will be recorded"),
    "who": Text("谁", "Who"),
    "when": Text("何时", "When"),
    "server_time": Text("以服务器收到的时间为准", "the server's time when it arrives"),
    "what": Text("做什么", "What"),
    "law": Text("依据", "Law"),
    "permanent": Text(
        "提交后写入台账，不能悄悄改动；更正会留痕。",
        "Once submitted it is in the ledger and cannot be changed silently; corrections leave a trace.",
    ),
    "confirm": Text("确认并发送", "Confirm and send"),
    "later": Text("先存着", "Keep it for later"),
    "choose": Text("请选择", "Choose"),
    "too_large": Text("“{n}”超过 {m} MB", "“{n}” is larger than {m} MB"),
}


def all_in(language: str) -> dict[str, str]:
    """Every sentence in one language, for the scripts of the page."""
    return {key: text.in_(language) for key, text in WORDS.items()}
