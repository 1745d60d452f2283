"""How Chinese says no, in requests and in the texts of items.

Tables and patterns; `retrieval.language.negation` and `retrieval.language.stance` read texts by them.
"""

from __future__ import annotations

import re

from retrieval.language.chinese.safety import CHINESE_SAFETY
from retrieval.language.chinese.segmentation import segmenter
from retrieval.language.chinese.words import tagger
from retrieval.language.grammar import RequestNegation
from retrieval.language.lazy import compiled
from retrieval.language.text import Mask, Span

__all__ = ["CHINESE_REQUEST"]

_MATTER = sorted(
    {
        *(word for one in CHINESE_SAFETY for word in (*one.words, *one.kinds) if not word.isascii()),
        *"糖 盐 油 辣 辣椒 冰 甜 酸 葱 姜 蒜 香菜 味精 味 脂 脂肪 添加 添加剂 防腐剂 色素 香精 香料 酒 醇 奶 蛋 麸质 咖啡因 肉 血 血腥 暴力 烟 皮革 塑料 钠 卡路里 胆固醇".split(),
    },
    key=len,
    reverse=True,
)
"""Of what there may be little or none, the longest first: 无麸质面包 denies 麸质 and not the bread."""
_OF = "|".join(map(re.escape, _MATTER))
_THINGS = compiled(_OF)

_HARMLESS = compiled(
    r"有没有|能不能|可不可以|是不是|要不要|好不好|行不行|会不会|对不对|想不想|算不算|在不在?|(?<!只)要不(?:[然是]|(?=[，,]))|不错|不少|差不多|不过|不仅|不但|不光|不只|不止|不知道?|不限|不管|不论|"
    r"不介意|不讨厌|不反对|不在乎|不嫌|不挑|不怕|不差钱|不忙|不累|不饿|不渴|没关系|没问题|没事|不好意思|不然|说不定|不一定|来不及|不用(?=$|[了吧吗，。,.！!？?谢])|不必|不客气|不急|没想好|没什么要求|不太?清楚|不太?确定|不高|不远|不(?=[？?吗]|$)|"
    r"(?:心情|身体|胃口?|肠胃|天气|状态|睡眠|记性|视力|眼睛|牙口?|运气|脾气|手气|信号|网络|精神)(?:很|特别|真|有点儿?|也|又|老是|总是|一直|都)*(?:不太?(?:好|行|佳|舒服|妙|爽|顺|足)|欠佳)|不开心|不高兴|不舒服|不知所措|不顺|睡不着|吃不下|忍不住|说不出|想不到|想不出|想不起|"
    r"不(?:能|会|要|想|希望|可以|可)?(?:超过|高于|低于|大于|小于|多于|少于|超出|到\d)|无论|无线|无所谓|无聊|无敌|无比|无限|无穷|无数|无疑|非常|除非|是非|非洲|南非|北非|特别|分别|级别|区别|类别|性别|识别|个别|差别|告别|离别|别墅|别人|别致|别具|别出|"
    rf"有无(?!{_OF})(?!.{{0,3}}房的?)|"
    r"免费|免税|免邮|免运费|免单|免打扰|不免|难免|戒指|戒备|忌惮|禁忌|百无禁忌|别的(?!不要|都不|别|就算)|"
    # two negations ask for the thing
    r"(?:不是|不要|别要?|不想要?|并非|不能|不会|不可能|不可以|不得|不可|无|没有?)(?:不|没有|没|无)(?:含有?|带|放|加|有|吃|喝|是)?|没有(?=.{1,8}不行)|非(?=[\u4e00-\u9fff]{1,8}不(?:可|吃|喝|看|选|要|行))|(?<=[\u4e00-\u9fff])不(?:可|行)(?=$|[，。,.！!])|少不了|离不开|缺不了|免不了|不可或缺|无(?=.{1,3}不欢)|不得不|"
    r"(?:不(?!要|想|会|吃|喝|看|听|去|喜欢|爱|需要|用|过|错)(?:能|可以|支持|是|含|带|放)?|没有?)[^，,。不没]{1,6}的(?:一律|都|就|统统|我)*(?:别|不要|不看|不吃|不喝|不听|不选|不买|不去|不住|不考虑|免谈)[^，,。]*|"
    # what is so where the person is, and no property of the thing
    r"(?:没有?|不)[^，,。的]{1,8}(?:的时候|之时|时(?![间刻尚段期辰装]))"
)
_DO = "含有?|包含|包括|带有?|放|加|添加|吃|喝|看|听|是|接受|考虑|需要|属于|去|选|住|在|沾|碰|用|使用|卖|喜欢|爱|要|想|感兴趣"
_CUE = compiled(
    r"(?:请|都|也|最好|千万|绝对|坚决|一定|尽量|一律|既|又|我|她|他|可以){0,6}"
    rf"(?:(?P<degree>不(?:要|能|想|希望|用)?太|别太|不希望太|不要过于|别过于|不要[那这]么|别[那这]么|不那么|没那么)|(?P<little>(?:少(?:放|加|点|一点|一些|些)?|低)(?=(?:{_OF})))|"
    rf"(?P<short>(?:无|零|0|免)(?=(?:{_OF}))|非(?=[\u4e00-\u9fff])|(?<!有)无(?=[\u4e00-\u9fff])|不(?=[辣甜酸咸苦油腻贵吵闹冰硬]))|"
    rf"(?:不想|不能|不可以|不愿意?|不打算)再?(?:要|吃|看|听|买|去|有|含|喝|选|住|用|带)?|不要再?(?:有|含|带|放|加|吃|给我|推荐|是|那种|选)?|不(?:{_DO})|(?:严格?)?禁止|谢绝|不(?:允许|准|许|让|可以?)(?:携带|带|养|进|吸|抽|放|加|用|有)?|"
    r"(?:别的不要|别)(?:再|给我|给|推荐|介绍|有|放|加|要|来|选|是|带)*|甭|勿(?=[加放含])|没有|没(?=[^有\s])|(?:最|很|特别|非常)?(?:讨厌|厌恶|反感)|受不了|拒绝|谢绝|杜绝|远离|避免|避开|避雷|跳过|撇开|抛开|排除|去掉|除了|除去|除开|忌(?:口|食)?(?=[\u4e00-\u9fff])|戒(?:掉|了)(?=[\u4e00-\u9fff])|戒(?=[糖酒烟辣肉奶盐油])|怕(?=[辣油甜腻吵黑高血鬼猫狗])|不(?=[\u4e00-\u9fff]))"
)
_END = compiled(
    r"[,，。！!？?；;]|但|而且|而是|只要|只想|只|最好|请|谢谢|还有|以外|之外|外的|都(?:行|可以|好|成|没问题|接受|ok)|(?<=[\u4e00-\u9fff])中(?=[,，])|上的|这个|那个|的(?:酒店|餐馆|地方|东西|那种)?(?=[\u4e00-\u9fffa-z\d]{0,10}(?:$|[,，。！？吗吧呢]))|的(?=[\u4e00-\u9fff]{1,40}[,，])|吗|吧|呢|了|哦|呀|啊|、(?=评|价|不|无|没)|也?不(?:是|要|含|放|加|带)|也非"
)
_NO = r"(?:不要|免了|别(?:列|显示|展示|放|摆|给|拿|推|端)(?:出来|上来|进来|给我)?|不用(?:列|显示|展示|推荐|给我)(?:出来)?|免(?:谈|提)|不行|算了|不考虑|别来|不用了|不用|pass|排除|除外|不算|不吃|不看|不喝|不爱|不听|不买|不选|不想[吃看听喝要]|不喜欢|不感兴趣|没兴趣|受不了|不能[吃喝看要]|吃不了|喝不了|免谈|退散|出局|跳过|别给我|别推荐|别上|不接受|不能接受|敬谢不敏)"
_SUFFIX = compiled(
    rf"(?:之?类的?|的话|这个(?:牌子|品牌|颜色|类型|作者|系列)的?|的)?(?:我们?|她|他|孩子|老婆|老公)?(?:就|都|也|可|一律|统统|一概|绝对|坚决|千万|是|真的|实在|还是|请){{0,6}}{_NO}(?:掉|我|吧|啦|了|啊|哦|哈|谢谢)*(?=$|[,，。！!？?；;:：、]|的(?=[\u4e00-\u9fff]))"
    r"|(?:我们?|孩子|家人|都|也|早就?|已经){0,6}(?:吃|喝|看|听|用|玩|逛|住)(?:得)?(?:太多)?(?:腻|够|烦|厌|怕)(?:歪)?(?:了|啦)?(?=$|[，。,.！!；;的])"
    r"|(?:严重|有点|会)?过敏(?!的?原)|(?<!对)不耐(?:受|症)?"
)
_AROUND = (
    compiled(
        r"(?P<open>只要不是)(?P<thing>[^,，。！!？?；;]{1,10}?)(?P<close>的?(?:都|就)(?:行|可以|好|成|没问题|ok))"
    ),
    compiled(
        r"(?P<open>一(?:点儿?|丁点儿?|些)|半点)(?P<thing>[^,，。！!？?；;]{1,6}?)(?P<close>(?:都|也)(?:不|别|没)(?:能|要|可以|许|准|行)?(?:沾|吃|放|有|碰|加|要|带|含)?)"
    ),
    compiled(
        r"(?P<open>(?<![排消解清删去免扣剔铲拆废])除(?:了|去|开|掉)?)(?![夕湿尘臭草菌螨非])(?P<thing>[^,，。！!？?；;除]{1,14}?)(?P<close>(?:以外|之外|而外|外)(?:的|都)?)"
    ),
    compiled(r"(?<!除)(?P<thing>(?<![\u4e00-\u9fffa-z])[^,，。！!？?；;、\s除]{1,14}?)(?P<close>以外|之外)(?:的|都)?"),
    compiled(
        r"(?P<open>对)(?P<thing>[\u4e00-\u9fff、]{1,10}?)(?P<close>(?:会|都|也|严重|有点|很|特别)*(?:过敏|不耐受|不感兴趣|没兴趣|没有兴趣|无感|反感))"
    ),
)
_DEGREE = compiled(r"\s*太|\s*过于")
_NOBODY = frozenset(
    "这个 那个 它 他 她 这 那 这些 那些 其他 其它 别的 我 你 都 也 其余 这样 那样 这里 那里 什么 一个".split()
)
_BREAK = compiled(
    r"[,，。！!？?；;:：]|(?<=[\u4e00-\u9fff])\s|\s(?=[\u4e00-\u9fff])|^(?:我们?|他们?|她们?|孩子|本人|家人|咱们?)(?!对)|但是?|不过|要是"
)
_REFUSED = compiled(r"不|没有?|无|非")
_STOPS = frozenset("v r p d c u y m q".split())


FARTHEST = 120
"""Characters that a denial may reach over."""


def _reach(folded: str, cue: Span) -> Span:
    farthest = min(len(folded), cue.end + FARTHEST)
    end = _END.search(folded, cue.end, farthest)
    return Span(cue.end, end.start() if end else farthest)


def _word(folded: str, at: int, mask: Mask) -> int:
    """The end of the named value, of the longest known matter, or of the first word."""
    if (run := mask.run_end(at + 1)) > at + 1 or not mask.free(Span(at, at + 1)):
        return run
    if thing := _THINGS.match(folded, at):
        return thing.end()
    rest = compiled(r"[\u4e00-\u9fff]+").match(folded, at)
    return at + len(next(iter(segmenter().cut(rest.group())))) if rest else at


def _before(folded: str, at: int) -> int:
    """Where the noun phrase begins that ends at `at`: after the last verb, pronoun or preposition of its clause."""
    start = max((m.end() for m in _BREAK.finditer(folded[:at])), default=0)
    clause, begins = folded[start:at], start
    if _REFUSED.search(clause):  # 不免费的不听: two negations
        return at
    if len(clause) <= 4:
        return start
    position = start
    words = [(pair.word, pair.flag) for pair in tagger().cut(clause)]
    for i, (word, tag) in enumerate(words):
        position += len(word)
        joins = word in ("和", "或", "与", "跟", "及", "或者", "以及")
        if tag[:1] in _STOPS and tag != "vn" and not joins and word != "的" and i < len(words) - 1:
            begins = position
    return begins


CHINESE_REQUEST = RequestNegation(
    harmless=_HARMLESS,
    prefix=_CUE,
    suffix=_SUFFIX,
    around=_AROUND,
    degree=_DEGREE,
    too=compiled(r"(?P<open>)(?P<thing>)(?!)"),
    preferred=compiled(r"(?P<cue>)(?!)"),
    again=compiled(r"无|零|非|除了|没有?"),
    nobody=_NOBODY,
    joins=compiled(r"[,，、;；]\s*$|[和或]$"),
    reach=_reach,
    word=_word,
    before=_before,
)
