"""What fields measure and name in Chinese: parts of field names, how requests mention it, and words for less and more of it."""

from __future__ import annotations

from retrieval.language.grammar import ConceptWords

__all__ = ["CONCEPTS"]

CONCEPTS = {
    "price": ConceptWords(parts=frozenset("价 价格 价钱 单价 售价 房价 消费 票价 费用".split()), words=r"(?:最低|起步|平均)?(?:门票)?(?:价格|价钱|价位|票价|房价|售价|单价)|(?:人均)?(?:消费|花费|费用)(?:价格)?|人均|门票|房费", less=("便宜|实惠|平价|廉价",), more=("贵|昂贵",), spaced=False),
    "rating": ConceptWords(parts=frozenset("分数 口碑 得分 星级 评价 评分".split()), words=r"评分|得分|打分|分数|星级|评价|口碑|(?<!最)好评(?!如潮)", more=("好评如潮|高分|叫好",), spaced=False),
    "year": ConceptWords(parts=frozenset("上映 出版 年 年代 年份 日期 创办 创立 开播 开业 成立".split()), words=r"年份|上映|出版|发行|发布|开业|开张|开店|成立|创办|创立|开播", less=("老|旧|早|(?:开|营业|经营|开业|历史)(?:得|的)?最?悠?久|年头最?[长久]|历史最?悠?久",), more=("新|近",), spaced=False),
    "duration": ConceptWords(parts=frozenset("分钟 时长 时间 片长 用时 耗时 周数 天数 月数 课时".split()), words=r"时长|片长|时间|用时|耗时|长度", less=("短|快|省时间?",), more=("长|久|费时间?|耗时间?",), spaced=False),
    "extent": ConceptWords(parts=frozenset("页 页数".split()), words=r"页数?", less=("短|薄",), more=("长|厚",), spaced=False),
    "energy": ConceptWords(parts=frozenset("卡路里 热量 能量".split()), words=r"热量|卡路里|大卡"),
    "difficulty": ConceptWords(parts=frozenset("难度".split()), words=r"难度", less=("简单|容易",), more=("难",), spaced=False),
    "level": ConceptWords(parts=frozenset("等级 级别".split()), words=r"等级|级别"),
    "weight": ConceptWords(parts=frozenset("体重 重量 净重 毛重 克重 净含量".split()), words=r"重量|体重", less=("轻",), more=("重",), spaced=False),
    "width": ConceptWords(parts=frozenset("宽 宽度".split()), words=r"宽度|宽", less=("窄",), more=("宽",), spaced=False),
    "height": ConceptWords(parts=frozenset("身高 高度".split()), words=r"高度|身高", less=("矮",), more=("高",), spaced=False),
    "depth": ConceptWords(parts=frozenset("厚度 深度".split()), words=r"深度|厚度|厚", less=("薄|浅",), more=("厚|深",), spaced=False),
    "size": ConceptWords(parts=frozenset("大小 宽度 尺寸 身高 面积 高度".split()), words=r"尺寸|大小|面积", less=("小",), more=("大",), spaced=False),
    "earnings": ConceptWords(parts=frozenset("工资 收入 票房 营收 薪资".split()), words=r"票房|收入|营收|薪资|工资"),
    "added": ConceptWords(parts=frozenset("上架 入库 创建 收录 添加".split()), words=r"上架|入库|添加|收录|新加|加进来|加入", less=("旧|早",), more=("新|近",), spaced=False),
    "expiry": ConceptWords(parts=frozenset("保质期 有效期".split()), words=r"保质期|有效期|到期|过期|最佳食用"),
    "servings": ConceptWords(parts=frozenset("人数 份数 玩家".split()), words=r"人份|人数|份数|个人(?![气风品性化])"),
    "stock": ConceptWords(parts=frozenset("库存 座位".split()), words=r"库存|座位"),
    "strength": ConceptWords(parts=frozenset("度数 酒精度".split()), words=r"酒精度|度数|酒精含量", less=("低度",), more=("烈|高度",), spaced=False),
    "power": ConceptWords(parts=frozenset("功率".split()), words=r"功率"),
    "noise": ConceptWords(parts=frozenset("噪音 噪声 分贝".split()), words=r"噪音|噪声"),
    "speed": ConceptWords(parts=frozenset("时速 速度".split()), words=r"速度|时速", less=("慢",), more=("快",), spaced=False),
    "distance": ConceptWords(parts=frozenset("距离".split()), words=r"距离|离", less=("近",), more=("远",), spaced=False),
    "popularity": ConceptWords(parts=frozenset("下载 人气 借阅 播放 热度 评价数 评论 评论数 销量".split()), words=r"热度|销量|人气|播放量?|借阅(?:次数|量)?|卖出|售出|卖得|下载|点击|评论数?|评价数", less=("冷门|小众",), more=("热门|火爆|火热|火|受欢迎|畅销|流行|热销|好卖|有名|知名",), spaced=False),
    "age": ConceptWords(parts=frozenset("年龄 适合人群 适用人群 适用年龄 适龄".split()), words=r"年龄|岁"),
    "memory": ConceptWords(parts=frozenset("内存 存储 硬盘".split()), words=r"内存|硬盘|存储"),
    "director": ConceptWords(parts=frozenset("导演".split()), words=r"导演|执导", verbs=r"导演|执导"),
    "cast": ConceptWords(parts=frozenset("主演 演员".split()), words=r"演员|主演|出演", verbs=r"主演|出演|演员|演的"),
    "author": ConceptWords(parts=frozenset("作者 编剧".split()), words=r"作者|编剧", verbs=r"作者|编剧|写的|所著"),
    "artist": ConceptWords(parts=frozenset("作曲 歌手 艺术家".split()), words=r"歌手|艺人|作曲", verbs=r"唱的|演唱|歌手"),
    "brand": ConceptWords(parts=frozenset("厂商 厂家 品牌".split()), words=r"品牌|牌子|厂商|厂家", verbs=r"品牌|牌子"),
    "kind": ConceptWords(parts=frozenset("分类 种类 类别 类型".split()), words=r"类型|种类|类别"),
    "place": ConceptWords(parts=frozenset("位置 区域 国家 地区 地址 地铁 城市".split()), words=r"位置|位于|地址|地区|区域|城市", verbs=r"位于|在|靠近|附近"),
    "near": ConceptWords(parts=frozenset("周围 周边 附近".split()), words=r"附近|周边|周围|旁边|靠近|离|挨着", verbs=r"附近|周边|周围|旁边|靠近|离|挨着"),
    "language": ConceptWords(parts=frozenset("语言".split()), words=r"语言|语", verbs=r"语"),
    "ingredient": ConceptWords(parts=frozenset("原料 菜 菜品 配料 食材".split()), words=r"食材|配料|原料|推荐菜|招牌菜|菜品", verbs=r"吃|喝|含|做|放|菜"),
    "facility": ConceptWords(parts=frozenset("服务 设施 配套".split()), words=r"设施|服务|配套", verbs=r"有|提供|带|能|可以"),
}  # fmt: skip
"""By the name of the concept."""
