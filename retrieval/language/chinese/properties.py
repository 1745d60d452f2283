"""How Chinese says that a thing is or isn't something that fields of yes and no hold: 有毒, 签名, 室内, 有货."""

from __future__ import annotations

from dataclasses import replace

from retrieval.language.properties import Saying

__all__ = ["CHINESE_PROPERTIES"]

_PETS = r"(?:小?(?:猫狗|猫咪|狗狗|猫|狗|宠物|动物|兔子))们?"

_SAID = (
    Saying(
        "toxic",
        field=r"有毒|毒性|^毒",
        holds=rf"有毒|毒性|(?:会|能)?(?:让|使|令|害|把)?{_PETS}?(?:会|能)?中毒|{_PETS}(?:不能|不可以?)(?:碰|接触|吃|啃|咬|舔)",
        fails=rf"无毒|没有?毒(?:性|的)?|不含毒|不会?(?:让|使|令)?{_PETS}?中毒|对{_PETS}(?:都|很|也|是)*(?:安全|无害|友好|没有?害)|{_PETS}(?:安全|友好)|{_PETS}(?:可以|也可以|能|可)(?:碰|接触|吃|啃|咬|舔)",
        strict=True,
    ),
    Saying("signed", field=r"签名|亲签", holds=r"有?(?:作者)?(?:亲笔)?签名(?:本|版)?|亲签(?:本|版)?", fails=r"(?:未|没有?|无|不带)(?:作者)?(?:亲笔)?签名(?:本|版)?"),
    Saying("cruelty", field=r"零残忍|动物实验", holds=r"零残忍|(?:没有?|不|无)(?:做|经过|经)?动物(?:实验|测试)", fails=r"(?:做|经过)动物(?:实验|测试)"),
    Saying("evergreen", field=r"常绿", holds=r"(?:四季)?常(?:绿|青)", fails=r"落叶"),
    Saying("indoor", field=r"^室内", holds=r"室内(?:植物|盆栽|养)?|(?:屋|家)里养(?=的)", fails=r"室外|户外|露天|院子里"),
    Saying("outdoor", field=r"^(?:室外|户外)", holds=r"室外|户外|露天", fails=r"室内"),
    Saying("stock", field=r"^(?:有货|现货|有库存|是否有货)$", holds=r"有货|有现货|现货|有库存|在售", fails=r"缺货|没有?货|无货|售罄|卖[完光]了?|断货"),
    Saying("cordless", field=r"^(?:无线|充电式)$", holds=r"无线|充电式|不插电|不(?:用|要)插(?:电|线)", fails=r"有线|插电|插线|带线"),
    Saying("furnished", field=r"^带?家具$", holds=r"带家具|有家具|精装修", fails=r"(?:不带|没有?|无)家具|空房"),
    Saying("refundable", field=r"可退|可取消|免费取消", holds=r"可退|可以退|免费取消|可取消", fails=r"不可退|不能退|不可取消"),
    Saying("waterproof", field=r"^防水$", holds=r"防水", fails=r"不防水"),
    Saying("foldable", field=r"^可?折叠$", holds=r"可?折叠", fails=r"不可折叠"),
    Saying("used", field=r"^(?:二手|旧)$", holds=r"二手|旧的", fails=r"全新|新的"),
    Saying("hardcover", field=r"^精装$", holds=r"精装(?:本|版)?", fails=r"平装(?:本|版)?|简装"),
)  # fmt: skip

CHINESE_PROPERTIES = tuple(
    replace(one, holds=f"{one.holds}|(?:不是|并非|不要|别要?)(?=[不没无未])(?:{one.fails})") for one in _SAID
)
"""不是没有签名的 asks for signed ones."""
