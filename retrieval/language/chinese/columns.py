"""How Chinese tables are headed and filled: words of columns, of yes and no, of nothing, and of what costs nothing.

Japanese tables write many of these with the same characters, and so stand here, too. Data alone; `retrieval.language.columns`
joins them with those of other languages.
"""

from __future__ import annotations

__all__ = [
    "ABSENT",
    "ABSENT_AMOUNTS",
    "CORE_NAMES",
    "FREE",
    "HEADERS",
    "MONEY_SIGNS",
    "NO",
    "OPENERS",
    "PER",
    "SAYS",
    "SCALES",
    "TOTALS",
    "YES",
]

YES = frozenset("是 有 对 真 支持 可 可以 能 开 已 √ 有货 现货 启用 正确 含 はい".split())
NO = frozenset("否 无 没有 错 假 不支持 不可 不可以 不能 关 未 × 缺货 无货 不 停用 不是 错误 不含 いいえ".split())

ABSENT = frozenset("暂无 未知 待定 空 无数据 不详 未填写 未填 暂缺 暂未公布 敬请期待 不适用 缺失 无资料".split())
ABSENT_AMOUNTS = frozenset("无 没有 面议 电询 待议 未定".split())

TOTALS = frozenset("合计 总计 小计 总数 共计 合計 總計".split())
FREE = frozenset("免费 免票 免 赠送 零元 不要钱 0元购 限免 無料".split())

OPENERS = (
    "约",
    "大约",
    "仅",
    "低至",
    "售价",
    "现价",
    "人均",
    "最低",
    "¥约",
    "约合",
    "只要",
    "特价",
    "价格",
    "大概",
    "每人",
)
PER = r"(?:起|左右|以上|以内|一个|/|每|包邮|含税|不含税|整|一份|一斤|／)\s*(?:[\w一-鿿]+)?"

SCALES = {"万": 1e4, "亿": 1e8, "千": 1e3, "百万": 1e6}

MONEY_SIGNS = {
    "元": "CNY", "块": "CNY", "块钱": "CNY", "圆": "CNY", "人民币": "CNY", "元整": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR", "英镑": "GBP",
    "日元": "JPY", "円": "JPY", "日圆": "JPY", "港元": "HKD", "港币": "HKD", "台币": "TWD", "新台币": "TWD", "韩元": "KRW", "卢布": "RUB",
    "瑞士法郎": "CHF", "加元": "CAD", "澳元": "AUD", "新加坡元": "SGD", "卢比": "INR", "泰铢": "THB",
}  # fmt: skip

HEADERS = {
    "id": "编号 货号 条码 条形码 邮编 电话 手机 型号 编码 序号 代码 商品编号 书号 国际书号 订单号 款号",
    "list": "标签 类型 分类 类别 颜色 关键词 语言 国家 配料 过敏原 平台 演员 主演 风格 题材 特点 材质 口味 尺码 设施 菜系 适用人群",
    "money": "價格 售價 單價 定價 价格 售价 单价 价钱 票价 费用 原价 现价 人均 房价 租金 金额 总价 市场价 零售价 成本 定价 促销价 会员价 消费 価格",
    "money_alone": "價格 售價 單價 定價 价格 售价 单价 价钱 票价 原价 现价 租金 市场价 零售价 定价 促销价 会员价 人均 価格",
    "date": "日期 时间 上映 发布 出版 发行 上架 创建 更新 生日 出版日期 上映日期 发布时间 上架时间 创建时间 出生 截止 日付",
    "duration": "时长 片长 用时 耗时 播放时长 长度",
    "clock": "营业时间 开门 关门 开始 结束 出发 到达",
    "amount": "价格 重量 宽度 高度 长度 深度 评分 年份 数量 库存 页数 年龄 销量 面积 容量 距离 得分 人数 票房",
    "prose": "描述 简介 介绍 摘要 内容 评论 详情 备注 说明 正文",
    "person": "作者 导演 地址 名称 书名 片名 出版社 公司 品牌",
    "year": "年份 年 年代",
    "hours": "营业时间 开放时间 开馆时间",
    "north": "纬度",
    "east": "经度",
    "place": "坐标 经纬度 位置",
    "image": "图片 图像 照片 主图 封面 海报 图 圖片 照片地址 画像 写真",
    "audio": "音频 声音 试听 录音",
    "video": "视频 影片",
    "currency": "货币 币种",
}

CORE_NAMES = {
    "id": "编号 編號 商品編號 貨號 商家编码 宝贝编号 商品编号 货号 产品编号 序号 商品id 产品id 编码 商品编码",
    "title": "宝贝名称 宝贝标题 名稱 商品名稱 標題 品名 書名 片名 商品名称 名称 标题 产品名称 商品名 品名 书名 片名 电影名 歌名 歌曲名 菜名 店名 商品标题 产品名 名字 课程名称 景点名称",
    "description": "宝贝描述 簡介 商品描述 說明 描述 简介 商品描述 产品描述 介绍 商品介绍 详情 内容简介 剧情简介 说明 商品详情 摘要",
    "image": "图片 主图 商品图片 图片地址 封面 图片链接",
    "audio": "音频 声音 试听",
    "video": "视频",
}
"""What Chinese tables call the fields that every catalogue has."""

SAYS = frozenset("是否 可否 有无 能否 有机 纯素 清真 有货 现货 上架 推荐 包邮 热销 支持 可带".split())

EVENT_KINDS = {
    "view": "浏览 点击 查看 访问 曝光", "play": "播放 观看 收听 听", "search": "搜索 查询 检索", "like": "收藏 喜欢 点赞 赞 关注", "dislike": "不喜欢 踩 点踩",
    "rate": "评分 评价 打分", "cart": "加购 加入购物车 加购物车", "buy": "购买 下单 支付 成交 买", "skip": "跳过", "hide": "屏蔽 不感兴趣 隐藏",
}  # fmt: skip
"""What Chinese files call the kinds of behaviour."""
EVENT_COLUMNS = {
    "kind": "行为 行为类型 事件 操作", "item": "商品 商品id 商品编号 物品 作品", "user": "用户 用户id 用户编号 会员", "at": "时间 日期 时间戳 发生时间", "value": "评分 分数",
    "title": "商品名称 名称 片名 书名 歌名",
}  # fmt: skip
NAMES = ("名", "题", "題")
"""Characters of words for names and titles."""
CENTS = {"分": "CNY"}
YEN = "円"
HAN = "㐀-鿿"
"""The characters that Chinese words are made of, as a range of a pattern."""

DATE = r"(\d{2,4})\s?[年년]\s?(\d{1,2})\s?[月월]份?\s?(?:(\d{1,2})\s?[日号號일])?(?:\s*(?:周|星期)?[一二三四五六日]?)?"
"""A date with the year, the month and perhaps the day as groups."""
ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
"""What is added to a year that is counted from the beginning of an era."""
FIRST_YEAR, DATE_MARKS, DATE_DAY = "元", "年月", "日"
TIME = r"\s*(?:[上下]午|早上|晚上)?\s?\d{1,2}[:时点]\d{0,2}[分:]?\d{0,2}秒?"
DAYS, HOURS, MINUTES, SECONDS, MILLISECONDS = "天", "个?小时|個?小時|钟头|时", "分钟?|分鐘", "秒钟?", "毫秒"
YEAR, ABOUT, JOIN = r"\s?年", "约", "至|到"
UNITS = {"页": "pages", "星": "stars", "分": "points", "岁": "years", "人": "people", "件": "pieces", "个": "pieces"}
"""Units that are counted in, by their English names."""
