"""Chinese words for properties that a row would list."""

from __future__ import annotations

__all__ = ["CHINESE_HAVING", "CHINESE_OWNING", "CHINESE_PROPERTIES", "CHINESE_SILENCE", "CHINESE_SUPERLATIVE"]

_HOURS = r"营业(?:到|至|时间)|开放(?:到|至|时间)|开到|开门|关门|打烊|通宵|全天|24小时"
_ALLOWED = r"允许|可以带|可带|不准|禁止|谢绝|欢迎(?:带|携带|宠物|狗)|宠物友好"
_INCLUDED = r"包含|含早|免费|赠送|附送|附赠|包邮|退款|保修|质保|无需另付"
_OFFERED = r"有货|现货|缺货|售罄|打折|优惠|送货|配送|字幕|停车|接受预[订定]|可刷卡"
_PLACED = r"室外|室内|户外|露天|恒温|屋顶|海景|步行|走路|隔壁|分钟(?:到|可达|路程|车程)"
_NEEDED = r"需要(?!的)|需用|要用|必须|得用|防水|可充电"

CHINESE_PROPERTIES = rf"(?:{_HOURS}|{_ALLOWED}|{_INCLUDED}|{_OFFERED}|{_PLACED}|{_NEEDED})"
"""An alternative of a pattern: hours, what is allowed, included, offered, where it is, what it needs."""

CHINESE_SILENCE = r"没有?(?:写|说|提到|标|列出|注明|记录)|未(?:写|说明|提到|标|列出|注明)|不(?:清楚|知道|确定)|不能(?:订|买|预[订定]|下单)|无法(?:订|买|预[订定]|下单|确定|判断)|没有.{0,8}(?:信息|数据|资料)"
"""An alternative of a pattern: that something isn't told, or can't be done here."""
CHINESE_HAVING = r"(?:配|设|备|带|拥|含)?有|提供|没有"
"""An alternative of a pattern: what something has."""
CHINESE_OWNING = r"的"
"""An alternative of a pattern: what stands behind whose work it is."""
CHINESE_SUPERLATIVE = r"最(?!能|会|爱|适合|喜欢)[^，。；]{1,6}的(?![^，。；]{0,12}之一)|唯一|首屈一指|独一无二"
"""An alternative of a pattern: the first of all."""
