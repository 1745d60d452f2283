"""What English fields and values of catalogues are called for a Chinese reader: shown, never searched or filtered by.

Values take the first name of two characters or more that `aliases.py` has for them; what stands here comes before.
"""

from __future__ import annotations

from retrieval.language.chinese.aliases import SAME

__all__ = ["NAMES"]

_OWN = (
    # fields
    "category 类别 colour 颜色 color 颜色 colours 颜色 mood 氛围 material 材质 brand 品牌 maker 厂商 size 尺寸 weight 重量 stock 库存 tags 标签 tag 标签 genre 类型 "
    "genres 类型 type 类型 kind 种类 style 风格 season 季节 country 国家 city 城市 language 语言 languages 语言 status 状态 condition 成色 year 年份 date 日期 "
    "date_added 上架日期 rating 评分 ratings 评分 reviews 评价数 price 价格 seconds 秒数 duration 时长 minutes 分钟 loudness 响度 tempo 速度 key 调 instrument 乐器 "
    "instruments 乐器 meat_dish 荤菜 vegetarian 素食 vegan 纯素 spicy 辣 spiciness 辣度 calories 热量 servings 份数 cuisine 菜系 ingredients 食材 allergens 过敏原 "
    "difficulty 难度 level 等级 age 年龄 author 作者 artist 艺人 album 专辑 director 导演 cast 演员 actors 演员 publisher 出版社 pages 页数 format 格式 width 宽 "
    "height 高 depth 深 length 长 length_cm 长度 weight_kg 重量 capacity 容量 power 功率 battery 电池 memory 内存 storage 存储 screen 屏幕 warranty 保修 discount 折扣 "
    "sale 促销 subject 主题 topic 主题 theme 主题 place 地点 location 地点 area 区域 district 区 rooms 房间数 guests 人数 beds 床位数 distance 距离 facilities 设施 "
    "amenities 设施 organic 有机 gluten_free 无麸质 waterproof 防水 wireless 无线 animal 动物 habitat 栖息地 source 来源 license 许可 link 链接 url 链接 sku 货号 ean 条码 "
    # values
    "yes 是 no 否 true 是 false 否 new 全新 used 二手 small 小号 medium 中等 large 大号 loud 响亮 quiet 安静 silent 无声 calm 平静 lively 活泼 funny 滑稽 curious 好奇 dreamy 梦幻 romantic 浪漫 festive 喜庆 strong 有力 soft 柔软 relaxing 放松 energetic 有活力 melancholy 忧郁 sunny 阳光 busy 热闹 useful 实用 solemn 庄重 sweet 甜美 juicy 多汁 rustic 质朴 modern 现代 classic 经典 playful 俏皮 warm 温暖 elegant 优雅 "
    "happy 欢快 sad 忧伤 gentle 柔和 bright 明亮 dark 深色 cosy 舒适 cozy 舒适 fresh 清新 wild 野性 cheerful 欢快 peaceful 宁静 majestic 雄壮 mysterious 神秘 cute 可爱 animals 动物 "
    "animal 动物 music 音乐 food 食物 vehicles 交通工具 vehicle 交通工具 nature 自然 plants 植物 clothes 衣物 clothing 服装 sports 体育 household 家居 home 家居 holidays 节日 hobbies 爱好 "
    "people 人物 space 太空 symbols 符号 town 城镇 seasonal 季节 gold 金色 golden 金色 silver 银色 beige 米色 turquoise 青绿色 violet 紫罗兰色 cream 米白色 transparent 透明 colourful 彩色 "
    "multicolour 彩色 spring 春季 summer 夏季 autumn 秋季 winter 冬季 easy 简单 hard 困难 low 低 high 高 none 无 mild 清淡 hot 辣 subcategory 子类 birds 鸟类 bovines 牛科 mammals 哺乳动物 aquatic 水生动物 percussion 打击乐器 brass 铜管乐器 string 弦乐器 strings 弦乐器 woodwind 木管乐器 christmas 圣诞 roadsigns 路标 cartoon 卡通 equines 马科 insects 昆虫 reptiles 爬行动物 amphibians 两栖动物 medical 医疗 hats 帽子 flowers 花卉 trees 树木 vegetables 蔬菜 fish 鱼类 dogs 狗 cats 猫 plants 植物 planets 行星 flags 旗帜 money 钱币 boats 船只 planes 飞机 trains 火车 halloween 万圣节 easter 复活节 weather 天气 toys 玩具 tools 工具 books 图书 buildings 建筑 cards 卡片"
).split()


def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for group in SAME:
        parts = group.split("|")
        english = [part for part in parts if part.isascii()]
        chinese = [part for part in parts if not part.isascii() and not part[0].isascii()]
        if english and chinese:
            shown = next((name for name in chinese if len(name) > 1), chinese[0])
            found |= {name: shown for name in english if name not in found}
    own = {name.replace("_", " "): shown for name, shown in zip(_OWN[::2], _OWN[1::2], strict=True)}
    return found | own


NAMES = _names()
"""By the English words in small letters, with spaces between them."""
