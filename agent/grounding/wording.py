"""General words of explanations, in English and Chinese: those that claim nothing, and those that claim something.

A word of `is_plain` may stand in any explanation without evidence: grammar, talk of choosing and matching, praise.
Everything else must be borne out. No word here belongs to any catalogue; what items are called in general (a film,
酒店) stands in groups of one meaning, and whether such a word is true of an item is decided by those who know it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.language.concepts import Concept
from retrieval.language.words import singular

__all__ = [
    "ADVERSATIVE",
    "AS_ASKED",
    "BEHAVIOUR",
    "BUDGET",
    "CLOSENESS",
    "GENERAL_ZH",
    "INJECTION",
    "KINDS",
    "KIND_CLASS",
    "LIKENESS",
    "MEASURED",
    "MEDIA",
    "MORE_CONCEPTS",
    "MOST",
    "NAMED_ALSO",
    "NOT_MOST",
    "PHRASES",
    "PLAIN_ZH",
    "REPORT",
    "SAMENESS",
    "SATISFIES",
    "STORY",
    "VAGUE",
    "YOURS",
    "akin",
    "is_plain",
    "kind_of_word",
]

_GRAMMAR = """
a an the this that these those it its itself he she him her his they them their there here i we our us me my you your
yours as at be is are was were been being am by for from in into of off on onto out up or and but so if then than to
too with within about across along after before between during through around over under upon toward towards per each
all both either any some such other others another same own what whatever which who whose whom when where why how
while whilst although though however because since until also just only even still quite rather very really truly
simply well indeed again much many more less few several lot bit can could may might will would should must do does did
done have has had having get gets let be not no nor neither never without yes plus via among amid amongst against
unlike despite yet already now today s t d ll re ve m isn aren doesn don won didn wasn couldn wouldn hasn haven
"""
_TALK = """
match meet fit suit satisfy fulfil fulfill answer correspond align agree deliver offer provide include feature come
bring give given show carry hold keep belong fall share combine pick chosen choose select selected recommend suggest
consider mention contain describe say said tell told call name title list note read stand stay work go serve help find
found see look seem appear think feel know believe hope enjoy like love want ask request search need wish require
prefer seek sought expect imagine intend explain state reveal cover address relate concern regard link connect tie
refer point respect follow reflect capture speak talk make take turn put set get got gave fill tick check boast sport
centre center revolve focus earn showcase highlight present depict portray display exhibit tag mark classify categorise
categorize identify qualify count remain own possess lend lean aim target complement hit add join combine blend mix pair
send sent upload start stick tend try involve concern note heed bear born prove confirm indicate suggest represent
constitute become became rest rely base basis ground back support suit list cite credit bill dub deem rate away along out
item choice pick option recommendation suggestion selection candidate result answer thing piece one entry example way
part reason fact detail point condition requirement criterion criteria preference query question need mood interest
word term phrase wording text name description attribute property field value information data record catalogue
catalog list spirit sense meaning line mind idea box bill side hand account aspect element purpose occasion moment
content summary label heading case regards terms limit cap maximum minimum ceiling threshold vibe tone feel range bracket
explanation suggestion remark context focus nature character kind sort type drawback downside upside advantage caveat catch bonus plus
watch visit use eat taste order explore discover experience meet learn
"""
_ADVERBS = """
exactly closely directly clearly nicely perfectly precisely likely probably perhaps maybe certainly definitely surely
especially particularly specifically fully overall generally together moreover besides furthermore therefore thus hence
finally additionally namely notably instead otherwise somewhat slightly vaguely remotely fairly pretty largely mainly mostly partly almost
literally explicitly equally similarly accordingly neatly squarely nearly easily simply readily
"""
_PRAISE = """
good great nice lovely wonderful excellent perfect ideal suitable apt fitting appropriate worthy worth worthwhile
interesting delightful pleasant enjoyable attractive appealing charming fantastic amazing brilliant beautiful splendid
superb fun satisfying pleasing compelling engaging promising sensible obvious delight treat pleasure fine
right sure recommended super terrific fabulous memorable captivating gripping heartfelt stunning impressive remarkable outstanding
exceptional marvellous marvelous magnificent admirable rewarding refreshing exciting intriguing fascinating inviting
"""
_IMAGE = "picture image photo photograph illustration drawing artwork poster portrait visual visually"
_AUDIO = "sound audio recording clip noise hear heard listen listened audible"
MEDIA: dict[str, frozenset[str]] = {
    "image": frozenset((_IMAGE + " 图片 图像 照片 相片 画面 图 插图 海报 封面图 看起来 看上去 外观").split()),
    "audio": frozenset((_AUDIO + " 声音 音频 录音 叫声 听起来 音效 声响").split()),
    "text": frozenset(
        "description text title words wording meaning 描述 文字 标题 介绍 简介 意思 文本 名称 名字".split()
    ),
}
"""Words that speak of an item's picture, sound or text."""

PHRASES = re.compile(
    r"\bat (?:first |a )?(?:glance|heart)\b|\bright up your (?:alley|street)\b|\b(?:strong|solid|safe|clear|top-notch|spot-on|close) (?:match|fit|choice|pick|option|candidate)\b|"
    r"\bin line with\b|\bon the other hand\b|\bat the same time\b|\bto your liking\b|\bticks? (?:all |both |every |the |your )*box(?:es)?\b|\bfits? the bill\b|"
    r"\bno (?:doubt|wonder|need)\b|\bnot (?:only|just|merely|to mention)\b|\bwithout (?:a )?doubt\b|\bby (?:the way|contrast)\b|\bof course\b|\blook(?:ing)? no further\b|"
    r"\byour (?:\w+ )?budget\b|\bhow about\b|\bwhy not\b|\bif you(?:'re| are) (?:after|into)\b|\bin the mood for\b|\bfor (?:you|sure|example|instance)\b|\bin (?:short|fact|particular|addition|general|full|total)\b|"
    r"\bas (?:well as|well|follows|such|requested|asked|wished|desired|wanted)\b|\bbecause of\b|\bsuch as\b|\bhere (?:is|are)\b|\bthat said\b|\bspot[- ]on\b|\b(?:hits|hit) the (?:spot|mark)\b|"
    r"毫无疑问|无疑|不仅仅?|不但|不光|不只|不错|不妨|不过|不同|没错|没问题|值得一试|值得一看|值得考虑|正合|恰到好处|总的来说|换句话说|与此同时|除此之外|一如|十分|万一|一起|一致|一样|一下|特别|"
    r"一定|一些|一点|统一|之一|这一点?|其一|同一|一方面|另一方面"
)
"""Idioms that claim nothing, whatever words they are made of."""

PLAIN_ZH = frozenset("""
这 那 它 他 她 此 该 其 个 部 家 款 只 张 首 本 座 间 种 件 条 位 道 幅 项 段 是 为 的 了 在 有 和 与 及 以及 并 并且 而 而且 也 还 还有 都 就 很 非常
比较 相当 正 正是 正好 恰好 刚好 恰恰 符合 满足 适合 匹配 对应 贴合 契合 吻合 属于 来自 具有 拥有 包含 包括 含有 含 提供 带有 带 您 你 你们 我 我们 想要 想 要
需要 希望 要求 请求 需求 条件 描述 提到 提及 说 说的 说到 写 写着 写到 写明 标明 注明 显示 寻找 找 找的 搜索 查找 查询 喜欢 偏好 关键词 词 词语 字 字样 文字 文本 标题 名称 名字 名 叫 叫做 叫作 称为
名为 题为 介绍 简介 说明 内容 资料 信息 字段 属性 记录 目录 值得 推荐 选择 选 选项 之选 首先 其次 考虑 很好 好 合适 理想 优秀 出色 精彩 完美 有趣 有意思 可以 能 能够 会 因为 所以
由于 因此 此外 另外 同时 但 但是 可是 然而 却 虽然 尽管 其中 一个 一部 一家 一款 一只 一张 一种 一本 一首 一项 一道 一幅 一座 一间 一件 一条 一位 一段 几个 这个 这部 这家 这款 这只
这张 这首 这本 这种 这里 那里 这样 这项 这道 这幅 这座 这间 这件 这条 这位 这段 那个 那部 那家 那款 如 如果 如同 像 同样 同 样 跟 中 里 里面 当中 上 内 对 对于 给 给出 由 从 到 被 把 让 用
以 于 之 所 地 得 着 过 吧 呢 啊 哦 吗 嘛 呀 等 等等 共 共有 一共 其他 其它 其余 又 再 作为 关于 方面 来说 来看 而言 直接 明确 明确地 确实 的确 当然 应该 可能 也许 或许 大概 正如 正像 如您 所说 所要 所愿
所写 所想 所述 所求 所提 提出 期望 期待 心意 心仪 东西 物品 商品 产品 全部 所有 一切 结果 候选 答案 理由 原因 之处 地方 部分 方式 意思 含义 感觉 效果 体验 风格 特点 特征 信心 您的 你的 它的 既 又是 也是 还是 就是 都是 便是
即 或 或者 若 则 那么 那样 怎么样 如何 什么 哪 谁 多 些 有关 相关 直接 完全 恰 均 皆 且 当 时 来 去 出 出来 起来 一 两者 二者 双方 彼此 二 之间 请 试试 看看 放心 喜爱 爱 美好 漂亮 好看 好听 动听 好吃
配有 设有 备有 配备 附带 坐落 适用 较 较为 相对 整体 总体 以其 凭借 主要 主打 有着 抱歉 很抱歉 遗憾 注意 请注意 另 亦 亦可 为您 给您 让您 让你 满足了 符合了 称 名叫 预算 开放 预期 环境 氛围 之内 范围 范围内
区间 该片 本片 片中 文中 书中 图中 画中 看来 只有 只 仅 仅为 仅需 只需 只要 不到 起 每 就是 正合 属 归 此处 本店 该店 店里 店内 那 很是 完全 略 略微 略有 稍 稍微 有点 有些 丝毫 明显 显然 清楚 清晰 充分 高度 非常之 地处 位处 坐落于 可惜 只是 遗憾的是 好在 享受 享用 品尝 尝到 吃到 吃 喝 入住 住 观看 欣赏 使用 游玩 逛 体会 感受 精美 出众 惊艳 难忘 令人难忘 令人 美好 正符合 满意 不二 推荐给 值 带来 呈现 展现 展示 体现 命中 出现 写有 归类 归 类 归为 列为 列 算 算是 称得上 可谓 一致 表明 意味着 意味 您想 你想 您要 你要 找到 收录 标注 标为 标 为您 为你 合 贴近 贴切
""".split())  # fmt: skip
"""Chinese words that claim nothing."""

_KIND_CLASSES = (
    ("film movie 电影 影片 片子 片", "series show 剧集 电视剧 剧", "book novel 书 小说 书籍", "song track 歌 歌曲 曲子 乐曲", "album 专辑", "game 游戏", "recipe 菜谱 食谱",
     "stamp 印章 图章 邮票", "unit 单位 兵种", "product 产品 商品 货品", "article 文章", "video 视频 影像", "course 课程"),
    ("hotel 酒店 宾馆 旅馆", "restaurant 餐厅 餐馆 饭馆 饭店", "attraction sight 景点 景区 名胜", "museum 博物馆", "shop store 商店", "place spot venue 地方 场所 去处"),
    ("animal 动物", "toy 玩具", "car 汽车", "dish meal 菜 菜肴 菜品 美食"),
)  # fmt: skip
KINDS: tuple[frozenset[str], ...] = tuple(frozenset(group.split()) for groups in _KIND_CLASSES for group in groups)
"""Words for what items are, in groups of one meaning. A group is used of an item only where nothing speaks against it."""
KIND_CLASS: tuple[int, ...] = tuple(i for i, groups in enumerate(_KIND_CLASSES) for _ in groups)
"""For each group the class it is of: what one item of a class is, another of it is not."""

GENERAL_ZH = frozenset(word for group in (*KINDS, *MEDIA.values()) for word in group if not word.isascii()) | frozenset(
    "相同 听 看 听到 看到 离 近 很近 靠近 邻近 临近 紧邻 附近 旁边 相似 类似 接近 相近 近似 相像 最接近 最相似 不同于 比".split()
)
"""Chinese words that claim something that is checked by itself: what an item is, its picture and sound, likeness."""
STORY = frozenset(
    "setting character protagonist follow story storyline plot tale narrative synopsis premise theme 故事 剧情 情节 讲述 讲 讲的".split()
)
"""Words for what a description tells: they may be said where there is one."""
MEASURED = frozenset("long tall high wide deep old heavy large big away 长 高 宽 深 重".split())
"""Adjectives that only repeat the unit of an amount before them."""
NAMED_ALSO = {
    "duration": r"\b(?:runs?|running)(?: for)?\b|\bclocks? in\b|\bspans?\b|游玩",
    "year": r"\b(?:decade|era)\b|\b(?:came|comes|come) out\b|\bpremiered\b|\bdebuted\b|\bhit (?:theat(?:er|re)s|cinemas)\b",
    "price": r"\bsells? for\b|\bgoes for\b|\bpay\b",
    "cast": r"\bappears?\b|\bco-stars?\b",
}
"""Further ways of naming a concept in a statement, beside those of requests."""
MORE_CONCEPTS = (
    Concept(
        "opening",
        frozenset("hours hour opening open opens 营业 营业时间 开放".split()),
        r"\bopening (?:hours|times)\b|\bopens?\b|\bopening\b|营业时间|开放时间|营业|开门",
    ),
    Concept(
        "transport",
        frozenset("metro subway station stop 地铁 车站".split()),
        r"\bmetro(?: station)?\b|\bsubway(?: station)?\b|\bstation\b|地铁站?|车站",
    ),
    Concept("colour", frozenset("colour color colours colors 颜色".split()), r"\bcolou?rs?\b|\bcolou?red\b|颜色|色彩"),
    Concept(
        "material",
        frozenset("material materials fabric 材质 材料".split()),
        r"\bmaterials?\b|\bmade (?:of|from)\b|材质|材料",
    ),
)
"""Concepts of statements that requests have no need of."""

ADVERSATIVE = re.compile(
    r"\b(?:but|however|although|though|yet|instead|rather than|whereas|unfortunately|even if|except|while)\b|但|不过|可是|然而|虽然|尽管|却|而不是|只是|可惜"
)
YOURS = re.compile(
    r"\b(?:you|your|you're|you've|you'd)\b[^.;!?]*?\b(?:ask\w*|want\w*|look\w*|request\w*|search\w*|wish\w*|need\w*|mention\w*|describ\w*|said|say|gave|give|quer\w+|mood|interest\w*|prefer\w*|hop\w+|seek\w*|after|"
    r"like\w*|enjoy\w*|condition\w*|criteri\w+|requirement\w*|words?|question|taste\w*|name\w*|idea|mind|sound\w*|picture\w*|clip|image|photo)\b|\b(?:the|this) (?:request|query|search|wish)\b|\bas (?:requested|asked|wished|desired|wanted)\b|"
    r"(?:你|您)们?(?:所|刚才|的|提|说|想|要|需|希|寻|找|搜|描|给|喜|问|期|指|写|心)|(?:要求|请求|需求|条件|关键词|搜索词)"
)
"""Talk of the request itself: its words may be repeated here."""
REPORT = re.compile(
    r"^\W*(?:although |though |while |even though )?(?:you (?:asked|wanted|requested|wished|said|were looking|are looking|searched|looked)|(?:虽然|尽管)?(?:你|您)(?:说|想要|想|要求|要|问|找|希望|在找|需要))"
)
"""A clause that only repeats what the person said."""
SATISFIES = re.compile(
    r"\b(?:match\w*|meet\w*|fit\w*|suit\w*|satisf\w+|fulfil\w*|answers?|exactly|just what|precisely|ticks?|delivers?)\b|符合|满足|适合|匹配|正是|正好|契合|贴合|吻合"
)
CLOSENESS = re.compile(
    r"\b(?:clos(?:e|er|est|ely)(?! to the)|near(?:est|er)?|similar(?:ity|ly)?|alike|akin|resembl\w+|reminiscent|relate[sd]?|in the spirit|echo\w*|lik(?:e|ened))\b|相似|类似|接近|相近|近似|贴近|像|最接近|相像"
)
LIKENESS = re.compile(
    r"\b(?:clos(?:e|est|ely)|near(?:est)?|similar(?:ity|ly)?|alike|akin|resembl\w+|reminiscent|looks? (?:a lot |much |very much |just )?like|sounds? (?:a lot |much |very much |just )?like)\b|相似|类似|接近|相近|近似|相像|像"
)
"""Claims that one thing is near another."""
VAGUE = re.compile(
    r"\b(?:well|highly|nicely|poorly|badly|low|high|good|great|excellent|fair(?:ly)?|reasonabl[ey]|fine|lovely|superb|perfect|amazing|fantastic)[- ](?:rated|reviewed|priced|ratings?|reviews?|prices?|score[sd]?|value|costs?|deal)\b|"
    r"(?:评分|评价|口碑)(?:很|较|非常|都|也)?(?:高(?![于过达])|好|不错|优秀|出色)|价格(?:很|较|非常|都|也)?(?:低(?![于过至])|便宜|实惠|合理|不错|理想)|性价比|口碑"
)
"""Judgements of an amount without the amount: no fact bears them out or refutes them."""
AS_ASKED = re.compile(
    r"\b(?:just |exactly )?(?:as|like|what|which|that) you(?:'d|'ve| had| have)? (?:asked|wanted|requested|wished|desired|hoped|described|specified|said)\b|\bas (?:requested|asked|wished|desired|specified)\b|"
    r"(?:正如|如)(?:您|你)所|(?:您|你)(?:所)?(?:要|想要|要求|说)的"
)
"""Claims that the person asked for just this."""
SAMENESS = re.compile(
    r"\b(?:same|another|shar(?:e|es|ed|ing)|both|also|too|common|just like|likewise|as in|as well)\b|^\W*like\b|一样|同样|相同|共同|都|也|^像"
)
MOST = re.compile(
    r"\b(?:best|most|least|worst|top|only the|the only|unique(?:ly)?|ultimate|unrivalled|unbeatable|unmatched|foremost|number one|second to none|favou?rite|leading|premier|first choice|one and only|more than any|unlike any|"
    r"(?!(?:interest|request|suggest|guest|forest|west|test|rest|honest|nest|chest|contest|harvest|modest|quest|priest|invest|digest|protest|vest|pest|crest|conquest|arrest|manifest|east|best|latest)\b)[a-z]{2,}est|latest)\b|"
    r"最(?!近地|后一)|唯一|首选|第一|独一无二|无与伦比|顶级|更"
)
"""Superlatives and comparatives with nothing to compare to."""
NOT_MOST = re.compile(
    r"\b(?:at (?:most|least)|most of (?:all|the)|for the most part|mostly)\b|最多|最少|最高不|至多|更多"
)
BUDGET = re.compile(
    r"\b(?:within|under|below|fits?|in|on|meets?|stays?|matches|respects?)\b[^.;,]*?\b(?:budget|limit|cap|maximum|ceiling|price range)\b|(?:预算|上限|价格范围)(?:之?内|以内)?|限制"
)
"""Claims that a bound of the person is kept."""
BEHAVIOUR = re.compile(
    r"\byou(?:'ve| have|'d| had)? (?:also |once |recently |previously |already |really |just )?(?:liked|loved|enjoyed|watched|bought|purchased|visited|rated|played|listened|read|saw|seen|viewed|clicked|ordered|favou?rited|saved|tried|chose|picked|stayed|ate|cooked|looked at|put)\b|"
    r"\byour (?:own )?(?:history|tastes?|favou?rites?|past|previous|earlier|recent|profile|purchases?|habits?|ratings?|wishlist|library)\b|\b(?:last|previous) time\b|"
    r"(?:你|您)(?:曾经?|以前|之前|最近|已经|上次|刚)?(?:喜欢过|看过|买过|去过|听过|玩过|吃过|住过|收藏过?|评价过|点赞|浏览过|喜欢了|把)|(?:你|您)的(?:历史|口味|收藏|偏爱|习惯|评分|记录|购买)|(?:你|您)(?:曾经?|以前|之前|过去|上次)"
)
"""Claims of what the person did before."""
INJECTION = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|org|net|io|cn|dev|ai|xyz|info)\b|\S+@\S+\.\S+|[<>{}`\\|\[\]]|\]\(|^\s*#|"
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|prompt|previous|above|earlier|rule|everything)|\b(?:system|developer) (?:prompt|message)|\blanguage model\b|\bas an ai\b|\b(?:system|assistant|user)\s*:|"
    r"\b(?:click|subscribe|sign up|log ?in|download|password|api key|credit card|buy now|order now|call now|act now|visit our|send (?:me|us|money)|email (?:me|us))\b|\b(?:def|import|select|drop table|curl|sudo|rm -rf)\s+\w+\(|"
    r"忽略.{0,12}(?:指令|指示|提示|要求|规则|以上|之前)|系统提示|点击|扫码|加微信|转账|密码|立即购买|马上下单|拨打|登录|下载",
    re.IGNORECASE,
)
"""Markup, addresses, code, and orders to a model or a reader: never shown, wherever they come from."""

_ENDINGS_SHORT = frozenset(("", "s", "es", "ed", "d", "ing", "y", "er", "e", "ers", "ly"))
_ENDINGS = _ENDINGS_SHORT | frozenset(
    "or ors ies ied ily ic tic ical al ally ation ion ions ive ous ious ness iness ity ist ism ful ce cy ment ish en an ian able ible r rs".split()
)


def _stem(word: str) -> str:
    word = singular(word)
    for ending in ("ing", "ed", "ly"):
        if len(word) >= len(ending) + 3 and word.endswith(ending):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("i") and len(word) > 3:
        word = word[:-1] + "y"
    return word.rstrip("e") if len(word) > 3 else word


_EXACT = frozenset((_GRAMMAR + _ADVERBS).split())
_PLAIN = frozenset(_stem(word) for word in (_TALK + _PRAISE).split())


def is_plain(word: str) -> bool:
    """Whether a folded word claims nothing.

    >>> [is_plain(w) for w in ("matches", "lovely", "你的", "cheap", "directed", "恐怖")]
    [True, True, True, False, False, False]
    """
    return word in PLAIN_ZH or word in _EXACT or _stem(word) in _PLAIN


def akin(one: str, other: str) -> bool:
    """Whether two folded English words are forms of one: plurals, tenses, and the commonest derivations.

    Endings that turn the sense round (-less, -free) don't count.

    >>> akin("romance", "romantic"), akin("comedies", "comedy"), akin("star", "start"), akin("sugar", "sugarless")
    (True, True, False, False)
    """
    if one == other or singular(one) == singular(other):
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    endings = _ENDINGS if shared >= 5 else _ENDINGS_SHORT
    return (
        shared >= 4
        and shared >= min(len(one), len(other)) - 3
        and one[shared:] in endings
        and other[shared:] in endings
    )


@lru_cache(maxsize=1)
def _kind_index() -> dict[str, int]:
    return {word: i for i, group in enumerate(KINDS) for word in group}


def kind_of_word(word: str) -> int | None:
    """The group of KINDS that a folded word belongs to."""
    return _kind_index().get(singular(word))
