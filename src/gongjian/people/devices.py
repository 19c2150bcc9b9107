"""A browser's long description of itself, in two words that its owner recognises."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The first that is found counts: most browsers also carry the names of others.
PROGRAMS = (
    ("wxwork", gettext_lazy("WeCom")),
    ("MicroMessenger", gettext_lazy("WeChat")),
    ("DingTalk", gettext_lazy("DingTalk")),
    ("HuaweiBrowser", gettext_lazy("Huawei browser")),
    ("MiuiBrowser", gettext_lazy("Xiaomi browser")),
    ("QQBrowser", gettext_lazy("QQ browser")),
    ("UCBrowser", gettext_lazy("UC browser")),
    ("QIHU", gettext_lazy("360 browser")),
    ("360SE", gettext_lazy("360 browser")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("OpenHarmony", gettext_lazy("HarmonyOS")),
    ("HarmonyOS", gettext_lazy("HarmonyOS")),
    ("Android", gettext_lazy("Android phone")),
    ("iPhone", gettext_lazy("iPhone")),
    ("iPad", gettext_lazy("iPad")),
    ("Windows", "Windows"),
    ("UOS", "UOS"),
    ("Kylin", gettext_lazy("Kylin")),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def in_words(user_agent: str) -> str:
    """“Chrome on Windows”; “unknown device” when neither can be told."""
    program = next((str(word) for mark, word in PROGRAMS if mark in user_agent), "")
    system = next((str(word) for mark, word in SYSTEMS if mark in user_agent), "")
    if program and system:
        return _("%(program)s on %(system)s") % {"program": program, "system": system}
    return program or system or _("unknown device")
